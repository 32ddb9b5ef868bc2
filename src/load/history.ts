import type { Id } from '../explain/explanation.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';
import { whoEdited } from './people/audit.js';
import { readChangesOf, type ChangeRow } from './changes-of.js';
import { guarded } from './guarded.js';
import type { Database } from './database.js';
import type { ChangeKind } from './compare/differences.js';
import type { Stored } from './tables/tables.js';
import { byEdit, timeOfRunId } from './runs/run-ids.js';
import { storedLink } from './stored-record.js';

/** One thing that happened to a record, or to one of its links. */
export interface Happening {
  /** ISO 8601 with milliseconds: when the run began, or the edit was made. */
  readonly at: string | null;
  readonly run: string;
  /** Whether a person typed it. */
  readonly typed: boolean;
  /** The account that typed it; null if unknown, as at the command line. */
  readonly by: string | null;
  readonly kind: string;
  readonly id: Id;
  readonly change: ChangeKind;
  /** By column: values before and after. */
  readonly fields: Readonly<Record<string, { readonly before?: Stored; readonly after?: Stored }>>;
}

/** What is known of the history of a record or link. */
export interface History {
  readonly school: string;
  readonly kind: string;
  readonly id: Id;
  readonly through: boolean;
  /** When it stopped coming through; null while it does, and of a link, whose row goes with it. */
  readonly leftAt: string | null;
  /** Whether it was there before the first thing noted of it: a school's first load notes nothing. */
  readonly wasThereBefore: boolean;
  /** Oldest first. */
  readonly events: readonly Happening[];
}

/** @returns null if neither the tables nor their history know it */
export async function readHistory(
  db: Database,
  pipeline: Pipeline,
  school: string,
  kind: RecordKind | LinkKind,
  id: Id,
): Promise<History | null> {
  const standing = await readStanding(db, school, kind, id);
  const rows = await readChangesOf(db, pipeline, school, { kind, id });
  const edits = rows.map(({ run_id }) => run_id).filter(byEdit);
  const who = await whoEdited(db, edits);
  const events = rows.map((row) => happeningOf(pipeline, row, who.get(row.run_id) ?? null));
  if (standing === null && events.length === 0) return null;
  const first = events.find((event) => event.kind === kind.name);
  return {
    school,
    kind: kind.name,
    id,
    through: standing?.through ?? false,
    leftAt: standing?.leftAt ?? null,
    wasThereBefore: first?.change !== 'added',
    events,
  };
}

async function readStanding(
  db: Database,
  school: string,
  kind: RecordKind | LinkKind,
  id: Id,
): Promise<{ through: boolean; leftAt: string | null } | null> {
  if (kind.type === 'link') {
    const stored = await storedLink(db, school, kind, id as readonly [string, string]);
    return stored === 'through' ? { through: true, leftAt: null } : null;
  }
  const row = await guarded(`Reading table ${kind.table}`, () =>
    db
      .knex<{ school_id: string; id: string; left_at: string | null }>(kind.table)
      .where({ school_id: school, id: id as string })
      .first('left_at'),
  );
  return row === undefined ? null : { through: row.left_at === null, leftAt: row.left_at };
}

function happeningOf(pipeline: Pipeline, row: ChangeRow, by: string | null): Happening {
  const kind = kindsOf(pipeline).find(({ table }) => table === row.table_name);
  return {
    at: timeOfRunId(row.run_id),
    run: row.run_id,
    typed: byEdit(row.run_id),
    by,
    kind: kind?.name ?? row.table_name,
    id: kind?.type === 'link' ? (JSON.parse(row.record_id) as [string, string]) : row.record_id,
    change: row.kind,
    fields: JSON.parse(row.fields) as Happening['fields'],
  };
}
