import type { Knex } from 'knex';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { clockGap, type ClockGap } from './clock-gap.js';
import { guarded } from '../guarded.js';
import type { Database } from '../database.js';
import { foldedColumn } from '../tables/folded-columns.js';
import { retrying, type Patience } from '../retrying.js';
import { editsBefore, runsBefore } from './run-ids.js';
import { takeOutWords } from '../words/search-words.js';
import { digestColumn, tablesOf, type PipelineTable } from '../tables/tables.js';

export interface Retention {
  readonly now: Date;
  /** Null for all schools; then runs, which belong to none of them, go too. */
  readonly schools: readonly string[] | null;
  readonly patience?: Patience;
}

/** How much of it was past its time. */
export interface Purged {
  /** By kind of record: how many rows were emptied. */
  readonly emptied: Readonly<Record<string, number>>;
  readonly changes: number;
  readonly runs: number;
  readonly schoolRuns: number;
  readonly audit: number;
}

/** What became of a purge: it is put off while its clock may be wrong. */
export type Purging =
  { readonly status: 'done'; readonly purged: Purged } | { readonly status: 'held'; readonly gap: ClockGap };

/** So loads at the same time wait only for moments, however much there is to delete. */
const rowsAtATime = 20_000;

const day = 24 * 60 * 60 * 1000;

/**
 * Does what retention says, unless the clock leapt lately.
 * @throws DatabaseError
 */
export async function purgeByClock(db: Database, pipeline: Pipeline, retention: Retention): Promise<Purging> {
  const gap = await clockGap(db, retention.now, retention.patience);
  if (gap !== null) return { status: 'held', gap };
  return { status: 'done', purged: await purge(db, pipeline, retention) };
}

/**
 * Does what retention says: empties records that left too long ago, except for the id and what people typed, and
 * deletes the history that is too old. The run that last loaded a school stays.
 * @throws DatabaseError
 */
export async function purge(db: Database, pipeline: Pipeline, retention: Retention): Promise<Purged> {
  const { leftDays, historyDays } = pipeline.retention;
  const daysAgo = (days: number) => new Date(retention.now.getTime() - days * day);
  return new Purge(db, retention).all(tablesOf(pipeline), daysAgo(leftDays), daysAgo(historyDays));
}

class Purge {
  constructor(
    private readonly db: Database,
    private readonly retention: Retention,
  ) {}

