import type { Part } from './part.js';
import type { Knex } from 'knex';
import { isPausedIn, pausedUntil } from '../load/runs/paused.js';
import type { SchoolFault } from '../load/runs/school-fault.js';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import { foldedColumn } from '../load/tables/folded-columns.js';
import { holdingWords } from './words-of-search.js';

/** A school in the database, with how its latest run ended. */
export interface SchoolLine {
  readonly school: string;
  /** Null if it has none, or was never loaded and its latest document did not say it. */
  readonly name: string | null;
  /** ISO 8601: when its rows last changed; null if it was never loaded. */
  readonly loadedAt: string | null;
  /** The run that last met it, however it ended; blank if none is noted. */
  readonly lastRun: string;
  /** How its latest run ended; null if none is noted any longer. */
  readonly status: string | null;
  readonly reason: string | null;
  /** The last day (YYYY-MM-DD) of the pause for which its latest run held it; null if it did not hold it for one. */
  readonly pausedUntil: string | null;
  /** What was wrong with its document; null if its latest run did not fail because of one. */
  readonly fault: SchoolFault | null;
  /** The latest run that loaded it or found it unchanged, so which data is in use; null if it was never loaded. */
  readonly inUse: string | null;
  /** Whether the latest run of a feed should have met it and did not, and no run has met it since. */
  readonly isUnseen: boolean;
}

/** How a run ends for a school, or that it did not arrive, in the order in which people want to know. */
export const schoolStates = ['failed', 'held', 'unseen', 'loaded', 'unchanged'] as const;

/** Of the schools, those that failed, are held without a pause and not approved, or were not seen. */
export const needing = 'needing';

/** Those that are held and approved by as many as it takes: the next run lets them through, and they need nobody. */
export const approvedNow = 'approved';

/** Those that are held for a pause and need nobody; they are not among those `held`. */
export const inPause = 'paused';

/** All others. */
export const wellKept = 'well';

/** What a list of schools can be narrowed to. */
export const schoolFilters = [needing, ...schoolStates, approvedNow, inPause, wellKept] as const;

/** Which schools are asked for. */
export interface AskedSchools {
  /** All if null. */
  readonly which: ReadonlySet<string> | null;
  /** Words that the name or id must all contain, however they are spelt (words-of-search.ts); blank asks for all. */
  readonly search: string;
  /** How many people have to approve a hold; without it, none is looked at as approved. */
  readonly approvals?: number;
  /**
   * How the latest run that met them ended, or `unseen`, however it ended, or all that need somebody; null for all. Those
   * not seen are not among `loaded` and `unchanged`: that was an earlier night.
   */
  readonly status: (typeof schoolFilters)[number] | null;
}

const isPaused = isPausedIn('latest');
const isHeld = `(latest.status = 'held' and not ${isPaused})`;

/** A part of the schools: first those that failed, then those that are held, then those not seen, each by name. */
export async function listSchools(store: Store, asked: AskedSchools, part: Part): Promise<SchoolLine[]> {
  const query = schoolsAsked(store, asked);
  if (asked.status === 'unseen') query.whereNotNull('unseen.school_id');
  else if (asked.status === needing) query.where(needsSomebody(asked));
  else if (asked.status === wellKept) query.where(isWell);
  else if (asked.status === inPause) query.whereNull('unseen.school_id').whereRaw(isPaused);
  else if (asked.status === approvedNow) query.whereNull('unseen.school_id').whereRaw(isApproved(asked));
  else if (asked.status === 'held') query.whereRaw(isHeld);
  else if (asked.status !== null) query.where('latest.status', asked.status);
  if (asked.status === 'loaded' || asked.status === 'unchanged') query.whereNull('unseen.school_id');
  const rows: unknown = await guarded('Reading table latest_school_runs', () =>
    query
      .orderByRaw(
        `case when latest.status = 'failed' then 0 when ${isHeld} then 1 when unseen.school_id is not null then 2 else 3 end`,
      )
      .orderByRaw(bySchoolName(store))
      .orderBy('latest.school_id')
      .offset(part.offset)
      .limit(part.limit)
      .select(...line(store)),
  );
  return linesOf(store, rows as SchoolLineRow[]);
}

type SchoolLineRow = Omit<SchoolLine, 'isUnseen' | 'fault' | 'pausedUntil'> & { readonly unseen: string | null };

async function linesOf(store: Pick<Store, 'knex'>, rows: readonly SchoolLineRow[]): Promise<SchoolLine[]> {
  const faults = await readFaults(
    store,
    rows.filter(({ status }) => status === 'failed'),
  );
  return rows.map(({ unseen, ...row }) => ({
    ...row,
    isUnseen: unseen !== null,
    pausedUntil: pausedUntil(row),
    fault: faults.get(row.school) ?? null,
  }));
}

