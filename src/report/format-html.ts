import type { Pipeline } from '../pipeline/pipeline.js';
import type { Format } from './format.js';
import { source, title, verdict } from './headline.js';
import { style } from './html-style.js';
import { plain, type Phrase } from './phrase.js';
import type { ReportedSchool } from './report.js';
import { tablesOf, type Table } from './tables.js';

const heading = 'What did not come through';

/** One file that needs nothing else, runs nothing, and may be printed or sent. */
export const html: Format = {
  name: 'html',
  write: ({ schools }, pipeline) =>
    [
      '<!DOCTYPE html>',
      '<html lang="en">',
      '<head>',
      '<meta charset="utf-8">',
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      '<meta name="referrer" content="no-referrer">',
      '<meta name="robots" content="noindex">',
      `<title>${heading}</title>`,
      `<style>${style}</style>`,
      '</head>',
      '<body>',
      '<main>',
      `<h1>${heading}</h1>`,
      ...(schools.length > 1 ? [overview(schools)] : []),
      ...schools.map((school, index) => schoolHtml(school, index, pipeline)),
      '</main>',
      '</body>',
      '</html>',
      '',
    ].join('\n'),
};

/** With many schools, where to look first. */
function overview(schools: readonly ReportedSchool[]): string {
  const rows = schools.map(
    (school, index) =>
      `<tr><th scope="row"><a href="#${anchor(index)}">${show(title(school))}</a></th><td>${school.status === 'failed' ? 'Failed.' : escape(verdict(school))}</td></tr>`,
  );
  return `<table>\n<caption>Schools</caption>\n<thead><tr><th scope="col">School</th><th scope="col">To correct</th></tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;
}

/** A number, so that no text from outside is ever in an attribute. */
function anchor(index: number): string {
  return `school-${String(index + 1)}`;
}

function schoolHtml(school: ReportedSchool, index: number, pipeline: Pipeline): string {
  const body =
    school.status === 'failed'
      ? [`<p class="failed">Failed: ${escape(school.reason ?? '')}</p>`]
      : [`<p>${show(source(school))} ${escape(verdict(school))}</p>`, ...tablesOf(school, pipeline).map(tableHtml)];
  return [`<section id="${anchor(index)}">`, `<h2>${show(title(school))}</h2>`, ...body, '</section>'].join('\n');
}

function tableHtml({ title: caption, note, columns, rows, numbers }: Table): string {
  const head = columns.map((column) => `<th scope="col">${escape(column)}</th>`).join('');
  const body = rows.map(([first = plain(''), ...rest]) => {
    const cells = rest.map((cell) => `<td>${show(cell)}</td>`).join('');
    return `<tr><th scope="row">${show(first)}</th>${cells}</tr>`;
  });
  return [
    `<h3>${escape(caption)}</h3>`,
    `<div class="wide">`,
    `<table${numbers ? ' class="numbers"' : ''}>`,
    `<caption>${escape(note)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    '<tbody>',
    ...body,
    '</tbody>',
    '</table>',
    '</div>',
  ].join('\n');
}

/** Text from outside keeps its own direction: what turns it round ends where it ends. */
function show(words: Phrase): string {
  return words
    .map(({ text, outside }) => (outside ? `<bdi>${escape(withoutStrayEnds(text))}</bdi>` : escape(text)))
    .join('');
}

/** An isolate's end without a beginning would end that of the element around it. */
function withoutStrayEnds(text: string): string {
  let open = 0;
  return text.replace(/[\u2066-\u2069]/g, (sign) => {
    open += sign === '\u2069' ? -1 : 1;
    if (open >= 0) return sign;
    open = 0;
    return '\ufffd';
  });
}

function escape(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
