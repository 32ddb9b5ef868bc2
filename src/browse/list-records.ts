import { countRows } from './count-rows.js';
import type { Part } from './part.js';
import type { Knex } from 'knex';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import { foldedColumnsOf } from '../load/tables/folded-columns.js';
import { recordTable, type Stored } from '../load/tables/tables.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import { wholeNumberOf } from '../pipeline/text/decimal.js';
import { fieldBeside, type BesideColumn } from './beside.js';
import { asText, filterColumns, shownColumn, shownColumns, type ShownColumn } from './columns.js';
import { inNaturalOrder } from './natural-order.js';
import { holdingWords } from './words-of-search.js';

/** Which of a school's records are asked for, and in which order. */
export interface Listing {
  /** Words that a record must all contain, however they are spelt (words-of-search.ts); blank asks for all. */
  readonly search: string;
  /** By a kept field's name: the value that it must have; null for blank. */
  readonly filters: ReadonlyMap<string, string | null>;
  /** Of those for whom it is blank: a shown column's name, or that of one beside it (beside.ts); null for all. */
  readonly without: string | null;
  /** By the name of a column beside it: the id of the record that they must be linked to. */
  readonly linked: ReadonlyMap<string, string>;
  /** By the name of a field of those beside it (`fieldBeside`): the value that one they are linked to must have. */
  readonly linkedWith: ReadonlyMap<string, string | null>;
  /** By a field's name; null for the pipeline's `order`. */
  readonly sort: { readonly field: string; readonly descending: boolean } | null;
}

/** A record that comes through: its id, and its values in the order of `shownColumns`. */
export interface ListedRecord {
  readonly id: string;
  readonly values: readonly (string | null)[];
}

export const everything: Listing = {
  search: '',
  filters: new Map(),
  without: null,
  linked: new Map(),
  linkedWith: new Map(),
  sort: null,
};

/** Whether it asks for fewer than all. */
export function isNarrowed({ search, filters, without, linked, linkedWith }: Listing): boolean {
  return search !== '' || without !== null || filters.size + linked.size + linkedWith.size > 0;
}

/** A part of the records that come through. */
export async function listRecords(
  store: Store,
  school: string,
  kind: RecordKind,
  listing: Listing,
  part: Part,
  beside: readonly BesideColumn[] = [],
): Promise<ListedRecord[]> {
  const columns = shownColumns(kind);
  const rows = await guarded(`Reading table ${kind.table}`, () =>
    ordered(store, asked(store, school, kind, listing, beside), kind, listing)
      .offset(part.offset)
      .limit(part.limit)
      .select<Record<string, Stored>[]>('id', ...columns.map(({ column }) => column)),
  );
  return rows.map((row) => ({
    id: String(row.id),
    values: columns.map(({ column }) => asText(row[column])),
  }));
}

/** How many there are of them. */
export async function countRecords(
  store: Store,
  school: string,
  kind: RecordKind,
  listing: Listing,
  beside: readonly BesideColumn[] = [],
): Promise<number> {
  return countRows(kind.table, asked(store, school, kind, listing, beside));
}

/** How many come through of each kind, in the order of the kinds: in one query. */
export async function countAllRecords(
  store: Store,
  school: string,
  kinds: readonly RecordKind[],
): Promise<{ readonly kind: RecordKind; readonly records: number }[]> {
  const counted = kinds.map((kind, at) =>
    asked(store, school, kind, everything, [])
      .count({ records: '*' })
      .as(`k${String(at)}`),
  );
  const rows: unknown = await guarded('Counting records', () => store.knex.select(counted));
  const [found] = rows as Record<string, string | number>[];
  return kinds.map((kind, at) => ({ kind, records: Number(found?.[`k${String(at)}`] ?? 0) }));
}

function asked(
  store: Store,
  school: string,
  kind: RecordKind,
  { search, filters, without, linked, linkedWith }: Listing,
  beside: readonly BesideColumn[],
): Knex.QueryBuilder {
  const query = store.knex(kind.table).where({ school_id: school }).whereNull('left_at');
  for (const [field, value] of filters) having(query, shownColumn(kind, field), value);
  for (const column of beside) {
    const { name, link, own, other } = column;
    const ids = () => store.knex(link.table).where({ school_id: school }).select(own.column);
    const id = linked.get(name);
    if (id !== undefined) query.whereIn('id', ids().where(other.column, id));
    for (const field of filterColumns(column.kind)) {
      const value = linkedWith.get(fieldBeside(column, field.name));
      if (value === undefined) continue;
      const others = store.knex(column.kind.table).where({ school_id: school }).whereNull('left_at').select('id');
      query.whereIn('id', ids().whereIn(other.column, having(others, field, value)));
    }
    if (without === name) query.whereNotIn('id', ids());
  }
  const blank = shownColumns(kind).find(({ name }) => name === without);
  if (blank !== undefined) query.whereNull(blank.column);
  return holdingWords(query, foldedColumnsOf(recordTable(kind)), search);
}

/** A server refuses to compare its numbers with a text that is none. */
function having(query: Knex.QueryBuilder, { column, isNumber }: ShownColumn, value: string | null): Knex.QueryBuilder {
  if (isNumber && value !== null && wholeNumberOf(value) === null) return query.whereRaw('1 = 0');
  return query.where(column, value);
}

/** Records that are alike keep a fixed order, by their ids. */
function ordered(store: Store, query: Knex.QueryBuilder, kind: RecordKind, { sort }: Listing): Knex.QueryBuilder {
  const fields = sort === null ? usualOrder(kind) : [sort.field];
  const columns = fields.map((field) => shownColumn(kind, field));
  const direction = sort?.descending === true ? 'desc' : 'asc';
  return inNaturalOrder(store, query, { kind, table: kind.table }, columns, direction).orderBy('id');
}

function usualOrder({ order, headings }: RecordKind): readonly string[] {
  return headings === null ? order : [headings, ...order];
}
