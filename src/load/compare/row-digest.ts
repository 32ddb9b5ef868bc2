import type { Stored, PipelineTable } from '../tables/tables.js';

/**
 * A short sum of what a run writes into a row, kept beside it: if a row does not match its sum, someone else edited it.
 * Blank columns add nothing and the order does not matter, so a pipeline may keep one more column. It is two mixes of
 * 32 bits, because a call to a hash of the platform costs more than everything else about a row.
 * @param from the place of the first kept column in the list
 */
export function rowDigest(table: PipelineTable, values: readonly Stored[], from = 0): string {
  let first = 0;
  let second = 0;
  const starts = startsOf(table);
  for (let index = 0; index < starts.length; index++) {
    const value = values[from + index] ?? null;
    if (value === null) continue;
    const { a, b } = mix(starts[index], String(value));
    first = (first + Math.imul(a ^ (a >>> 16), 0x7feb352d)) | 0;
    second = (second + Math.imul(b ^ (b >>> 13), 0x846ca68b)) | 0;
  }
  return `${inBase36(first >>> 0)}.${inBase36(second >>> 0)}`;
}

const square = 36 ** 2;
const short = Array.from({ length: square }, (_, number) => number.toString(36));
const padded = short.map((digits) => digits.padStart(2, '0'));

/** As `toString(36)` writes it, which takes longer than the whole sum. */
function inBase36(number: number): string {
  let digits = '';
  let rest = number;
  while (rest >= square) {
    const less = Math.floor(rest / square);
    digits = padded[rest - less * square] + digits;
    rest = less;
  }
  return short[rest] + digits;
}

interface Mixed {
  readonly a: number;
  readonly b: number;
}

function mix({ a, b }: Mixed, text: string): Mixed {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b + unit, 0xc2b2ae35) ^ (b >>> 15);
  }
  return { a, b };
}

const known = new WeakMap<PipelineTable, readonly Mixed[]>();

/** What each column's name adds to the sums: computed once for all rows. */
function startsOf(table: PipelineTable): readonly Mixed[] {
  let starts = known.get(table);
  if (starts === undefined) {
    starts = table.kept.map(({ name }) => mix({ a: 0x9e3779b9, b: 0x85ebca6b }, `${name}\0`));
    known.set(table, starts);
  }
  return starts;
}
