import { foldBoth, type Folded } from '../../pipeline/text/folding.js';
import { isDecimal } from '../../pipeline/text/decimal.js';
import { decimalKey } from '../../pipeline/text/decimal-key.js';
import type { Stored, PipelineTable, SqlColumn } from './tables.js';

/** What rows are searched and ordered by: a text of what a run writes into them, and one of what people type. */
export const foldedColumn = 'row_folded';
export const typedFoldedColumn = 'typed_folded';

/** Goes up with every change to what `foldBoth` or `decimalKey` makes: tables that another version filled are filled anew. */
export const foldingVersion = 1;

/** Ends each part. No folded value has one in it. */
const end = '\u001f';

/** Names, days and year groups come again and again; emails and phones are long, and each comes once. */
const known = new Map<string, Folded>();
const mostKnown = 10_000;
const longestKnown = 10;

/**
 * Each value's key in the natural order, as a part of its own; then the folded texts that their keys do not have whole.
 * A word is in one of the values if it is in this, and rows can be put in order without reading anything else.
 * @param columns of the values; without them, none is a decimal
 * @returns null if all are blank
 */
export function foldedRow(
  values: readonly Stored[],
  from = 0,
  until = values.length,
  columns: readonly SqlColumn[] = [],
): string | null {
  let keys = '';
  let others = '';
  let isBlank = true;
  for (let at = from; at < until; at++) {
    const value = values[at];
    if (value !== null) {
      isBlank = false;
      const { key, text } = columns[at - from]?.isDecimal === true ? foldedDecimal(value) : folded(String(value));
      keys += key;
      if (key !== text) others += text + end;
    }
    keys += end;
  }
  return isBlank ? null : keys + others;
}

/** What a school is found by in the list of schools: first what it is called there if no load has given it a name. */
export function foldedSchool(school: string, name: string | null): string | null {
  return foldedRow([name ?? school, school]);
}

/** What `store` makes of one may be a word. */
function foldedDecimal(value: string | number): Folded {
  const whole = folded(String(value));
  return isDecimal(String(value)) ? { key: decimalKey(String(value)), text: whole.text } : whole;
}

function folded(text: string): Folded {
  if (text.length > longestKnown) return foldBoth(text);
  const before = known.get(text);
  if (before !== undefined) return before;
  const made = foldBoth(text);
  if (known.size >= mostKnown) known.clear();
  known.set(text, made);
  return made;
}

/** The columns of a table that hold this. */
export function foldedColumnsOf({ isSearched, local }: Pick<PipelineTable, 'isSearched' | 'local'>): string[] {
  if (!isSearched) return [];
  return local.length === 0 ? [foldedColumn] : [foldedColumn, typedFoldedColumn];
}
