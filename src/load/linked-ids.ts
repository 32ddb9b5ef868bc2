import type { LinkKind } from '../pipeline/pipeline.js';
import { guarded } from './database-error.js';
import type { Store } from './dialect.js';

/** For each id that stands at an end of a school's links of a kind: the ids at the other end, in the order of code units. */
export async function readLinkedIds(
  db: Pick<Store, 'knex'>,
  school: string,
  link: LinkKind,
  end: 0 | 1,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const [own, other] = [link.ends[end].column, link.ends[end === 0 ? 1 : 0].column];
  const rows = await guarded(`Reading table ${link.table}`, () =>
    db
      .knex<Record<string, string>>(link.table)
      .where({ school_id: school })
      .select<Record<string, string>[]>(own, other),
  );
  const linked = new Map<string, string[]>();
  for (const row of rows) {
    const id = row[own] ?? '';
    const others = linked.get(id) ?? [];
    others.push(row[other] ?? '');
    linked.set(id, others);
  }
  for (const others of linked.values()) others.sort();
  return linked;
}
