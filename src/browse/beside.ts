import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { Stored } from '../load/tables/tables.js';
import {
  recordKind,
  type BesideShows,
  type LinkEnd,
  type LinkKind,
  type Pipeline,
  type RecordKind,
} from '../pipeline/pipeline.js';
import { byNaturalOrder } from '../pipeline/text/folding.js';
import { nameColumns, nameIn } from './columns.js';

/** A column of a list that says which records are linked to each of its own, or how many. */
export interface BesideColumn {
  /** The links' name and the end's: `contactLinks.student`. */
  readonly name: string;
  readonly label: string;
  readonly shows: BesideShows;
  readonly link: LinkKind;
  /** The end of the list's own records. */
  readonly own: LinkEnd;
  readonly other: LinkEnd;
  /** What the other end's records are. */
  readonly kind: RecordKind;
}

/** The columns that the pipeline puts beside the records of a kind, in its order. */
export function besideColumns(pipeline: Pipeline, { name }: RecordKind): BesideColumn[] {
  return pipeline.links.flatMap((link) =>
    ([0, 1] as const).flatMap((at) => {
      const [own, other] = [link.ends[at], link.ends[1 - at]];
      if (own.to !== name || other?.beside == null) return [];
      const { label, shows } = other.beside;
      const kind = recordKind(pipeline, other.to);
      return [{ name: `${link.name}.${other.name}`, label, shows, link, own, other, kind }];
    }),
  );
}

/** What a column says of each record, by its id: names in natural order, or one number. Whoever has none is left out. */
export type Linked = ReadonlyMap<string, readonly string[]>;

export async function readBeside(
  { knex }: Pick<Store, 'knex'>,
  school: string,
  { link, own, other, kind, shows }: BesideColumn,
  ids: readonly string[],
): Promise<Linked> {
  if (ids.length === 0) return new Map();
  const links = knex({ link: link.table })
    .where('link.school_id', school)
    .whereIn(`link.${own.column}`, [...ids]);
  if (shows === 'count') {
    const rows: unknown = await guarded(`Reading table ${link.table}`, () =>
      links
        .groupBy(`link.${own.column}`)
        .select({ id: `link.${own.column}` })
        .count({ linked: '*' }),
    );
    return new Map((rows as { id: string; linked: string | number }[]).map(({ id, linked }) => [id, [String(linked)]]));
  }
  const columns = nameColumns(kind).map(({ column }) => column);
  const rows = await guarded(`Reading table ${link.table}`, () =>
    links
      .join({ other: kind.table }, (on) =>
        on.on('other.school_id', 'link.school_id').andOn('other.id', `link.${other.column}`),
      )
      .select<Record<string, Stored>[]>({ id: `link.${own.column}` }, ...columns.map((column) => `other.${column}`)),
  );
  const names = new Map<string, string[]>();
  for (const row of rows) {
    const id = String(row.id);
    names.set(id, [...(names.get(id) ?? []), calledIn(row, columns)]);
  }
  for (const own of names.values()) own.sort(byNaturalOrder);
  return names;
}

/** More than this are looked for by searching, not chosen from a list. */
const mostChoices = 200;

/** The records of the other end that some of the list's are linked to, by name; null if they are too many to choose from. */
export async function choicesBeside(
  { knex }: Pick<Store, 'knex'>,
  school: string,
  { link, other, kind }: BesideColumn,
): Promise<{ readonly id: string; readonly name: string }[] | null> {
  const columns = nameColumns(kind).map(({ column }) => column);
  const linked = knex(link.table).where({ school_id: school }).select(other.column);
  const rows = await guarded(`Reading table ${kind.table}`, () =>
    knex(kind.table)
      .where({ school_id: school })
      .whereIn('id', linked)
      .limit(mostChoices + 1)
      .select<Record<string, Stored>[]>('id', ...columns),
  );
  if (rows.length > mostChoices) return null;
  return rows
    .map((row) => ({ id: String(row.id), name: calledIn(row, columns) }))
    .sort((a, b) => byNaturalOrder(a.name, b.name));
}

function calledIn(row: Readonly<Record<string, Stored>>, columns: readonly string[]): string {
  return nameIn(row, columns) || '(blank)';
}
