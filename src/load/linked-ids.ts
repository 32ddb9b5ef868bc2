import type { LinkKind } from '../pipeline/pipeline.js';
import { guarded } from './guarded.js';
import type { Store } from './dialect.js';

/** Fewer than the limit of any database for values in one statement. */
const idsAtATime = 500;

/**
 * For each of these ids that stands at an end of a school's links of a kind: the ids at the other end, in the order of
 * code units.
 */
export async function readLinkedIds(
  { knex }: Pick<Store, 'knex'>,
  school: string,
  { link, end, ids }: { readonly link: LinkKind; readonly end: 0 | 1; readonly ids: readonly string[] },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const [own, other] = [link.ends[end].column, link.ends[end === 0 ? 1 : 0].column];
  const linked = new Map<string, string[]>();
  for (let at = 0; at < ids.length; at += idsAtATime) {
    const rows = await guarded(`Reading table ${link.table}`, () =>
      knex<Record<string, string>>(link.table)
        .where({ school_id: school })
        .whereIn(own, ids.slice(at, at + idsAtATime))
        .select<Record<string, string>[]>(own, other),
    );
    for (const row of rows) {
      const id = row[own] ?? '';
      const others = linked.get(id) ?? [];
      others.push(row[other] ?? '');
      linked.set(id, others);
    }
  }
  for (const others of linked.values()) others.sort();
  return linked;
}
