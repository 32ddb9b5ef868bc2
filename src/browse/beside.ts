import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { Stored } from '../load/tables/tables.js';
import {
  recordKind,
  type BesideShows,
  type LinkEnd,
  type LinkKind,
  type Pipeline,
  type RecordKind,
} from '../pipeline/pipeline.js';
import { byNaturalOrder } from '../pipeline/text/folding.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import { nameColumns, nameIn, orderColumns, orderIn } from './columns.js';
import { choicesOfFilters, type FilterChoices } from './values-of.js';

/** A column of a list that says which records are linked to each of its own, or how many. */
export interface BesideColumn {
  /** The links' name and the end's: `contactLinks.student`. */
  readonly name: string;
  readonly label: string;
  readonly shows: BesideShows;
  readonly link: LinkKind;
  /** The end of the list's own records. */
  readonly own: LinkEnd;
  readonly other: LinkEnd;
  /** What the other end's records are. */
  readonly kind: RecordKind;
}

/** The columns that the pipeline puts beside the records of a kind, in its order. */
export function besideColumns(pipeline: Pipeline, { name }: RecordKind): BesideColumn[] {
  return pipeline.links.flatMap((link) =>
    ([0, 1] as const).flatMap((at) => {
      const [own, other] = [link.ends[at], link.ends[1 - at]];
      if (own.to !== name || other?.beside == null) return [];
      const { label, shows } = other.beside;
      const kind = recordKind(pipeline, other.to);
      return [{ name: `${link.name}.${other.name}`, label, shows, link, own, other, kind }];
    }),
  );
}

/** A record that another is linked to. */
export interface NamedRecord {
  readonly id: string;
  readonly name: string;
}

/** What a column says of a record: how many it is linked to, and, if they are named, who they are, in the order of their own list. */
export interface LinkedOnes {
  readonly count: number;
  readonly named: readonly NamedRecord[];
}

/** By the id of each record. Whoever has none is left out. */
export type Linked = ReadonlyMap<string, LinkedOnes>;

export async function readBeside(
  { knex }: Pick<Store, 'knex'>,
  school: string,
  { link, own, other, kind, shows }: BesideColumn,
  ids: readonly string[],
): Promise<Linked> {
  if (ids.length === 0) return new Map();
  const links = knex({ link: link.table })
    .where('link.school_id', school)
    .whereIn(`link.${own.column}`, [...ids]);
  if (shows === 'count') {
    const rows: unknown = await guarded(`Reading table ${link.table}`, () =>
      links
        .groupBy(`link.${own.column}`)
        .select({ id: `link.${own.column}` })
        .count({ linked: '*' }),
    );
    return new Map(
      (rows as { id: string; linked: string | number }[]).map(({ id, linked }) => [
        id,
        { count: Number(linked), named: [] },
      ]),
    );
  }
  const { columns, named } = namedBy(kind);
  const rows = await guarded(`Reading table ${link.table}`, () =>
    links
      .join({ other: kind.table }, (on) =>
        on.on('other.school_id', 'link.school_id').andOn('other.id', `link.${other.column}`),
      )
      .select<Record<string, Stored>[]>(
        { own_id: `link.${own.column}`, id: `link.${other.column}` },
        ...columns.map((column) => `other.${column}`),
      ),
  );
  const found = new Map<string, Record<string, Stored>[]>();
  for (const row of rows) {
    const id = String(row.own_id);
    found.set(id, [...(found.get(id) ?? []), row]);
  }
  return new Map(Array.from(found, ([id, ofOne]) => [id, { count: ofOne.length, named: named(ofOne) }]));
}

/** The columns to read of records that are named beside others, and what names them, in the order of their own list. */
function namedBy(kind: RecordKind) {
  const names = nameColumns(kind).map(({ column }) => column);
  const order = orderColumns(kind).map(({ column }) => column);
  const named = (rows: readonly Record<string, Stored>[]): NamedRecord[] =>
    rows
      .map((row) => ({ id: String(row.id), name: nameIn(row, names) || '(blank)', order: orderIn(row, order) }))
      .sort((a, b) => byCodeUnit(a.order, b.order) || byNaturalOrder(a.name, b.name))
      .map(({ id, name }) => ({ id, name }));
  return { columns: [...new Set([...names, ...order])], named };
}

/** More than this are looked for by searching, not chosen from a list. */
const mostChoices = 200;

/** What a list may be narrowed to through a column beside it. */
export interface ChoicesBeside {
  /** The records of the other end that some of the list's are linked to, in the order of their own list; none if they are too many. */
  readonly records: readonly NamedRecord[];
  /** Of those that are too many: the fields by which their own list is narrowed, with their values. */
  readonly fields: readonly FilterChoices[];
}

export async function choicesBeside(
  store: Pick<Store, 'knex'>,
  school: string,
  { link, other, kind }: BesideColumn,
): Promise<ChoicesBeside> {
  const { knex } = store;
  const standing = () => knex(kind.table).where({ school_id: school }).whereNull('left_at');
  const beyond = await guarded(`Reading table ${kind.table}`, () =>
    standing().offset(mostChoices).limit(1).select<{ readonly id: string }[]>('id'),
  );
  if (beyond.length > 0) return { records: [], fields: await choicesOfFilters(store, school, kind) };
  const { columns, named } = namedBy(kind);
  const linked = knex(link.table).where({ school_id: school }).select(other.column);
  const rows = await guarded(`Reading table ${kind.table}`, () =>
    standing()
      .whereIn('id', linked)
      .select<Record<string, Stored>[]>('id', ...columns),
  );
  return { records: named(rows), fields: [] };
}

/** How an address names a field of the records that a list's are linked to. */
export function fieldBeside({ name }: BesideColumn, field: string): string {
  return `${name}.${field}`;
}
