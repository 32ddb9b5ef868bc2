import type { Knex } from 'knex';
import { guarded } from '../load/database-error.js';
import type { Store } from '../load/dialect.js';

/** A school of the database, with what its latest run made of it. */
export interface SchoolLine {
  readonly school: string;
  readonly name: string | null;
  /** ISO 8601: when its rows last changed; null where it was never loaded. */
  readonly loadedAt: string | null;
  /** Of its latest run; null where none is noted any more. */
  readonly status: string | null;
  readonly reason: string | null;
}

function earlier(knex: Store['knex']) {
  return knex('school_runs as earlier')
    .whereRaw('earlier.school_id = school_runs.school_id and earlier.run_id = school_runs.run_id')
    .whereRaw('earlier.document < school_runs.document')
    .select('earlier.document');
}

const gravity = ['failed', 'held'];

/**
 * Schools, those first that failed or are held, then by name.
 * @param which all where it is null
 */
export async function listSchools(
  store: Pick<Store, 'knex'>,
  which: ReadonlySet<string> | null,
): Promise<SchoolLine[]> {
  const found = await readSchoolLines(store, which === null ? null : [...which]);
  const placeOf = ({ status }: SchoolLine): number =>
    gravity.includes(status ?? '') ? gravity.indexOf(status ?? '') : gravity.length;
  const inOrder = new Intl.Collator('en');
  return found.sort((a, b) => placeOf(a) - placeOf(b) || inOrder.compare(a.name ?? a.school, b.name ?? b.school));
}

/** @returns null where the database does not know the school */
export async function readSchoolLine(store: Pick<Store, 'knex'>, school: string): Promise<SchoolLine | null> {
  return (await readSchoolLines(store, [school]))[0] ?? null;
}

async function readSchoolLines({ knex }: Pick<Store, 'knex'>, which: readonly string[] | null): Promise<SchoolLine[]> {
  const only = (column: string) => (query: Knex.QueryBuilder) => {
    if (which !== null) void query.whereIn(column, which);
  };
  const latest = knex('school_runs')
    .where(only('school_id'))
    .groupBy('school_id')
    .select('school_id')
    .max({ run_id: 'run_id' });
  return (await guarded('Reading table schools', () =>
    knex('schools')
      .leftJoin(latest.as('latest'), 'latest.school_id', 'schools.school_id')
      .leftJoin('school_runs', (on) =>
        on.on('school_runs.school_id', 'latest.school_id').andOn('school_runs.run_id', 'latest.run_id'),
      )
      .where(only('schools.school_id'))
      // A school that a run met twice is what became of the first.
      .where((query) => void query.whereNull('school_runs.document').orWhereNotExists(earlier(knex)))
      .select<SchoolLine[]>({
        school: 'schools.school_id',
        name: 'schools.name',
        loadedAt: 'schools.loaded_at',
        status: 'school_runs.status',
        reason: 'school_runs.reason',
      }),
  )) as SchoolLine[];
}
