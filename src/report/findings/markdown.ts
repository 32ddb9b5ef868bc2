import type { Pipeline } from '../../pipeline/pipeline.js';
import type { Format } from './format.js';
import { source, title, verdict } from './headline.js';
import { inert } from '../writers/inert.js';
import type { Phrase } from '../../words/phrase.js';
import type { ReportedSchool } from './report.js';
import { tablesOf, type Table } from './tables.js';
import { printable } from '../../words/words.js';

export const markdown: Format = {
  name: 'markdown',
  write: ({ schools }, pipeline) =>
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

function table({ title: heading, note, columns, rows, numbers }: Table): string[] {
  const rule = columns.map((_, index) => (numbers && index > 0 ? '--:' : '---'));
  const lines = [columns.map(escapeWords), rule, ...rows.map((row) => row.map(show))];
  return [
    `### ${escapeWords(heading)}`,
    escapeWords(note),
    lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
  ];
}

/** Text from outside as code: nothing in it is a link, a mention, an address or a mark-up of any dialect. */
function show(words: Phrase): string {
  return words.map(({ text, outside }) => (outside ? asCode(printable(text)) : escapeWords(text))).join('');
}

export function asCode(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  // A space beside each fence is taken away again where the code has one at both ends.
  const pad = /^[ `]|[ `]$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`.replaceAll('|', '\\|');
}

export function escapeWords(text: string): string {
  return printable(text).replace(/[\\`*_[\]<>&|~#@$:]/g, '\\$&');
}
