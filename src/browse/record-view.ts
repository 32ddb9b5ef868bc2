import { guarded } from '../load/database-error.js';
import type { Store } from '../load/dialect.js';
import type { Stored } from '../load/tables.js';
import { recordKind, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';
import { nameColumns, shownColumns, type ShownColumn } from './columns.js';

/** A record as its page shows it. */
export interface RecordView {
  readonly id: string;
  /** In the order of `shownColumns`. */
  readonly values: readonly (string | null)[];
  /** When it stopped coming through, ISO 8601; null while it does. */
  readonly leftAt: string | null;
  readonly linked: readonly Linked[];
}

/** The records at the other ends of a record's links of one kind. */
export interface Linked {
  readonly link: LinkKind;
  readonly other: RecordKind;
  /** What is kept of such a link. */
  readonly own: readonly ShownColumn[];
  readonly rows: readonly LinkedRecord[];
}

export interface LinkedRecord {
  readonly id: string;
  /** By which people know it, in the order of `nameColumns`. */
  readonly names: readonly (string | null)[];
  /** In the order of `own`. */
  readonly values: readonly Stored[];
}

/** @returns null where the tables do not have it */
export async function readRecordView(
  store: Store,
  pipeline: Pipeline,
  school: string,
  kind: RecordKind,
  id: string,
): Promise<RecordView | null> {
  const row = await guarded(`Reading table ${kind.table}`, () =>
    store.knex<Record<string, string | null>>(kind.table).where({ school_id: school, id }).first(),
  );
  if (row === undefined) return null;
  return {
    id,
    values: shownColumns(kind).map(({ column }) => row[column] ?? null),
    leftAt: row.left_at ?? null,
    linked: await readLinked(store, pipeline, school, kind, id),
  };
}

/** A record's links, by their kinds. */
export async function readLinked(
  store: Store,
  pipeline: Pipeline,
  school: string,
  kind: RecordKind,
  id: string,
): Promise<Linked[]> {
  const found: Linked[] = [];
  for (const link of pipeline.links)
    for (const end of [0, 1] as const)
      if (link.ends[end].to === kind.name) found.push(await readLinkedBy(store, pipeline, school, { link, end, id }));
  return found;
}

async function readLinkedBy(
  { knex, dialect }: Store,
  pipeline: Pipeline,
  school: string,
  { link, end, id }: { readonly link: LinkKind; readonly end: 0 | 1; readonly id: string },
): Promise<Linked> {
  const [ownEnd, otherEnd] = [link.ends[end], link.ends[end === 0 ? 1 : 0]];
  const other = recordKind(pipeline, otherEnd.to);
  const names = nameColumns(other);
  const own = link.fields
    .filter(({ kept }) => kept)
    .map(({ name, column, label }): ShownColumn => ({ name, column, label, typed: false }));
  const rows = await guarded(`Reading table ${link.table}`, () => {
    const query = knex({ link: link.table })
      .join({ other: other.table }, (on) =>
        on.on('other.school_id', 'link.school_id').andOn('other.id', `link.${otherEnd.column}`),
      )
      .where({ 'link.school_id': school, [`link.${ownEnd.column}`]: id });
    for (const { column } of names) query.orderByRaw(dialect.folded('??'), [`other.${column}`]);
    return query
      .orderBy('other.id')
      .select<Record<string, Stored>[]>([
        'other.id as id',
        ...names.map(({ column }, at) => `other.${column} as n${String(at)}`),
        ...own.map(({ column }, at) => `link.${column} as v${String(at)}`),
      ]);
  });
  return {
    link,
    other,
    own,
    rows: rows.map((row) => ({
      id: String(row.id),
      names: names.map((_, at) => (row[`n${String(at)}`] ?? null) as string | null),
      values: own.map((_, at) => row[`v${String(at)}`] ?? null),
    })),
  };
}
