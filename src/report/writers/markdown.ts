import { printable } from '../../words/words.js';

/** A table; its cells are Markdown already. */
export function markdownTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  rule: readonly string[] = columns.map(() => '---'),
): string {
  return [columns, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function asCode(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  // Markdown removes a space at each end if the code has one at both.
  const pad = /^[ `]|[ `]$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`.replaceAll('|', '\\|');
}

export function escapeWords(text: string): string {
  return printable(text).replace(/[\\`*_[\]<>&|~#@$:]/g, '\\$&');
}

/** `9361234` as code, and its name. */
export function schoolInMarkdown(of: { readonly school: string | null; readonly name: string | null }): string {
  const id = of.school === null ? '(unknown)' : asCode(printable(of.school));
  return of.name === null ? id : `${id} ${escapeWords(of.name)}`;
}
