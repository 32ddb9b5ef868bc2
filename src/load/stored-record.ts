import type { Pipeline, RecordKind, LinkKind } from '../pipeline/pipeline.js';
import { guarded } from './guarded.js';
import type { Store } from './dialect.js';

/** What the database says of a record or link: whether it comes through now, came through once, or never did. */
export type StoredState = 'through' | 'left' | 'never';

export async function storedRecord(
  db: Pick<Store, 'knex'>,
  school: string,
  kind: RecordKind,
  id: string,
): Promise<StoredState> {
  const row = await guarded(`Reading table ${kind.table}`, () =>
    db
      .knex<{ school_id: string; id: string; left_at: string | null }>(kind.table)
      .where({ school_id: school, id })
      .first('left_at'),
  );
  if (row === undefined) return 'never';
  return row.left_at === null ? 'through' : 'left';
}

export async function storedLink(
  db: Pick<Store, 'knex'>,
  school: string,
  kind: LinkKind,
  ids: readonly [string, string],
): Promise<StoredState> {
  const [first, second] = kind.ends;
  const row: unknown = await guarded(`Reading table ${kind.table}`, () =>
    db
      .knex(kind.table)
      .where({ school_id: school, [first.column]: ids[0], [second.column]: ids[1] })
      .first(first.column),
  );
  return row === undefined ? 'never' : 'through';
}

/** The ids at the other ends of a record's links, by the links' kind; in the order of code units. */
export async function storedLinks(
  db: Pick<Store, 'knex'>,
  pipeline: Pipeline,
  school: string,
  kind: RecordKind,
  id: string,
): Promise<{ link: LinkKind; end: 0 | 1; ids: string[] }[]> {
  const all: { link: LinkKind; end: 0 | 1; ids: string[] }[] = [];
  for (const link of pipeline.links) {
    for (const end of [0, 1] as const) {
      if (link.ends[end].to !== kind.name) continue;
      const other = link.ends[end === 0 ? 1 : 0].column;
      const rows = await guarded(`Reading table ${link.table}`, () =>
        db
          .knex<Record<string, string>>(link.table)
          .where({ school_id: school, [link.ends[end].column]: id })
          .select<Record<string, string>[]>(other),
      );
      all.push({ link, end, ids: rows.map((row) => row[other]).sort() });
    }
  }
  return all;
}

/** Ids of a kind's records that come through now. */
export async function storedIds(db: Pick<Store, 'knex'>, school: string, kind: RecordKind): Promise<string[]> {
  const rows = await guarded(`Reading table ${kind.table}`, () =>
    db
      .knex<{ school_id: string; id: string; left_at: string | null }>(kind.table)
      .where({ school_id: school })
      .whereNull('left_at')
      .select('id'),
  );
  return rows.map(({ id }) => id);
}
