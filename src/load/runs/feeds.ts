import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { timeOfRunId } from './run-ids.js';
import type { PartOfNight, StartedRun } from './runs.js';

/** Runs that bring the same schools, night after night. */
export interface Feed {
  /** For the database: no longer than a key may be. */
  readonly key: string;
  /** As it was given, or the inputs as they were named. */
  readonly name: string;
}

/** By what a person names a feed. */
export type NamedFeed = { readonly name: string } | { readonly inputs: readonly string[] };

/**
 * The feed of a given name, or of the inputs.
 * @param part of the night, `3/16`: each has a feed of its own; null of a whole night
 */
export function feedOf(named: NamedFeed, part: string | null): Feed {
  const text = JSON.stringify(part === null ? named : { ...named, part });
  const key = createHash('sha256').update(text).digest('hex');
  const name = 'name' in named ? named.name : named.inputs.join(', ');
  return { key, name: part === null ? name : `${name} (${part})` };
}

/** A school that an earlier run of the feed met, and this one did not. */
export interface UnseenSchool {
  readonly school: string;
  /** When any run met it last, ISO 8601; null if that is not noted. */
  readonly lastMet: string | null;
}

/** What a run can say of the schools that did not arrive. */
export interface Looked {
  readonly unseen: readonly UnseenSchool[];
  /**
   * Why nobody can know who is missing: no run of the feed came before, in a database that others loaded; or everybody
   * is expected, and the inputs make no feed. False if it can be known.
   */
  readonly cannotKnow: false | 'first run' | 'no feed';
}

/** Fewer values than any database allows in one statement. */
const schoolsAtATime = 500;

/**
 * Whether any school has been loaded.
 * @param night what loads a part of a night: schools that other parts of the same feed, shared out among as many, have
 *   loaded do not count, because those parts know who is missing of them
 */
export async function isAnyLoaded(
  { knex, present }: Pick<Store, 'knex' | 'present'>,
  night: PartOfNight | null,
): Promise<boolean> {
  const loaded = knex('schools').whereNotNull('loaded_at');
  // A plan also reads what an earlier version made, which knew no parts.
  const knowsParts = present === undefined || (await knex.schema.hasColumn('runs', 'part'));
  if (night?.feed != null && knowsParts) {
    const { feed, of } = night;
    void loaded.leftJoin('runs', 'runs.id', 'schools.last_run_id').where((others) => {
      void others
        .whereNull('runs.part')
        .orWhereNull('runs.feed')
        .orWhereNot({ 'runs.feed': feed })
        .orWhereNot('runs.part', 'like', `%/${String(of)}`);
    });
  }
  const row: unknown = await guarded('Reading table schools', () => loaded.first('school_id'));
  return row !== undefined;
}

/**
 * Which schools of a feed did not arrive, unless a run of another feed met them since this feed's previous run.
 * @param met by the run that looks
 * @param isExpected of a school that has been loaded: false for one that is paused or retired
 * @param wereLoaded whether any school was loaded before the run
 */
export async function lookForUnseen(
  { knex, present }: Pick<Store, 'knex' | 'present'>,
  feed: Feed,
  {
    met,
    isExpected,
    wereLoaded,
  }: {
    readonly met: ReadonlySet<string>;
    readonly isExpected: (school: string) => boolean;
    readonly wereLoaded: boolean;
  },
): Promise<Looked> {
  // A plan also reads what an earlier version made.
  if (present !== undefined && !(await knex.schema.hasTable('feeds')))
    return { unseen: [], cannotKnow: wereLoaded && 'first run' };
  const before = await guarded('Reading table feeds', () =>
    knex<{ feed: string; began: number }>('feeds').where({ feed: feed.key }).first('began'),
  );
  if (before === undefined) return { unseen: [], cannotKnow: wereLoaded && 'first run' };
  const known: unknown = await guarded('Reading table feed_schools', () =>
    knex('feed_schools')
      .join('schools', 'schools.school_id', 'feed_schools.school_id')
      .where({ feed: feed.key })
      .whereNotNull('schools.loaded_at')
      .orderBy('feed_schools.school_id')
      .select({ school: 'feed_schools.school_id' }),
  );
  const missing = (known as { school: string }[])
    .map(({ school }) => school)
    .filter((school) => !met.has(school) && isExpected(school));
  const unseen: UnseenSchool[] = [];
  for (let at = 0; at < missing.length; at += schoolsAtATime)
    unseen.push(...(await unseenOf(knex, feed, before.began, missing.slice(at, at + schoolsAtATime))));
  return { unseen, cannotKnow: false };
}

async function unseenOf(knex: Knex, feed: Feed, since: number, schools: readonly string[]): Promise<UnseenSchool[]> {
  const elsewhere = await guarded('Reading table feed_schools', () =>
    knex<{ feed: string; began: number; school_id: string }>('feed_schools')
      .whereIn('school_id', schools)
      .whereNot({ feed: feed.key })
      .where('began', '>', since)
      .select('school_id'),
  );
  const arrived = new Set(elsewhere.map(({ school_id }) => school_id));
  const latest: unknown = await guarded('Reading table latest_school_runs', () =>
    knex('latest_school_runs')
      .leftJoin('runs', 'runs.id', 'latest_school_runs.run_id')
      .whereIn('school_id', schools)
      .select({
        school: 'school_id',
        run: 'run_id',
        at: 'runs.started_at',
      }),
  );
  const lastMet = new Map(
    (latest as { school: string; run: string; at: string | null }[]).map(({ school, run, at }) => [
      school,
      at ?? timeOfRunId(run),
    ]),
  );
  return schools
    .filter((school) => !arrived.has(school))
    .map((school) => ({ school, lastMet: lastMet.get(school) ?? null }));
}

/** Notes all schools that a run of a feed met, and those that it did not. */
export async function countMet(
  { knex, dialect }: Store,
  feed: Feed,
  run: StartedRun,
  met: ReadonlySet<string>,
  unseen: readonly UnseenSchool[],
): Promise<void> {
  await guarded('Writing to table feed_schools', () =>
    knex.transaction(async (trx) => {
      const text = (name: string) => ({ name, type: 'text' }) as const;
      const began = { name: 'began', type: 'integer' } as const;
      await dialect.put(trx, {
        table: 'feeds',
        key: ['feed'],
        columns: [text('feed'), text('name'), text('run_id'), began],
        update: ['name', 'run_id', 'began'],
        onlyAfter: 'began',
        rows: [[feed.key, feed.name, run.id, run.began]],
        isNew: false,
      });
      await dialect.put(trx, {
        table: 'feed_schools',
        key: ['school_id', 'feed'],
        columns: [text('school_id'), text('feed'), began],
        update: ['began'],
        onlyAfter: 'began',
        rows: [...met].map((school) => [school, feed.key, run.began]),
        isNew: false,
      });
      await dialect.put(trx, {
        table: 'unseen_schools',
        key: ['run_id', 'school_id'],
        columns: [text('run_id'), text('school_id'), text('last_met')],
        update: ['last_met'],
        rows: unseen.map(({ school, lastMet }) => [run.id, school, lastMet]),
        isNew: false,
      });
    }),
  );
}
