import type { Part } from './part.js';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { Stored } from '../load/tables/tables.js';
import { recordKind, type LinkKind, type Pipeline } from '../pipeline/pipeline.js';
import { capital } from '../pipeline/text/text.js';
import { nameColumns } from './columns.js';

/** A column of links, as people see it: from one of the records that they join, or their own. */
export interface LinkColumn {
  readonly name: string;
  readonly label: string;
  /** The end whose record has it; null for the link itself. */
  readonly end: 0 | 1 | null;
  readonly column: string;
}

/** The names at both ends, and what is kept of the link. */
export function linkColumns(pipeline: Pipeline, { ends, fields }: LinkKind): LinkColumn[] {
  const names = ([0, 1] as const).flatMap((at) => {
    const end = ends[at];
    return nameColumns(recordKind(pipeline, end.to)).map(({ name, label, column }) => ({
      name: `${end.name}.${name}`,
      label: `${capital(end.label)}: ${label.toLowerCase()}`,
      end: at,
      column,
    }));
  });
  const own = fields.filter(({ kept }) => kept);
  return [...names, ...own.map(({ name, label, column }) => ({ name, label, end: null, column }))];
}

/** A part of a school's links, in the order of their ids, each as its values in the order of `linkColumns`. */
export async function listLinks(
  { knex }: Store,
  pipeline: Pipeline,
  school: string,
  link: LinkKind,
  part: Part,
): Promise<Stored[][]> {
  const columns = linkColumns(pipeline, link);
  const [first, second] = link.ends;
  const tableOf = ({ end }: LinkColumn): string => (end === null ? 'link' : `end${String(end)}`);
  const rows = await guarded(`Reading table ${link.table}`, () => {
    const query = knex({ link: link.table }).where('link.school_id', school);
    for (const [at, end] of link.ends.entries()) {
      const other = `end${String(at)}`;
      query.join({ [other]: recordKind(pipeline, end.to).table }, (on) =>
        on.on(`${other}.school_id`, 'link.school_id').andOn(`${other}.id`, `link.${end.column}`),
      );
    }
    return query
      .orderBy([`link.${first.column}`, `link.${second.column}`])
      .offset(part.offset)
      .limit(part.limit)
      .select<Record<string, Stored>[]>(
        columns.map((column, at) => `${tableOf(column)}.${column.column} as c${String(at)}`),
      );
  });
  return rows.map((row) => columns.map((_, at) => row[`c${String(at)}`] ?? null));
}
