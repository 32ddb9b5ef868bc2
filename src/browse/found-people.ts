import type { Knex } from 'knex';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { Stored } from '../load/tables/tables.js';
import { recordKind, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';
import { byNaturalOrder } from '../pipeline/text/folding.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import { asText, isOnPages, nameColumns, nameIn, orderColumns, orderIn, shownColumns, shownField } from './columns.js';
import type { FoundId } from './find-people.js';

/** Somebody who was found, as people tell them from others of the name. */
export interface FoundPerson extends FoundId {
  /** Blank if they have none. */
  readonly name: string;
  /** By which people of several kinds are put in order (`orderIn`). */
  readonly order: string;
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
  readonly order: string;
  /** What their list is narrowed by. */
  readonly about: readonly string[];
  /** What the link says of whoever was found, such as that she is the mother of these. */
  readonly ofFound: readonly string[];
  /** What the link says of these, or of nobody by the pipeline: then with the field's label. */
  readonly said: readonly string[];
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
    for (const end of endsBeside(pipeline, kind)) await addBeside(store, kind, end, ids, beside);
    for (const row of await readRows(store, kind, ids)) {
      const at = keyOf(row);
      const linked = (beside.get(at) ?? []).sort(
        (a, b) => byCodeUnit(a.order, b.order) || byNaturalOrder(a.name, b.name),
      );
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
  const about = aboutColumns(kind);
  const order = orderColumns(kind).map(({ column }) => column);
  const rows = await guarded(`Reading table ${kind.table}`, () =>
    ofRecords(knex(kind.table), 'school_id', 'id', ids).select<Record<string, Stored>[]>(
      ...new Set(['school_id', 'id', 'left_at', ...names, ...about, ...order]),
    ),
  );
  return rows.map((row) => ({
    school: String(row.school_id),
    id: String(row.id),
    name: nameIn(row, names),
    order: orderIn(row, order),
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
  kind: RecordKind,
  { link, end, other }: EndBeside,
  ids: IdsBySchool,
  beside: Map<string, BesidePerson[]>,
): Promise<void> {
  const [own, far] = [link.ends[end].column, link.ends[end === 0 ? 1 : 0].column];
  const names = nameColumns(other).map(({ column }) => column);
  const order = orderColumns(other).map(({ column }) => column);
  const about = aboutColumns(other);
  const said = link.fields
    .filter((field) => isOnPages(field) && !shownField(field).isNumber)
    .map(({ name, column, label }) => ({ column, label, of: whomItDescribes(link, name, { own: kind, other }) }));
  const all = [
    ...new Set([...names, ...order, ...about].map((column) => `other.${column}`)),
    ...said.map(({ column }) => `link.${column}`),
  ];
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
    const valueOf = (column: string): Stored => row[`c${String(all.indexOf(column))}`] ?? null;
    const values = Object.fromEntries([...names, ...order, ...about].map((name) => [name, valueOf(`other.${name}`)]));
    const words = said.flatMap(({ column, label, of }) => {
      const text = asText(valueOf(`link.${column}`));
      return text === null ? [] : [{ of, text: of === null ? `${label}: ${text}` : text }];
    });
    const textsOf = (whose: (of: Described) => boolean) => words.filter(({ of }) => whose(of)).map(({ text }) => text);
    const one = {
      kind: other,
      id: String(row.id),
      name: nameIn(values, names),
      order: orderIn(values, order),
      about: texts(about.map((column) => values[column])),
      ofFound: textsOf((of) => of === 'own'),
      said: textsOf((of) => of !== 'own'),
    };
    const there = beside.get(at);
    if (there === undefined) beside.set(at, [one]);
    else there.push(one);
  }
}

/** Null if the pipeline does not say which of the two a link's field is about. */
type Described = 'own' | 'other' | null;

/** A link's field is about the records of one end if a field of theirs takes its value when it is blank (`else`). */
function whomItDescribes(
  link: LinkKind,
  field: string,
  { own, other }: { readonly own: RecordKind; readonly other: RecordKind },
): Described {
  const takesIt = ({ fields }: RecordKind) =>
    fields.some(({ else: from }) => from?.link === link.name && from.field === field);
  const [isOfOwn, isOfOther] = [takesIt(own), takesIt(other)];
  return isOfOwn === isOfOther ? null : isOfOwn ? 'own' : 'other';
}

/** What tells people of one name apart: the columns by which their list is narrowed, in the order of the list. */
function aboutColumns(kind: RecordKind): string[] {
  return shownColumns(kind)
    .filter(({ name }) => kind.filters.includes(name))
    .map(({ column }) => column);
}

/**
 * Each school's rows are found by its keys; pairs of both columns are not, on every database. In one text, because a
 * builder for each school takes longer than the query.
 */
function ofRecords<Q extends Knex.QueryBuilder>(query: Q, school: string, id: string, ids: IdsBySchool): Q {
  const some = [...ids];
  const sql = some.map(([, those]) => `(?? = ? and ?? in (${those.map(() => '?').join(', ')}))`).join(' or ');
  const bindings = some.flatMap(([one, those]) => [school, one, id, ...those]);
  return query.whereRaw(`(${sql})`, bindings) as Q;
}

function texts(values: readonly (Stored | undefined)[]): string[] {
  return values.map(asText).filter((text) => text !== null);
}
