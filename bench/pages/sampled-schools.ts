import { listFindingGroups, listFoundRecords, type FindingKey } from '../../src/browse/finding-groups.js';
import { openDatabase } from '../../src/load/database.js';
import type { Database } from '../../src/load/database.js';
import type { Pipeline, RecordKind } from '../../src/pipeline/pipeline.js';
import type { Dice } from '../schools/dice.js';

/** The ids of a school that pages are asked for. */
export interface SampledSchool {
  readonly id: string;
  readonly name: string;
  readonly records: ReadonlyMap<RecordKind, readonly SampledRecord[]>;
  readonly groups: readonly FindingKey[];
  readonly notThrough: readonly { readonly kind: string; readonly id: string }[];
}

export interface SampledRecord {
  readonly id: string;
  /** The value of the first field that lists are searched by. */
  readonly name: string;
  /** What people call them, without a title. */
  readonly called: string;
  readonly email: string | null;
  /** By field name, the values of the fields that lists are filtered by. */
  readonly filters: ReadonlyMap<string, string | null>;
}

/** What a database has that pages can be asked for. */
export interface Sampled {
  readonly schools: readonly SampledSchool[];
  /** Ids of held schools. */
  readonly held: readonly string[];
  /** The ids of all runs, oldest first, the last of which changed some schools. */
  readonly runs: readonly string[];
  /** Ids of schools that the last run met. */
  readonly changed: readonly string[];
}

const most = { schools: 100, records: 20, found: 20 } as const;

/** Picks schools spread over all of them, the same in every run of the benchmark. */
export async function sampleSchools(url: string, pipeline: Pipeline, dice: Dice): Promise<Sampled> {
  const db = await openDatabase(url, pipeline, { mustExist: true });
  try {
    const { knex } = db;
    const all = await knex<{ school_id: string; name: string | null }>('schools').orderBy('school_id').select();
    const picked = dice.distinct(Math.min(most.schools, all.length), all.length).map((at) => all[at]);
    const schools: SampledSchool[] = [];
    for (const { school_id: id, name } of picked) schools.push(await sampleSchool(db, pipeline, id, name ?? id));
    const runs = await knex<{ id: string }>('runs').orderBy('id').select('id');
    const held = await knex<{ school_id: string }>('holds').orderBy('school_id').select('school_id');
    const changed = await knex<{ school_id: string; run_id: string }>('school_runs')
      .where({ run_id: runs.at(-1)?.id ?? '' })
      .select('school_id');
    return {
      schools,
      held: held.map(({ school_id: id }) => id),
      runs: runs.map(({ id }) => id),
      changed: changed.map(({ school_id: id }) => id),
    };
  } finally {
    await db.close();
  }
}

async function sampleSchool(db: Database, pipeline: Pipeline, id: string, name: string): Promise<SampledSchool> {
  const records = new Map<RecordKind, SampledRecord[]>();
  for (const kind of pipeline.records) {
    const rows = await db
      .knex<Record<string, string | null>>(kind.table)
      .where({ school_id: id })
      .whereNull('left_at')
      .limit(most.records * 10)
      .select<Record<string, string | null>[]>();
    const columns = new Map(kind.fields.map((field) => [field.name, field.column]));
    const [first = ''] = kind.order;
    const step = Math.max(1, Math.floor(rows.length / most.records));
    records.set(
      kind,
      rows
        .filter((_, at) => at % step === 0)
        .map((row) => ({
          id: row.id ?? '',
          name: row[columns.get(first) ?? ''] ?? '',
          called: kind.order.map((field) => row[columns.get(field) ?? ''] ?? '').join(' '),
          email: row.email ?? null,
          filters: new Map(kind.filters.map((field) => [field, row[columns.get(field) ?? ''] ?? null])),
        })),
    );
  }
  const groups = await listFindingGroups(db, id);
  const notThrough = [];
  for (const group of groups.filter(({ severity, kind }) => severity === 'excluded' && kind !== null)) {
    const found = await listFoundRecords(db, id, group, { offset: 0, limit: most.found });
    for (const { recordId } of found) if (recordId !== null) notThrough.push({ kind: group.kind ?? '', id: recordId });
  }
  return { id, name, records, groups, notThrough };
}
