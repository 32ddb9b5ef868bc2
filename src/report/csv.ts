import { stringify } from 'csv-stringify/sync';
import type { Stored } from '../load/tables.js';

type Row = readonly Stored[];

/**
 * CSV as spreadsheets take it: UTF-8 with a byte order mark, RFC 4180, and a cell that a spreadsheet would compute is
 * made text by an apostrophe.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export async function* csv(
  heading: Row,
  parts: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield lines([heading], true);
  for await (const rows of parts) yield lines(rows, false);
}

/** The same of what is whole in memory. */
export function csvText(heading: Row, rows: readonly Row[]): string {
  return lines([heading, ...rows], true);
}

function lines(rows: readonly Row[], bom: boolean): string {
  return stringify([...rows], { bom, record_delimiter: 'windows', escape_formulas: true });
}
