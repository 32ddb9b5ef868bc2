import type { Id } from '../explain/explanation.js';
import type { Stored } from '../load/tables/tables.js';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import { kindsOf, recordKind, type Pipeline } from '../pipeline/pipeline.js';
import { nameColumns, nameIn } from './columns.js';

/** By kind and id: the name of a record in the tables; blank if it has none. */
export type KnownNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * The names of these records and of those at the ends of these links, including some that have left; one query for each
 * kind.
 */
export async function readNames(
  { knex }: Pick<Store, 'knex'>,
  pipeline: Pipeline,
  school: string,
  named: readonly { readonly kind: string; readonly id: Id }[],
): Promise<KnownNames> {
  const names = new Map<string, Map<string, string>>();
  for (const [name, ids] of recordsIn(pipeline, named)) {
    const kind = recordKind(pipeline, name);
    const columns = nameColumns(kind).map(({ column }) => column);
    const rows = await guarded(`Reading table ${kind.table}`, () =>
      knex(kind.table)
        .where({ school_id: school })
        .whereIn('id', [...ids])
        .select<Record<string, Stored>[]>('id', ...columns),
    );
    names.set(name, new Map(rows.map((row) => [String(row.id), nameIn(row, columns)])));
  }
  return names;
}

function recordsIn(
  pipeline: Pipeline,
  named: readonly { readonly kind: string; readonly id: Id }[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>();
  const add = (kind: string, id: string): void => void ids.set(kind, (ids.get(kind) ?? new Set()).add(id));
  const kinds = new Map(kindsOf(pipeline).map((kind) => [kind.name, kind]));
  for (const { kind: name, id } of named) {
    const kind = kinds.get(name);
    if (kind?.type === 'record' && typeof id === 'string') add(name, id);
    if (kind?.type === 'link' && typeof id !== 'string') kind.ends.forEach(({ to }, at) => add(to, id[at] ?? ''));
  }
  return ids;
}
