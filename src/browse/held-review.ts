import type { Id } from '../explain/explanation.js';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { StoredHold } from '../load/hold/stored-hold.js';
import type { Stored } from '../load/tables/tables.js';
import { recordKind, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';
import { byNaturalOrder, fold, wordsOf } from '../pipeline/text/folding.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import {
  asText,
  filterColumns,
  nameColumns,
  nameIn,
  orderColumns,
  orderIn,
  orderKey,
  type ShownColumn,
} from './columns.js';
import { listHeld, type HeldKind, type HeldRecord } from './held-items.js';

/** What the held records of a kind can be put together by: a field of their own, or of records that they are linked to. */
export interface Grouping {
  /** As it is in an address. */
  readonly name: string;
  readonly label: string;
  /** The links that lead to the records which have the field; null if it is their own. */
  readonly by: { readonly link: LinkKind; readonly end: 0 | 1 } | null;
  readonly of: RecordKind;
  readonly column: ShownColumn;
}

/** A record or link that a hold keeps from going or changing, by the name that people know it by. */
export interface HeldOne extends HeldRecord {
  readonly id: Id;
  /** Null if the tables no longer have it, or it has none; of a link, the names of both ends that are known. */
  readonly name: string | null;
  readonly group: string | null;
}

/** Held records of one group, and how many of the kind are in it in all; null if that is not known. */
export interface HeldGroup {
  readonly value: string | null;
  readonly held: number;
  readonly all: number | null;
}

export interface HeldOfKind {
  /** By group, then by name. */
  readonly ones: readonly HeldOne[];
  readonly groups: readonly HeldGroup[];
}

/** The fields that a list can be narrowed to; if it has none, those of the records that it is linked to. */
export function groupingsOf(pipeline: Pipeline, kind: RecordKind | LinkKind): Grouping[] {
  if (kind.type === 'link') return [];
  const own = filterColumns(kind).map((column): Grouping => {
    return { name: column.name, label: column.label, by: null, of: kind, column };
  });
  if (own.length > 0) return own;
  return pipeline.links.flatMap((link) =>
    ([0, 1] as const).flatMap((end) => {
      if (link.ends[end].to !== kind.name || link.ends[end === 0 ? 1 : 0].to === kind.name) return [];
      const of = recordKind(pipeline, link.ends[end === 0 ? 1 : 0].to);
      return filterColumns(of).map((column): Grouping => {
        return {
          name: `${link.name}.${column.name}`,
          label: `${column.label} of ${of.label.toLowerCase()}`,
          by: { link, end },
          of,
          column,
        };
      });
    }),
  );
}

/**
 * The held records of a kind that have all words of a search, in groups.
 * @param grouping without it, all are one group
 */
export async function readHeldOfKind(
  store: Store,
  pipeline: Pipeline,
  { school, hold, of }: { readonly school: string; readonly hold: StoredHold; readonly of: HeldKind },
  { grouping, search }: { readonly grouping: Grouping | null; readonly search: string },
): Promise<HeldOfKind> {
  const records = await listHeld(store, school, hold, [of], { offset: 0, limit: of.items });
  const calledOf = await namesOf(store, pipeline, school, of.kind);
  const groups = grouping === null ? null : await groupsOf(store, school, grouping);
  const words = wordsOf(search.slice(0, longestSearch));
  const ones = records
    .flatMap(({ id, ...one }) => {
      // What is held of the whole kind is no record.
      if (id === null) return [];
      const called = calledOf(id);
      const group = typeof id === 'string' ? (groups?.of.get(id) ?? null) : null;
      return [{ one: { ...one, id, name: called?.name ?? null, group }, order: called?.order ?? orderKey(null) }];
    })
    .filter(({ one: { name, id } }) => hasWords(name ?? [id].flat().join(' '), words, search));
  const sorted = inOrder(ones);
  return { ones: sorted, groups: groups === null ? [] : counted(sorted, groups.all) };
}

const longestSearch = 200;

function hasWords(name: string, words: readonly string[], search: string): boolean {
  // A search of only punctuation finds nothing, as in the lists.
  if (words.length === 0) return search.trim() === '';
  const folded = fold(name);
  return words.every((word) => folded.includes(word));
}