  async all(tables: readonly PipelineTable[], leftBefore: Date, historyBefore: Date): Promise<Purged> {
    const emptied = await this.#emptyAll(tables, leftBefore.toISOString());
    const before = runsBefore(historyBefore);
    const { from, until } = editsBefore(historyBefore);
    const changes = (await this.#deleteRuns('changes', '', before)) + (await this.#deleteRuns('changes', from, until));
    const last = await this.#lastRuns();
    const schoolRuns = await this.#deleteSchoolRuns(before, last);
    const runs = this.retention.schools === null ? await this.#deleteFromRuns(before, new Set(last.values())) : 0;
    await this.#deleteRuns('unseen_schools', '', before);
    await this.#deleteRuns('run_parts', '', before);
    const audit = await this.#deleteSpan('audit', { column: 'at', from: '', until: historyBefore.toISOString() });
    if (this.retention.schools === null) {
      await this.#forgetFeeds(before);
      await this.#deleteRuns('notices', '', before);
    }
    // What is gone from the tables has to be gone from the file, too.
    const values = changes + audit + Object.values(emptied).reduce((sum, rows) => sum + rows, 0);
    if (values > 0) await this.#step('Purging the file', () => this.db.dialect.scrub(this.db.knex));
    return { emptied, changes, runs, schoolRuns, audit };
  }

  async #emptyAll(tables: readonly PipelineTable[], before: string): Promise<Record<string, number>> {
    const emptied: Record<string, number> = {};
    const bySchool = new Map<string, PipelineTable[]>();
    for (const table of tables.filter(({ keepsLeft, kept }) => keepsLeft && kept.length > 0)) {
      emptied[table.kind] = 0;
      const expired = await this.#step<{ school_id: string }[]>(`Reading table ${table.name}`, () =>
        // For the bare column, by which its key is ordered, SQLite would go through every row.
        this.#ofSchools(expiredRows(this.db.knex, table, before)).distinct(
          this.db.knex.raw("coalesce(school_id, '') as school_id"),
        ),
      );
      for (const { school_id } of expired) bySchool.set(school_id, [...(bySchool.get(school_id) ?? []), table]);
    }
    for (const [school, own] of bySchool) {
      for (const table of own) {
        const nothing = Object.fromEntries(
          [...table.kept.map(({ name }) => name), digestColumn, foldedColumn].map((name) => [name, null]),
        );
        const rows = await this.#step(`Writing to table ${table.name}`, () =>
          this.db.forSchool(school, async (store) => {
            const rowsOfSchool = () => expiredRows(store.knex, table, before).where({ school_id: school });
            const ids = await rowsOfSchool().select<{ id: string }[]>('id');
            await takeOutWords(store, school, table, new Set(ids.map(({ id }) => id)));
            return rowsOfSchool().update(nothing);
          }),
        );
        emptied[table.kind] = (emptied[table.kind] ?? 0) + rows;
      }
    }
    return emptied;
  }

  #deleteRuns(table: string, from: string, until: string, narrow?: Narrow): Promise<number> {
    return this.#deleteSpan(table, { column: 'run_id', from, until }, narrow);
  }

  /** Deletes the rows whose column is in a span, without its end, and that `narrow` selects. */
  async #deleteSpan(table: string, { column, from, until }: Span, narrow: Narrow = (rows) => rows): Promise<number> {
    let deleted = 0;
    const within = () =>
      narrow(this.#ofSchools(this.db.knex<RunRow>(table)).where(column, '>=', from).where(column, '<', until));
    const look = (past: number) =>
      this.#step<RunRow | undefined>(`Reading table ${table}`, () =>
        within().orderBy(column).offset(past).first(column),
      );
    // A statement that deletes nothing is still a write to triggers and replicas.
    while ((await look(0)) !== undefined) {
      const beyond = await look(rowsAtATime);
      deleted += await this.#step(`Deleting from table ${table}`, () =>
        beyond === undefined ? within().delete() : within().where(column, '<=', beyond[column]).delete(),
      );
    }
    return deleted;
  }

  /** By school, the run that loaded it last. */
  async #lastRuns(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#step('Reading table schools', () =>
      this.db
        .knex<{ school_id: string; last_run_id: string }>('schools')
        .whereNotNull('last_run_id')
        .select('school_id', 'last_run_id'),
    );
    return new Map(rows.map(({ school_id, last_run_id }) => [school_id, last_run_id]));
  }

  async #deleteSchoolRuns(before: string, last: ReadonlyMap<string, string>): Promise<number> {
    const kept = [...last].filter(([, run]) => run < before);
    let deleted = 0;
    for (const [school, run] of kept) {
      const others: Narrow = (rows) => rows.where({ school_id: school }).whereNot({ run_id: run });
      deleted += await this.#deleteRuns('school_runs', '', before, others);
    }
    const schools = kept.map(([school]) => school);
    return (
      deleted + (await this.#deleteRuns('school_runs', '', before, (rows) => rows.whereNotIn('school_id', schools)))
    );
  }

  async #deleteFromRuns(before: string, kept: ReadonlySet<string>): Promise<number> {
    const old = await this.#step('Reading table runs', () =>
      this.db.knex<{ id: string }>('runs').where('id', '<', before).select('id'),
    );
    const going = old.filter(({ id }) => !kept.has(id)).map(({ id }) => [id]);
    await this.#step('Deleting from table runs', () =>
      this.db.knex.transaction((trx) => this.db.dialect.remove(trx, { table: 'runs', key: ['id'], keys: going })),
    );
    return going.length;
  }

  /** Deletes feeds that had no run for so long: a folder with a date in its name is a new one every night. */
  async #forgetFeeds(before: string): Promise<void> {
    const feeds = () => this.db.knex<{ feed: string; run_id: string }>('feeds').where('run_id', '<', before);
    const old = await this.#step('Reading table feeds', () => feeds().select('feed'));
    for (const { feed } of old) {
      await this.#step('Deleting from table feed_schools', () => this.db.knex('feed_schools').where({ feed }).delete());
      await this.#step('Deleting from table feeds', () => this.db.knex('feeds').where({ feed }).delete());
    }
  }

  #ofSchools<Q extends { whereIn(column: 'school_id', values: readonly string[]): unknown }>(query: Q): Q {
    const { schools } = this.retention;
    if (schools !== null) query.whereIn('school_id', schools);
    return query;
  }

  async #step<T>(doing: string, work: () => PromiseLike<T>): Promise<T> {
    return retrying(() => guarded(doing, work), this.retention.patience);
  }
}

interface RunRow {
  readonly school_id: string;
  readonly run_id: string;
  readonly at: string;
}

interface Span {
  readonly column: 'run_id' | 'at';
  readonly from: string;
  readonly until: string;
}

type Narrow = (rows: Knex.QueryBuilder<RunRow>) => Knex.QueryBuilder<RunRow>;

/** Rows that left before a time and still hold something. */
function expiredRows(knex: Knex, { name, kept }: PipelineTable, before: string) {
  return knex<{ school_id: string; left_at: string | null }>(name)
    .where('left_at', '<', before)
    .where((any) => {
      for (const column of kept) void any.orWhereNotNull(column.name);
    });
}
