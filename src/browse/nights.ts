import type { Knex } from 'knex';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { Which } from './runs.js';

type Queried = Pick<Store, 'knex'>;

/** Why a school was not up to date on a day. */
export const troubles = ['failed', 'held', 'unseen'] as const;
export type Trouble = (typeof troubles)[number];

const endedBadly = ['failed', 'held'] as const;

/** How many schools were in each kind of trouble; a school once for each. */
export type Troubled = Readonly<Record<Trouble, number>>;

/** What the runs of a day say of the schools together. */
export interface NightFigures {
  readonly troubled: Troubled;
  /** Records and links that changed, without first loads; null if no run noted it. */
  readonly changed: number | null;
  /** Records that do not come through, of each school as it was loaded last by then; null if no run noted it. */
  readonly notThrough: number | null;
}

/**
 * By day, in their order, what its runs say of these schools.
 * @param days the ids of each day's runs, in the order in which they began
 */
export async function readNights(
  store: Queried,
  which: Which,
  days: readonly (readonly string[])[],
): Promise<NightFigures[]> {
  const [from] = days.flat().sort();
  if (from === undefined) return days.map(() => ({ troubled: none, ...notNoted }));
  const noted = which === null ? await readNoted(store, from) : null;
  const troubled = await troublesOf(store, { which, from, noted }, days);
  const figures = which === null ? figuresIn(noted ?? [], days) : await addUpFigures(store, which, days, from);
  return figures.map((of, at) => ({ ...of, troubled: troubled[at] }));
}

/** By day, in their order, how many of these schools were in trouble. */
export async function readTroubles(
  store: Queried,
  which: Which,
  days: readonly (readonly string[])[],
): Promise<Troubled[]> {
  const [from] = days.flat().sort();
  if (from === undefined) return days.map(() => none);
  return troublesOf(store, { which, from, noted: which === null ? await readNoted(store, from) : null }, days);
}

/** Runs whose ids are not less than one. */
interface Since {
  readonly which: Which;
  readonly from: string;
  /** What these noted of all schools; null for some schools. */
  readonly noted: readonly NotedRun[] | null;
}

async function troublesOf(store: Queried, since: Since, days: readonly (readonly string[])[]): Promise<Troubled[]> {
  const { which } = since;
  const troubled = await countTroubles(store, since);
  // A school that two runs of a day met must count once.
  const together = days.filter((runs) => runs.length > 1).flat();
  const several = await readTroubled(
    store,
    which,
    together.filter((run) => totalOf(troubled.get(run) ?? none) > 0),
  );
  return days.map((runs) => (runs.length > 1 ? troubledIn(runs, several) : (troubled.get(runs[0] ?? '') ?? none)));
}

/** How many were in trouble altogether. */
export function totalOf(troubled: Troubled): number {
  return troubles.reduce((sum, trouble) => sum + troubled[trouble], 0);
}

const none: Troubled = { failed: 0, held: 0, unseen: 0 };

/** By run whose id is not less than one, how many of these schools were in trouble. A run in which none was is left out. */
async function countTroubles(store: Queried, { which, from, noted }: Since): Promise<Map<string, Troubled>> {
  const since = (table: string) => only(store.knex(table).where('run_id', '>=', from), which);
  const troubled = new Map<string, Record<Trouble, number>>();
  const note = (rows: readonly CountRow[]): void => {
    for (const { run, trouble, schools } of rows) {
      const of = troubled.get(run) ?? { ...none };
      of[trouble] = Number(schools);
      troubled.set(run, of);
    }
  };
  note(noted === null ? await counted(ofEnded(since('school_runs'))) : await troublesNoted(store, noted));
  const unseen = since('unseen_schools').groupBy('run_id').select({ run: 'run_id' });
  note((await counted(unseen)).map((row) => ({ ...row, trouble: 'unseen' })));
  return troubled;
}

/** What a run notes of all its schools when it ends. */
interface NotedRun extends FigureRow {
  readonly counts: string | null;
}

async function readNoted({ knex }: Queried, from: string): Promise<NotedRun[]> {
  return guarded('Reading table runs', () =>
    knex('runs').where('id', '>=', from).select<NotedRun[]>({ run: 'id' }, 'counts', 'changed', 'not_through'),
  );
}

/** To count among all schools of 90 days how many failed and were held takes too long where the run noted it. */
async function troublesNoted(store: Queried, rows: readonly NotedRun[]): Promise<CountRow[]> {
  const unnoted = rows.filter(({ counts }) => counts === null).map(({ run }) => run);
  const others =
    unnoted.length === 0 ? [] : await counted(ofEnded(store.knex('school_runs').whereIn('run_id', unnoted)));
  const noted = rows.flatMap(({ run, counts }) => {
    const by = JSON.parse(counts ?? '{}') as Readonly<Record<string, number>>;
    return endedBadly.map((trouble) => ({ run, trouble, schools: by[trouble] ?? 0 }));
  });
  return [...noted, ...others];
}

