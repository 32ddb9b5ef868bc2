import type { Pipeline } from '../../pipeline/pipeline.js';
import type { Format } from '../format.js';
import { source, title, verdict } from './headline.js';
import { inert } from '../writers/inert.js';
import { asCode, escapeWords, markdownTable } from '../writers/markdown.js';
import type { Phrase } from '../../words/phrase.js';
import type { FindingsReport, ReportedSchool } from './report.js';
import { tablesOf, type ReportedTable } from './tables.js';
import { printable } from '../../words/words.js';

export const markdown: Format<FindingsReport> = {
  name: 'markdown',
  meaning: 'for a ticket, an issue, a wiki: everything, in tables',
  write: ({ schools, pipeline }) =>
    inert(
      `${['# What did not come through', ...schools.flatMap((school) => schoolMarkdown(school, pipeline))].join('\n\n')}\n`,
    ),
};

function schoolMarkdown(school: ReportedSchool, pipeline: Pipeline): string[] {
  const heading = `## ${show(title(school))}`;
  if (school.status === 'failed') return [heading, `Failed: ${escapeWords(school.reason ?? '')}`];
  return [
    heading,
    `${show(source(school))} ${escapeWords(verdict(school))}`,
    ...tablesOf(school, pipeline).flatMap(table),
  ];
}

function table({ title: heading, note, columns, rows, numbers }: ReportedTable): string[] {
  const rule = columns.map((_, index) => (numbers && index > 0 ? '--:' : '---'));
  const cells = rows.map((row) => row.map(show));
  return [`### ${escapeWords(heading)}`, escapeWords(note), markdownTable(columns.map(escapeWords), cells, rule)];
}

/** Text from outside as code: nothing in it is a link, a mention, an address or a mark-up of any dialect. */
function show(words: Phrase): string {
  return words.map(({ text, outside }) => (outside ? asCode(printable(text)) : escapeWords(text))).join('');
}
