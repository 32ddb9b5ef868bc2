import type { Part } from './part.js';
import { idIn } from '../explain/explanation.js';
import { guarded } from '../load/guarded.js';
import type { ChangeRow } from '../load/changes-of.js';
import type { ChangeKind } from '../load/compare/differences.js';
import type { Store } from '../load/dialect.js';
import type { Happening } from '../load/history.js';
import { kindsOf, type Pipeline } from '../pipeline/pipeline.js';

/** A difference that a run wrote. */
export type RunChange = Pick<Happening, 'kind' | 'id' | 'change' | 'fields'>;

/** Which of a run's differences are asked for; null for all. */
export interface ChangesAsked {
  /** The kind's name. */
  readonly kind: string | null;
  readonly change: ChangeKind | null;
}

/** How many differences of a kind and sort a run wrote. */
export interface CountedChanges {
  readonly kind: string;
  readonly change: ChangeKind;
  readonly count: number;
}

type Run = { readonly school: string; readonly run: string };

/** By kind, in the order of the pipeline. */
export async function countRunChanges(
  { knex }: Pick<Store, 'knex'>,
  pipeline: Pipeline,
  { school, run }: Run,
): Promise<CountedChanges[]> {
  const rows: unknown = await guarded('Reading table changes', () =>
    knex('changes')
      .where({ school_id: school, run_id: run })
      .groupBy('table_name', 'kind')
      .select('table_name', 'kind')
      .count({ rows: '*' }),
  );
  return kindsOf(pipeline).flatMap(({ name, table }) =>
    (rows as { table_name: string; kind: ChangeKind; rows: string | number }[])
      .filter(({ table_name: of }) => of === table)
      .map(({ kind: change, rows: count }) => ({ kind: name, change, count: Number(count) })),
  );
}

/** A part of the differences that a run wrote, in the order in which it wrote them. */
export async function listRunChanges(
  { knex }: Pick<Store, 'knex'>,
  pipeline: Pipeline,
  { school, run }: Run,
  asked: ChangesAsked,
  part: Part,
): Promise<RunChange[]> {
  const tables = kindsOf(pipeline).filter(({ name }) => asked.kind === null || asked.kind === name);
  const rows = await guarded('Reading table changes', () => {
    const query = knex('changes')
      .where({ school_id: school, run_id: run })
      .whereIn(
        'table_name',
        tables.map(({ table }) => table),
      );
    if (asked.change !== null) void query.where({ kind: asked.change });
    return query
      .orderBy('number')
      .offset(part.offset)
      .limit(part.limit)
      .select<ChangeRow[]>('run_id', 'number', 'table_name', 'record_id', 'kind', 'fields');
  });
  return rows.flatMap(({ table_name: table, record_id: id, kind: change, fields }) =>
    tables
      .filter((kind) => kind.table === table)
      .map(({ name, type }) => ({
        kind: name,
        id: idIn(type, id),
        change,
        fields: JSON.parse(fields) as RunChange['fields'],
      })),
  );
}