function ofEnded(query: Knex.QueryBuilder): Knex.QueryBuilder {
  return query.whereIn('status', endedBadly).groupBy('run_id', 'status').select({ run: 'run_id', trouble: 'status' });
}

interface CountRow {
  readonly run: string;
  readonly trouble: Trouble;
  readonly schools: string | number;
}

interface TroubledSchool {
  readonly run: string;
  readonly trouble: Trouble;
  readonly school: string;
}

/** By run, the schools that were in trouble. */
async function readTroubled(
  { knex }: Queried,
  which: Which,
  runs: readonly string[],
): Promise<ReadonlyMap<string, readonly TroubledSchool[]>> {
  if (runs.length === 0) return new Map();
  const of = (table: string) => only(knex(table).whereIn('run_id', runs), which);
  const rows = async (query: Knex.QueryBuilder): Promise<TroubledSchool[]> => {
    const read: unknown = await guarded('Reading the schools of runs', () => query);
    return read as TroubledSchool[];
  };
  const columns = { run: 'run_id', school: 'school_id' };
  const ended = of('school_runs').whereIn('status', endedBadly);
  return byRun([
    ...(await rows(ended.select({ ...columns, trouble: 'status' }))),
    ...(await rows(of('unseen_schools').select(columns))).map((row) => ({ ...row, trouble: 'unseen' as const })),
  ]);
}

function byRun<T extends { readonly run: string }>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const own = found.get(row.run);
    if (own === undefined) found.set(row.run, [row]);
    else own.push(row);
  }
  return found;
}

/** A school that was in the same trouble in two runs of a day is one. */
function troubledIn(runs: readonly string[], found: ReadonlyMap<string, readonly TroubledSchool[]>): Troubled {
  const schools = { failed: new Set<string>(), held: new Set<string>(), unseen: new Set<string>() };
  for (const run of runs) for (const { trouble, school } of found.get(run) ?? []) schools[trouble].add(school);
  return { failed: schools.failed.size, held: schools.held.size, unseen: schools.unseen.size };
}

type Figures = Pick<NightFigures, 'changed' | 'notThrough'>;

const notNoted: Figures = { changed: null, notThrough: null };

interface FigureRow {
  readonly run: string;
  readonly changed: number | null;
  readonly not_through: number | null;
}

/** For all schools both stand with the run. */
function figuresIn(rows: readonly NotedRun[], days: readonly (readonly string[])[]): Figures[] {
  const found = new Map(rows.map((row) => [row.run, row]));
  return days.map((runs) => {
    const noted = runs.flatMap((run) => found.get(run) ?? []).filter((row) => row.not_through !== null);
    const last = noted.at(-1);
    if (last === undefined) return notNoted;
    return { changed: total(noted.map(({ changed }) => changed)), notThrough: last.not_through };
  });
}

/** For some schools, a school that a day did not load has the number that it had before. */
async function addUpFigures(
  { knex }: Queried,
  which: ReadonlySet<string>,
  days: readonly (readonly string[])[],
  from: string,
): Promise<Figures[]> {
  const rows = await guarded('Reading table school_runs', () =>
    only(knex('school_runs').where('run_id', '>=', from).whereNotNull('not_through'), which).select<
      (FigureRow & { readonly school: string })[]
    >({ run: 'run_id', school: 'school_id' }, 'changed', 'not_through'),
  );
  const found = byRun(rows);
  const latest = new Map<string, number>();
  return days.map((runs) => {
    const noted = runs.flatMap((run) => found.get(run) ?? []);
    if (noted.length === 0) return notNoted;
    for (const { school, not_through: not } of noted) latest.set(school, not ?? 0);
    return { changed: total(noted.map(({ changed }) => changed)), notThrough: total([...latest.values()]) };
  });
}

/** What is not noted adds nothing. */
function total(numbers: readonly (number | null)[]): number {
  return numbers.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

function only(query: Knex.QueryBuilder, which: Which): Knex.QueryBuilder {
  return which === null ? query : query.whereIn('school_id', [...which]);
}

async function counted(query: Knex.QueryBuilder): Promise<CountRow[]> {
  const rows: unknown = await guarded('Counting schools of runs', () => query.countDistinct({ schools: 'school_id' }));
  return rows as CountRow[];
}