/** By school. If a run met it twice, the first counts. */
async function readFaults(
  { knex }: Pick<Store, 'knex'>,
  failed: readonly Pick<SchoolLine, 'school' | 'lastRun'>[],
): Promise<ReadonlyMap<string, SchoolFault>> {
  if (failed.length === 0) return new Map();
  const runs = new Map(failed.map(({ school, lastRun }) => [school, lastRun]));
  const rows = await guarded('Reading table school_runs', () =>
    knex<{ school_id: string; run_id: string; document: number; counts: string | null }>('school_runs')
      .whereIn('school_id', [...runs.keys()])
      .whereIn('run_id', [...new Set(runs.values())])
      .orderBy('document', 'desc')
      .select('school_id', 'run_id', 'counts'),
  );
  const faults = new Map<string, SchoolFault>();
  for (const { school_id: school, run_id: run, counts } of rows) {
    if (run !== runs.get(school)) continue;
    const { fault } = JSON.parse(counts ?? '{}') as { readonly fault?: SchoolFault };
    if (fault === undefined) faults.delete(school);
    else faults.set(school, fault);
  }
  return faults;
}

/** By the name with which it was loaded, otherwise by that of its latest document, otherwise by its id. */
function bySchoolName({ dialect }: Pick<Store, 'dialect'>): string {
  const key = [`schools.${foldedColumn}`, `latest.${foldedColumn}`].map((column) => dialect.part(column, 1));
  const name = dialect.byBytes('substr(coalesce(schools.name, latest.name, latest.school_id), 1, 200)');
  return `coalesce(${key.join(', ')}), ${name}`;
}

const line = ({ knex }: Pick<Store, 'knex'>) =>
  [
    {
      school: 'latest.school_id',
      loadedAt: 'schools.loaded_at',
      lastRun: 'latest.run_id',
      status: 'latest.status',
      reason: 'latest.reason',
      inUse: 'schools.last_run_id',
      unseen: 'unseen.school_id',
    },
    knex.raw('coalesce(schools.name, latest.name) as name'),
  ] as const;

/** When a run last met the school that has been missing longest, ISO 8601; null if none is, or it is not noted. */
export async function longestUnseen({ knex }: Pick<Store, 'knex'>): Promise<string | null> {
  const row: unknown = await guarded('Reading table unseen_schools', () =>
    withSchools(knex)
      .join('unseen_schools as missed', 'missed.school_id', 'unseen.school_id')
      .join('feeds', 'feeds.run_id', 'missed.run_id')
      .min({ since: 'missed.last_met' })
      .first(),
  );
  return (row as { readonly since: string | null } | undefined)?.since ?? null;
}

/** How many schools there are, and how many of them each filter finds. */
export interface SchoolCounts {
  readonly all: number;
  readonly by: Readonly<Record<(typeof schoolFilters)[number], number>>;
}

/** How many schools are in one state. */
interface CountedSchools {
  /** How their latest run ended; null if none is noted. */
  readonly status: string | null;
  readonly isPaused: boolean;
  /** Whether it is held and approved. */
  readonly isApproved: boolean;
  readonly isUnseen: boolean;
  readonly schools: number;
}

interface CountedRow {
  readonly status: string | null;
  readonly paused: string | number;
  readonly approved: string | number;
  readonly missed: string | number;
  readonly schools: string | number;
}

/** Whichever status is asked for. */
export async function countSchools(store: Store, asked: Omit<AskedSchools, 'status'>): Promise<CountedSchools[]> {
  const missed = store.knex.raw('case when unseen.school_id is null then 0 else 1 end');
  const paused = store.knex.raw(`case when ${isPaused} then 1 else 0 end`);
  const approved = store.knex.raw(`case when ${isApproved(asked)} then 1 else 0 end`);
  const rows: unknown = await guarded('Reading table latest_school_runs', () =>
    // Without a search, no name has to be read.
    (asked.search.trim() === ''
      ? only(withApproved(withUnseen(store.knex), store.knex, asked), asked.which)
      : schoolsAsked(store, asked)
    )
      .groupBy('latest.status', paused, approved, missed)
      .select({ status: 'latest.status', paused, approved, missed })
      .count({ schools: '*' }),
  );
  return (rows as CountedRow[]).map((row) => ({
    status: row.status,
    isPaused: Number(row.paused) === 1,
    isApproved: Number(row.approved) === 1,
    isUnseen: Number(row.missed) === 1,
    schools: Number(row.schools),
  }));
}

/** How many of the counted schools something is true of. */
export function howManyAre(counted: readonly CountedSchools[], is: (of: CountedSchools) => boolean): number {
  return counted.reduce((sum, of) => sum + (is(of) ? of.schools : 0), 0);
}

