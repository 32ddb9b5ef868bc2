import { isYearly, type Days } from '../../pipeline/guard/day.js';
import type { During } from '../../pipeline/terms.js';
import { printable } from '../../words/words.js';

/** A line in columns, with the places below one another. */
export type ConfigRow = readonly [name: string, what: string, from: string];

export function aligned(rows: readonly ConfigRow[]): string[] {
  const name = Math.max(0, ...rows.map((row) => row[0].length));
  const what = Math.min(90, Math.max(0, ...rows.filter((row) => row[2] !== '').map((row) => row[1].length)));
  return rows.map((row) => printable(`  ${row[0].padEnd(name)}  ${row[1].padEnd(what)}  ${row[2]}`).trimEnd());
}

/** Nothing if it holds on every day. */
export function daysInWords({ from, until, during }: Days & { readonly during?: During }): string {
  if (during !== undefined) return `${during.isInside ? 'during' : 'not during'} ${during.terms.join(', ')}`;
  const said = [from === null ? [] : `from ${from}`, until === null ? [] : `until ${until}`].flat().join(', ');
  return from !== null && isYearly(from) ? `${said}, each year` : said;
}
