import { shownColumns } from '../browse/columns.js';
import type { Listing } from '../browse/list-records.js';
import type { RecordKind } from '../pipeline/pipeline.js';
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
  const page = /^[1-9]\d{0,6}$/.test(textOf(query.page)) ? Number(query.page) : 1;
  return {
    listing: {
      search: textOf(query.search).slice(0, 200),
      filters,
      sort: isKnown ? { field, descending: sign === '-' } : null,
    },
    page,
  };
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
