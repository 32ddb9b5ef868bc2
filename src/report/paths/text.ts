import type { Survey } from '../../extract/survey/survey.js';
import { counted } from '../../pipeline/text/counted.js';
import { printable } from '../../words/words.js';
import { likenessInWords, rowsBelow, type PathRow } from './rows.js';

/** The tree of an extract's paths for a person: how many, of which types, how many blank and how many different. */
export function pathsAsText(name: string, survey: Survey): string {
  const rows = rowsBelow(survey.root);
  const lines = [headline(name, survey), ...(rows.length === 0 ? [] : ['', ...table(rows)]), ...notes(survey)];
  return `${lines.join('\n')}\n`;
}

function headline(name: string, { documents, isArray, bytes }: Survey): string {
  const listed = isArray ? ' in a list' : '';
  return printable(`${name}: ${counted(documents, 'document')}${listed}, ${counted(bytes, 'byte')}`);
}

const titles = ['path', 'count', 'blank', 'distinct', 'types'];

function table(rows: readonly PathRow[]): string[] {
  const cells = [titles, ...rows.map(cellsOf)];
  const widths = titles.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) => {
    const [path = '', count = '', blank = '', distinct = '', types = ''] = row;
    const numbers = [count, blank, distinct].map((cell, index) => cell.padStart(widths[index + 1] ?? 0));
    return `  ${path.padEnd(widths[0] ?? 0)}  ${numbers.join('  ')}  ${types}`.trimEnd();
  });
}

function cellsOf(row: PathRow): string[] {
  const { distinct, isMore } = row;
  const different = distinct === null ? '' : `${isMore ? 'more than ' : ''}${String(distinct)}`;
  const blank = row.missing + row.nulls + row.blankTexts;
  const path = printable(`${'  '.repeat(row.depth)}${row.step}`);
  return [path, String(row.count), blank === 0 ? '' : String(blank), different, typesInWords(row)];
}

function typesInWords({ types, looksLike, lists, keys }: PathRow): string {
  const all = Object.entries(types).filter(([type]) => type !== 'null');
  const [only] = all;
  const named =
    all.length === 1 && only !== undefined ? only[0] : all.map(([type, n]) => `${type} ${String(n)}`).join(', ');
  const likeness = likenessInWords(looksLike);
  return [
    named,
    ...(likeness === '' || (only?.[0] !== 'text' && likeness === 'yes or no') ? [] : [likeness]),
    ...(lists === null || lists === 1 ? [] : [`in ${counted(lists, 'list')}`]),
    ...(keys === null ? [] : [`keys that look like ids: ${String(keys)}`]),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function notes({ fault, isCut, notObjects }: Survey): string[] {
  const said: string[] = [];
  if (notObjects > 0) said.push(`${counted(notObjects, 'value')} in the place of a document: no object.`);
  if (isCut) said.push('There are too many paths, or too deep ones: not all are told apart.');
  if (fault !== null) said.push(printable(`Reading stopped: ${fault}. This is what came before.`));
  return said.length === 0 ? [] : ['', ...said];
}
