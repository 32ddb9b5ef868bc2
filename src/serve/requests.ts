import { shownColumns } from '../browse/columns.js';
import type { Listing } from '../browse/list-records.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import { repair } from '../pipeline/text.js';
import { blankValue } from './addresses.js';

type Query = Readonly<Record<string, unknown>>;

/** What of a list an address asks for; what it says of fields that the kind does not have is nothing. */
export function readListing(kind: RecordKind, query: Query): { readonly listing: Listing; readonly page: number } {
  const filters = new Map<string, string | null>();
  for (const field of kind.filters) {
    const value = textOf(query[field]);
    if (value !== '') filters.set(field, value === blankValue ? null : value);
  }
  const [, sign = '', field = ''] = /^(-?)(.*)$/s.exec(textOf(query.sort)) ?? [];
  const isKnown = shownColumns(kind).some(({ name }) => name === field);
  return {
    listing: {
      search: textOf(query.search).slice(0, 200),
      filters,
      sort: isKnown ? { field, descending: sign === '-' } : null,
    },
    page: pageOf(query),
  };
}

/** Which part of a list is asked for, from 1. */
export function pageOf({ page }: Query): number {
  return /^[1-9]\d{0,6}$/.test(textOf(page)) ? Number(page) : 1;
}

/** One of a few words; null where it is none of them. */
export function oneOf<T extends string>(words: readonly T[], value: unknown): T | null {
  return words.find((word) => word === value) ?? null;
}

/** What no database holds (U+0000) is replaced, as it is in what a run reads. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? repair(value) : '';
}
