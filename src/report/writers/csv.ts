import { stringify } from 'csv-stringify/sync';
import type { Stored } from '../../load/tables/tables.js';

type Row = readonly Stored[];

/**
 * CSV for spreadsheets: UTF-8 with a byte order mark, RFC 4180. An apostrophe makes text of what a spreadsheet would
 * compute, at the beginning of a cell and of each line in it.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export async function* csv(
  heading: Row,
  parts: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield lines([heading], true);
  for await (const rows of parts) yield lines(rows, false);
}

/** The same for rows that are all in memory. */
export function csvText(heading: Row, rows: readonly Row[]): string {
  return lines([heading, ...rows], true);
}

/** Every character at which some reader ends a line. */
const lineBreaks = '\\r\\n\\v\\f\\u0085\\u2028\\u2029';
const quoted = new RegExp(`[${lineBreaks}]`);
/** Where an apostrophe goes: before what a spreadsheet computes (also in full width) or a break that begins a cell. */
const computed = new RegExp(`^(?=\\r)|(?:^|(?<=[${lineBreaks}]))(?=[-=+@\\t\uff0d\uff1d\uff0b\uff20])`, 'g');

function lines(rows: readonly Row[], bom: boolean): string {
  const harmless = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? cell.replace(computed, "'") : cell)),
  );
  return stringify(harmless, { bom, record_delimiter: 'windows', quoted_match: quoted });
}
