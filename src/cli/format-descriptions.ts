/**
 * What each format is for, in the order of the lists of formats, the default first. Apart from what writes them, so
 * that help, which names them all, loads none.
 */
export const formatDescriptions = {
  run: {
    text: 'for people',
    json: 'for scripts',
    markdown: "for a job's summary",
    github: 'annotations of GitHub Actions',
  },
  plan: {
    text: 'for people',
    json: 'for scripts',
    markdown: "for a job's summary",
    github: 'annotations of GitHub Actions',
  },
  report: {
    text: 'for people, at a terminal: the first of each sort, and how many more',
    json: 'for scripts: everything, as docs/json.md says',
    markdown: 'for a ticket, an issue, a wiki: everything, in tables',
    junit: 'for CI: a case a school, failed where its document could not be read',
    html: 'one self-contained page, to read, print or send',
    csv: 'what to correct, a row each, for a spreadsheet',
    mail: 'what to correct, numbered, to paste into a mail',
  },
  check: {
    text: 'for people',
    json: 'for scripts',
    github: 'annotations of GitHub Actions',
    sarif: 'SARIF 2.1.0, for code scanning',
    junit: 'for CI: a case a file with errors',
  },
  test: {
    text: 'for people',
    json: 'for scripts',
    github: 'annotations of GitHub Actions',
    junit: 'for CI: a case a case',
  },
  impact: {
    text: 'for people',
    json: 'for scripts',
    markdown: "for a pull request's comment, cut to what one takes",
  },
} as const;