/** In natural order, by group and then as the lists of the kind are; blanks come last. */
function inOrder(ones: readonly { readonly one: HeldOne; readonly order: string }[]): HeldOne[] {
  const keyed = ones.map(({ one, order }) => ({
    one,
    keys: [orderKey(one.group), order, orderKey(one.name)] as const,
  }));
  keyed.sort(({ keys: a }, { keys: b }) => byCodeUnit(a[0], b[0]) || byCodeUnit(a[1], b[1]) || byCodeUnit(a[2], b[2]));
  return keyed.map(({ one }) => one);
}

function counted(ones: readonly HeldOne[], all: ReadonlyMap<string | null, number> | null): HeldGroup[] {
  const held = new Map<string | null, number>();
  for (const { group } of ones) held.set(group, (held.get(group) ?? 0) + 1);
  return Array.from(held, ([value, count]) => ({ value, held: count, all: all?.get(value) ?? null }));
}

type Row = Readonly<Record<string, Stored>>;

/** All rows of a school, also of those that have left: what is held may be as much. */
async function readRows({ knex }: Store, school: string, table: string, columns: readonly string[]): Promise<Row[]> {
  return guarded(`Reading table ${table}`, () =>
    knex(table)
      .where({ school_id: school })
      .select<Row[]>(...columns),
  );
}

interface Called {
  readonly name: string;
  readonly order: string;
}

/** What each record is called, and its places in order; of a link, of both ends. Null if one is not known. */
async function namesOf(
  store: Store,
  pipeline: Pipeline,
  school: string,
  kind: RecordKind | LinkKind,
): Promise<(id: Id) => Called | null> {
  const kinds = kind.type === 'record' ? [kind] : kind.ends.map(({ to }) => recordKind(pipeline, to));
  const called = new Map<string, (id: string) => Called | null>();
  for (const one of kinds) {
    const names = nameColumns(one).map(({ column }) => column);
    const order = orderColumns(one).map(({ column }) => column);
    const rows = await readRows(store, school, one.table, [...new Set(['id', ...names, ...order])]);
    const byId = new Map(rows.map((row) => [String(row.id), row]));
    // Of all rows of a school, only some are held.
    called.set(one.name, (id) => {
      const row = byId.get(id);
      return row === undefined ? null : { name: nameIn(row, names), order: orderIn(row, order) };
    });
  }
  return (id) => {
    const ends = [id].flat();
    const known = ends.flatMap((one, at) => {
      const its = called.get(kinds[at]?.name ?? '')?.(one) ?? null;
      return its === null || its.name === '' ? [] : [its];
    });
    if (known.length < ends.length) return null;
    return { name: known.map(({ name }) => name).join(' and '), order: known.map(({ order }) => order).join('\0') };
  };
}

/** In which group each record is; of several, the first. */
async function groupsOf(
  store: Store,
  school: string,
  { by, of, column: { column } }: Grouping,
): Promise<{
  readonly of: ReadonlyMap<string, string | null>;
  readonly all: ReadonlyMap<string | null, number> | null;
}> {
  const rows = await readRows(store, school, of.table, ['id', 'left_at', column]);
  const own = new Map(rows.map((row) => [String(row.id), asText(row[column])]));
  if (by === null) {
    const all = new Map<string | null, number>();
    for (const row of rows)
      if (row.left_at === null) all.set(asText(row[column]), (all.get(asText(row[column])) ?? 0) + 1);
    return { of: own, all };
  }
  const [end, other] = [by.link.ends[by.end], by.link.ends[by.end === 0 ? 1 : 0]];
  const groups = new Map<string, string | null>();
  for (const link of await readRows(store, school, by.link.table, [end.column, other.column])) {
    const [id, value] = [String(link[end.column]), own.get(String(link[other.column])) ?? null];
    if (value === null) continue;
    const known = groups.get(id) ?? null;
    if (known === null || byNaturalOrder(value, known) < 0) groups.set(id, value);
  }
  return { of: groups, all: null };
}
