import type { Knex } from 'knex';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { Stored } from '../load/tables/tables.js';
import { recordKind, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';
import { byNaturalOrder } from '../pipeline/text/folding.js';
import { asText, isOnPages, nameColumns, shownColumns, shownField } from './columns.js';
import type { FoundId } from './find-people.js';

/** Somebody who was found, as people tell them from others of the name. */
export interface FoundPerson extends FoundId {
  /** Blank if they have none. */
  readonly name: string;
  /** What their list is narrowed by, such as the year group and the class. */
  readonly about: readonly string[];
  /** When they stopped coming through, ISO 8601; null while they do. */
  readonly leftAt: string | null;
  /** Who and what they are linked to. */
  readonly beside: readonly BesidePerson[];
}

export interface BesidePerson {
  readonly kind: RecordKind;
  readonly id: string;
  readonly name: string;
  /** What the link says of them, in words. */
  readonly said: string;
}

/** In the same order; without those who are no longer in the tables. One query for each kind, and each kind of links. */
export async function readFound(
  store: Pick<Store, 'knex'>,
  pipeline: Pipeline,
  found: readonly FoundId[],
): Promise<FoundPerson[]> {
  const people = new Map<string, FoundPerson>();
  for (const kind of new Set(found.map((one) => one.kind))) {
    const ids = idsBySchool(found.filter((one) => one.kind === kind));
    const beside = new Map<string, BesidePerson[]>();
    for (const end of endsBeside(pipeline, kind)) await addBeside(store, end, ids, beside);
    for (const row of await readRows(store, kind, ids)) {
      const at = keyOf(row);
      const linked = (beside.get(at) ?? []).sort((a, b) => byNaturalOrder(a.name, b.name));
      people.set(keyOf(row, kind), { ...row, kind, beside: linked });
    }
  }
  return found.flatMap((one) => people.get(keyOf(one, one.kind)) ?? []);
}

type IdsBySchool = ReadonlyMap<string, readonly string[]>;

function idsBySchool(found: readonly FoundId[]): IdsBySchool {
  const ids = new Map<string, string[]>();
  for (const { school, id } of found) ids.set(school, [...(ids.get(school) ?? []), id]);
  return ids;
}

function keyOf({ school, id }: Pick<FoundId, 'school' | 'id'>, kind?: RecordKind): string {
  return `${kind?.name ?? ''}\0${school}\0${id}`;
}

async function readRows(
  { knex }: Pick<Store, 'knex'>,
  kind: RecordKind,
  ids: IdsBySchool,
): Promise<Omit<FoundPerson, 'kind' | 'beside'>[]> {
  const names = nameColumns(kind).map(({ column }) => column);
  const about = filterColumns(kind);
  const rows = await guarded(`Reading table ${kind.table}`, () =>
    ofRecords(knex(kind.table), 'school_id', 'id', ids).select<Record<string, Stored>[]>(
      ...['school_id', 'id', 'left_at', ...names, ...about],
    ),
  );
  return rows.map((row) => ({
    school: String(row.school_id),
    id: String(row.id),
    name: joined(names.map((column) => row[column])),
    about: texts(about.map((column) => row[column])),
    leftAt: asText(row.left_at),
  }));
}

interface EndBeside {
  readonly link: LinkKind;
  /** The end of those who were found. */
  readonly end: 0 | 1;
  readonly other: RecordKind;
}

/** Beside people are people, as children beside a parent; beside those who are linked to nobody, all that they are linked to. */
function endsBeside(pipeline: Pipeline, kind: RecordKind): EndBeside[] {
  const ends = pipeline.links.flatMap((link) =>
    ([0, 1] as const)
      .filter((end) => link.ends[end].to === kind.name)
      .map((end) => ({ link, end, other: recordKind(pipeline, link.ends[end === 0 ? 1 : 0].to) })),
  );
  const people = ends.filter(({ other }) => other.find.length > 0);
  return people.length > 0 ? people : ends;
}

async function addBeside(
  { knex }: Pick<Store, 'knex'>,
  { link, end, other }: EndBeside,
  ids: IdsBySchool,
  beside: Map<string, BesidePerson[]>,
): Promise<void> {
  const [own, far] = [link.ends[end].column, link.ends[end === 0 ? 1 : 0].column];
  const names = nameColumns(other).map(({ column }) => `other.${column}`);
  const said = link.fields.filter(isOnPages).map(shownField);
  const words = said.filter(({ isNumber }) => !isNumber).map(({ column }) => `link.${column}`);
  const all = [...names, ...words, ...filterColumns(other).map((column) => `other.${column}`)];
  const rows = await guarded(`Reading table ${link.table}`, () =>
    ofRecords(knex({ link: link.table }), 'link.school_id', `link.${own}`, ids)
      .join({ other: other.table }, (on) => on.on('other.school_id', 'link.school_id').andOn('other.id', `link.${far}`))
      .select<Record<string, Stored>[]>([
        'link.school_id as school',
        `link.${own} as of`,
        'other.id as id',
        ...all.map((column, at) => `${column} as c${String(at)}`),
      ]),
  );
  for (const row of rows) {
    const at = keyOf({ school: String(row.school), id: String(row.of) });
    const values = all.map((_, place) => row[`c${String(place)}`]);
    const name = joined(values.slice(0, names.length));
    const one = { kind: other, id: String(row.id), name, said: texts(values.slice(names.length)).join(', ') };
    const there = beside.get(at);
    if (there === undefined) beside.set(at, [one]);
    else there.push(one);
  }
}

function filterColumns(kind: RecordKind): string[] {
  return shownColumns(kind)
    .filter(({ name }) => kind.filters.includes(name))
    .map(({ column }) => column);
}

/** Each school's rows are found by its keys; pairs of both columns are not, on every database. */
function ofRecords<Q extends Knex.QueryBuilder>(query: Q, school: string, id: string, ids: IdsBySchool): Q {
  return query.where((any) => {
    for (const [one, those] of ids)
      void any.orWhere((rows) => void rows.where(school, one).whereIn(id, those as string[]));
  }) as Q;
}

function joined(values: readonly (Stored | undefined)[]): string {
  return texts(values).join(' ');
}

function texts(values: readonly (Stored | undefined)[]): string[] {
  return values.map(asText).filter((text) => text !== null);
}
