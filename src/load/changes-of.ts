import { recordIdOf } from '../explain/explanation.js';
import type { Id } from '../explain/explanation.js';
import type { LinkKind, Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import { guarded } from './guarded.js';
import type { Store } from './dialect.js';
import type { ChangeKind } from './compare/differences.js';
import { isLinkOf, likeLinksOf, linksEndingAt } from './links-of.js';
import { byEdit } from './runs/run-ids.js';

/** A row of `changes`. */
export interface ChangeRow {
  readonly run_id: string;
  readonly number: number;
  readonly table_name: string;
  readonly record_id: string;
  readonly kind: ChangeKind;
  /** JSON, by column names. */
  readonly fields: string;
}

interface FoundChange extends ChangeRow {
  /** The number of its run, or of the run before the edit. */
  readonly began: number | string;
}

/**
 * The changes of a record and of its links, or of one link: in the order in which their runs began, an edit after the
 * run that was the latest then, and within a run by number.
 */
export async function readChangesOf(
  { knex }: Pick<Store, 'knex'>,
  pipeline: Pipeline,
  school: string,
  { kind, id }: { readonly kind: RecordKind | LinkKind; readonly id: Id },
): Promise<ChangeRow[]> {
  const select = () =>
    knex('changes')
      .leftJoin('runs', 'runs.id', 'changes.run_id')
      .where({ school_id: school })
      .select<FoundChange[]>(
        ...['run_id', 'number', 'table_name', 'record_id', 'kind', 'fields'],
        knex.raw('coalesce(runs.began, changes.began, 0) as began'),
      );
  const own = { table_name: kind.table, record_id: recordIdOf({ kind: kind.name, id }) };
  const rows: FoundChange[] = await guarded('Reading table changes', () => select().where(own));
  const links = typeof id === 'string' ? linksEndingAt(pipeline, kind.name) : [];
  if (typeof id === 'string' && links.length > 0) {
    const tables = new Map(links.map((link) => [link.table, link]));
    const candidates: FoundChange[] = await guarded('Reading table changes', () =>
      select()
        .whereIn('table_name', [...tables.keys()])
        .whereRaw(likeLinksOf.sql, [likeLinksOf.pattern(id)]),
    );
    for (const row of candidates) {
      const link = tables.get(row.table_name);
      if (link !== undefined && isLinkOf(link, kind.name, id, row.record_id)) rows.push(row);
    }
  }
  const isEdit = ({ run_id: id }: ChangeRow) => Number(byEdit(id));
  rows.sort(
    (a, b) =>
      Number(a.began) - Number(b.began) ||
      isEdit(a) - isEdit(b) ||
      byCodeUnit(a.run_id, b.run_id) ||
      a.number - b.number,
  );
  return rows;
}