/** Whichever filter is asked for. */
export async function countByFilter(store: Store, asked: Omit<AskedSchools, 'status'>): Promise<SchoolCounts> {
  const counted = await countSchools(store, asked);
  const all = howManyAre(counted, () => true);
  const isHeldIn = ({ status, isPaused }: CountedSchools): boolean => status === 'held' && !isPaused;
  const needed = howManyAre(counted, (of) => of.isUnseen || of.status === 'failed' || (isHeldIn(of) && !of.isApproved));
  const approved = howManyAre(counted, (of) => of.isApproved && !of.isUnseen);
  const paused = howManyAre(counted, ({ isPaused, isUnseen }) => isPaused && !isUnseen);
  return {
    all,
    by: {
      failed: howManyAre(counted, ({ status }) => status === 'failed'),
      held: howManyAre(counted, isHeldIn),
      unseen: howManyAre(counted, ({ isUnseen }) => isUnseen),
      loaded: howManyAre(counted, ({ status, isUnseen }) => status === 'loaded' && !isUnseen),
      unchanged: howManyAre(counted, ({ status, isUnseen }) => status === 'unchanged' && !isUnseen),
      [needing]: needed,
      [approvedNow]: approved,
      [inPause]: paused,
      [wellKept]: all - needed - approved - paused,
    },
  };
}

/** Whether somebody has to do something about it. */
export function needsSomebodyNow({ status, isUnseen, pausedUntil: until }: SchoolLine): boolean {
  return isUnseen || status === 'failed' || (status === 'held' && until === null);
}

function isWell(query: Knex.QueryBuilder): void {
  void query
    .whereNull('unseen.school_id')
    .where((status) => void status.whereNull('latest.status').orWhereNotIn('latest.status', ['failed', 'held']));
}

function needsSomebody(asked: Approvals): (query: Knex.QueryBuilder) => void {
  return (query) =>
    void query
      .where('latest.status', 'failed')
      .orWhereRaw(`(${isHeld} and not ${isApproved(asked)})`)
      .orWhereNotNull('unseen.school_id');
}

/** @returns null if no run ever met the school */
export async function readSchoolLine({ knex }: Pick<Store, 'knex'>, school: string): Promise<SchoolLine | null> {
  const found: unknown = await guarded('Reading table latest_school_runs', () =>
    withSchools(knex, school)
      .where({ 'latest.school_id': school })
      .first(...line({ knex })),
  );
  if (found === undefined) return null;
  const [only = null] = await linesOf({ knex }, [found as SchoolLineRow]);
  return only;
}

function schoolsAsked(store: Store, { which, search, ...approvals }: Omit<AskedSchools, 'status'>): Knex.QueryBuilder {
  const query = only(withApproved(withSchools(store.knex), store.knex, approvals), which);
  return holdingWords(query, [`schools.${foldedColumn}`, `latest.${foldedColumn}`], search);
}

function only(query: Knex.QueryBuilder, which: AskedSchools['which']): Knex.QueryBuilder {
  return which === null ? query : query.whereIn('latest.school_id', [...which]);
}

/**
 * A school that was never loaded still has a latest run, and the name that its document said.
 * @param school one of them is asked for
 */
function withSchools(knex: Knex, school: string | null = null): Knex.QueryBuilder {
  return withUnseen(knex, school).leftJoin('schools', 'schools.school_id', 'latest.school_id');
}

function withUnseen(knex: Knex, school: string | null = null): Knex.QueryBuilder {
  return knex({ latest: 'latest_school_runs' }).leftJoin(unseen(knex, school), (on) =>
    on.on('unseen.school_id', 'latest.school_id').andOn('unseen.began', '>', 'latest.began'),
  );
}

type Approvals = Pick<AskedSchools, 'approvals'>;

/** An approval is of one hold, and the same person approves it once (release.ts); without a name they count only alone. */
function withApproved(query: Knex.QueryBuilder, knex: Knex, { approvals }: Approvals): Knex.QueryBuilder {
  if (approvals === undefined) return query;
  const approved = knex('holds')
    .join('hold_answers', (on) =>
      on
        .on('hold_answers.school_id', 'holds.school_id')
        .andOn('hold_answers.fingerprint', 'holds.fingerprint')
        .andOnVal('hold_answers.what', 'approved')
        .andOnNull('hold_answers.ended'),
    )
    .groupBy('holds.school_id')
    .havingRaw(`${approvals === 1 ? 'count(*)' : 'count(hold_answers.who)'} >= ?`, [approvals])
    .select('holds.school_id')
    .as('approved');
  return query.leftJoin(approved, 'approved.school_id', 'latest.school_id');
}

/** A condition of SQL. */
function isApproved({ approvals }: Approvals): string {
  return approvals === undefined ? '(1 = 0)' : `(${isHeld} and approved.school_id is not null)`;
}

/** By school, the last of the feeds' latest runs that did not meet it. */
function unseen(knex: Knex, school: string | null): Knex.QueryBuilder {
  const missed = knex('unseen_schools');
  if (school !== null) void missed.where('unseen_schools.school_id', school);
  return missed
    .join('feeds', 'feeds.run_id', 'unseen_schools.run_id')
    .groupBy('unseen_schools.school_id')
    .select('unseen_schools.school_id')
    .max({ began: 'feeds.began' })
    .as('unseen');
}
