import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { Stored } from '../load/tables/tables.js';
import { recordKind, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';
import { asText, isOnPages, nameColumns, orderColumns, shownColumns, shownField, type ShownColumn } from './columns.js';
import { inNaturalOrder } from './natural-order.js';

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
  /** The kept values of such a link. */
  readonly own: readonly ShownColumn[];
  readonly rows: readonly LinkedRecord[];
}

export interface LinkedRecord {
  readonly id: string;
  /** Its name, in the order of `nameColumns`. */
  readonly names: readonly (string | null)[];
  /** In the order of `own`. */
  readonly values: readonly Stored[];
}

/** @returns null if the tables do not have it */
export async function readRecordView(
  store: Store,
  pipeline: Pipeline,
  school: string,
  kind: RecordKind,
  id: string,
): Promise<RecordView | null> {
  const row = await guarded(`Reading table ${kind.table}`, () =>
    store.knex<Record<string, Stored>>(kind.table).where({ school_id: school, id }).first(),
  );
  if (row === undefined) return null;
  return {
    id,
    values: shownColumns(kind).map(({ column }) => asText(row[column])),
    leftAt: asText(row.left_at),
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
  for (const linkEnd of linkEndsAt(pipeline, kind)) {
    const rows = await readLinkedBy(store, school, linkEnd, [id]);
    found.push({ ...linkEnd, rows: rows.get(id) ?? [] });
  }
  return found;
}

/**
 * The links of several records of a kind that say something of their own and end at another kind than `from`, by the
 * records' ids; records without such links are absent. One query for each kind of links, however many records.
 */
export async function readTelling(
  store: Store,
  pipeline: Pipeline,
  school: string,
  { kind, ids, from }: { readonly kind: RecordKind; readonly ids: readonly string[]; readonly from: RecordKind },
): Promise<ReadonlyMap<string, readonly Linked[]>> {
  const found = new Map<string, Linked[]>();
  for (const linkEnd of linkEndsAt(pipeline, kind)) {
    if (linkEnd.own.length === 0 || linkEnd.other === from) continue;
    for (let at = 0; at < ids.length; at += idsAtATime)
      for (const [id, rows] of await readLinkedBy(store, school, linkEnd, ids.slice(at, at + idsAtATime)))
        found.set(id, [...(found.get(id) ?? []), { ...linkEnd, rows }]);
  }
  return found;
}

/** Fewer than the limit of any database for values in one statement. */
const idsAtATime = 500;

interface LinksAtEnd extends Omit<Linked, 'rows'> {
  /** The end of the records whose links they are. */
  readonly end: 0 | 1;
}

function linkEndsAt(pipeline: Pipeline, kind: RecordKind): LinksAtEnd[] {
  return pipeline.links.flatMap((link) =>
    ([0, 1] as const)
      .filter((end) => link.ends[end].to === kind.name)
      .map((end) => ({
        link,
        end,
        other: recordKind(pipeline, link.ends[end === 0 ? 1 : 0].to),
        own: link.fields.filter(isOnPages).map(shownField),
      })),
  );
}

/** By the ids of the records at the near end; those without such a link are absent. */
async function readLinkedBy(
  store: Store,
  school: string,
  { link, end, other, own }: LinksAtEnd,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LinkedRecord[]>> {
  const [ownEnd, otherEnd] = [link.ends[end], link.ends[end === 0 ? 1 : 0]];
  const names = nameColumns(other);
  const rows = await guarded(`Reading table ${link.table}`, () => {
    const query = store
      .knex({ link: link.table })
      .join({ other: other.table }, (on) =>
        on.on('other.school_id', 'link.school_id').andOn('other.id', `link.${otherEnd.column}`),
      )
      .where({ 'link.school_id': school })
      .whereIn(`link.${ownEnd.column}`, ids);
    return inNaturalOrder(store, query, { kind: other, table: 'other' }, orderColumns(other))
      .orderBy('other.id')
      .select<Record<string, Stored>[]>([
        `link.${ownEnd.column} as of`,
        'other.id as id',
        ...names.map(({ column }, at) => `other.${column} as n${String(at)}`),
        ...own.map(({ column }, at) => `link.${column} as v${String(at)}`),
      ]);
  });
  const found = new Map<string, LinkedRecord[]>();
  for (const row of rows) {
    const of = String(row.of);
    const linked = found.get(of) ?? [];
    linked.push({
      id: String(row.id),
      names: names.map((_, at) => asText(row[`n${String(at)}`])),
      values: own.map((_, at) => row[`v${String(at)}`] ?? null),
    });
    found.set(of, linked);
  }
  return found;
}
