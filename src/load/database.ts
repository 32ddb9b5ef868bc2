import knexPackage, { type Knex } from 'knex';
import type { Pipeline, UnfitName } from '../pipeline/pipeline.js';
import type { Problem } from '../pipeline/problem.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import { DatabaseError } from './database-error.js';
import { guarded } from './guarded.js';
import type { Dialect, DatabasePlace, Store } from './dialect.js';
import { dialects } from './dialects/dialects.js';
import { migrationTable } from './tables/migration-table.js';
import { migrate, missingMigrations } from './tables/migrations.js';
import {
  arePipelineTablesReady,
  columnsThatDiffer,
  preparePipelineTables,
  presentTables,
  type ColumnsThatDiffer,
} from './tables/pipeline-tables.js';
import { refuseUnfitNames, standingNames } from './tables/standing-names.js';

/** An open database with all its tables. */
export interface Database extends Store {
  /** Its URL without user and password. */
  readonly name: string;
  /** Tables and columns with names that new ones would not get. */
  readonly standing: readonly Problem[];
  /**
   * Does the work in one transaction, while no other run or edit works on this school.
   * @throws DatabaseError `locked` if another takes too long
   */
  forSchool<T>(school: string, work: (store: Store) => Promise<T>): Promise<T>;
  /** The same for several schools in one transaction; all wait if another run works on one of them. */
  forSchools<T>(schools: readonly string[], work: (store: Store) => Promise<T>): Promise<T>;
  /** Does the work in a transaction that sees one state throughout. */
  reading<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** To ask for what takes milliseconds, however large the database is: whoever else is served may wait for it. */
  readonly brief: Store;
  /** The same in a transaction that sees one state throughout. */
  readingBriefly<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Opening {
  /** A command that only reads needs an existing database; a run makes one. */
  readonly mustExist: boolean;
  /** How long to wait, on a server, for what another run or transaction holds. */
  readonly lockSeconds?: number;
  /** Whether many are served at once, of whom nobody may wait for what another reads. */
  readonly manyAtOnce?: boolean;
}

const usualLockSeconds = 30;

/**
 * Opens the database, creates what is missing, and refuses what an incompatible pipeline made.
 * @param url `sqlite:FILE`, `postgres://user:password@host:5432/database` or `mysql://user:password@host:3306/database`
 * @throws DatabaseError
 */
export async function openDatabase(
  url: string,
  pipeline: Pipeline,
  { mustExist, lockSeconds = usualLockSeconds, manyAtOnce = false }: Opening = { mustExist: false },
): Promise<Database> {
  const dialect = dialectOf(url);
  const place = dialect.locate(url, { lockSeconds, readOnly: false, manyAtOnce });
  const missing = () =>
    new DatabaseError('missing', `There is no database ${place.name} yet: pullthrough run makes it.`);
  if (mustExist && !place.isThere()) throw missing();
  // Opening a file makes it, and if a name is refused nothing may be touched.
  if (!place.isThere()) await refuseUnfitNames(null, pipeline);
  const knex = connect(place);
  let standing: readonly Problem[];
  try {
    if (!(await isMade(knex, place)) && mustExist) throw missing();
    standing = await refuseUnfitNames(knex, pipeline);
    await guarded(`Preparing the tables of ${place.name}`, () =>
      prepare({ knex, dialect }, pipeline, place.name, lockSeconds),
    );
  } catch (error) {
    await knex.destroy();
    throw error;
  }
  const forSchools: Database['forSchools'] = (schools, work) => {
    // Two runs that take several locks deadlock unless both take them in the same order.
    const locks = [...schools].sort(byCodeUnit).map((school) => ({
      name: `school ${school}`,
      seconds: lockSeconds,
      heldByAnother: `Another run has been working on school ${school} for ${String(lockSeconds)} s: wait until it has ended, then run this school again.`,
    }));
    return dialect.alone(knex, locks, (trx) => work({ knex: trx, dialect }));
  };
  const brief = place.brief === undefined ? knex : connect({ config: place.brief });
  return {
    knex,
    dialect,
    name: nameOf(url, place),
    standing,
    reading: (work) => dialect.reading(knex, (trx) => work({ knex: trx, dialect })),
    brief: { knex: brief, dialect },
    readingBriefly: (work) => dialect.reading(brief, (trx) => work({ knex: trx, dialect })),
    forSchool: (school, work) => forSchools([school], work),
    forSchools,
    close: async () => {
      if (brief !== knex) await brief.destroy();
      await knex.destroy();
    },
  };
}

/**
 * Opens the database to read what a run would find, and lets nothing write. A database that no run has made yet counts
 * as empty; one that an earlier version made is read as far as possible.
 * @throws DatabaseError
 */
export async function openForPlanning(url: string, pipeline: Pipeline): Promise<Database> {
  const dialect = dialectOf(url);
  const place = dialect.locate(url, { lockSeconds: usualLockSeconds, readOnly: true });
  const name = nameOf(url, place);
  const knex = place.isThere() ? connect(place) : null;
  try {
    if (knex === null || !(await isMade(knex, place))) {
      await knex?.destroy();
      return { ...(await openDatabase('sqlite::memory:', pipeline)), name };
    }
    await migrationsOf(knex, place.name);
    const standing = await refuseUnfitNames(knex, pipeline);
    const present = await guarded(`Reading the tables of ${place.name}`, () => presentTables(knex, pipeline));
    return {
      knex,
      dialect,
      present,
      name,
      standing,
      reading: (work) => dialect.reading(knex, (trx) => work({ knex: trx, dialect, present })),
      brief: { knex, dialect, present },
      readingBriefly: (work) => dialect.reading(knex, (trx) => work({ knex: trx, dialect, present })),
      forSchool: writeNothing,
      forSchools: writeNothing,
      close: () => knex.destroy(),
    };
  } catch (error) {
    await knex?.destroy();
    throw error;
  }
}

/**
 * The names that a table or column already has; none if there is no database, or it cannot be asked.
 * @throws nothing: the caller does not need a database
 */
export async function standingIn(url: string, pipeline: Pipeline): Promise<ReadonlySet<UnfitName>> {
  const knex = openedIfThere(url);
  try {
    return await standingNames(knex, pipeline);
  } catch (error) {
    if (error instanceof DatabaseError) return new Set();
    throw error;
  } finally {
    await knex?.destroy();
  }
}

/** What a database has otherwise than a pipeline wants it, or why it was not asked; nothing of one that is not there. */
export interface AskedColumns {
  readonly differing: readonly ColumnsThatDiffer[];
  readonly notAsked: string | null;
}

/** @throws nothing of the database: the caller does not need it */
export async function columnsIn(url: string, pipeline: Pipeline): Promise<AskedColumns> {
  let knex: Knex | null = null;
  try {
    const place = dialectOf(url).locate(url, { lockSeconds: usualLockSeconds, readOnly: true });
    if (!place.isThere()) return { differing: [], notAsked: null };
    const opened = connect(place);
    knex = opened;
    if (!(await isMade(opened, place))) return { differing: [], notAsked: null };
    await migrationsOf(opened, place.name);
    const ask = () => columnsThatDiffer(opened, pipeline);
    return { differing: await guarded(`Reading the tables of ${place.name}`, ask), notAsked: null };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { differing: [], notAsked: error.message };
  } finally {
    await knex?.destroy();
  }
}

function openedIfThere(url: string): Knex | null {
  try {
    const place = dialectOf(url).locate(url, { lockSeconds: usualLockSeconds, readOnly: true });
    return place.isThere() ? connect(place) : null;
  } catch (error) {
    if (error instanceof DatabaseError) return null;
    throw error;
  }
}

function writeNothing(): never {
  throw new Error('a plan writes nothing');
}

function connect({ config }: Pick<DatabasePlace, 'config'>): Knex {
  return knexPackage({
    ...config,
    // A warning of knex may quote a statement with its values.
    log: { warn: ignore, error: ignore, debug: ignore, deprecate: ignore },
  });
}

async function isMade(knex: Knex, { name }: DatabasePlace): Promise<boolean> {
  return guarded(`Opening the database ${name}`, () => knex.schema.hasTable(migrationTable), 'cannot-open');
}

/** As reports name it: without user and password. */
function nameOf(url: string, { name }: DatabasePlace): string {
  return url.startsWith('sqlite:') ? `sqlite:${name}` : name;
}

/** @throws DatabaseError that quotes no password */
function dialectOf(url: string): Dialect {
  const scheme = /^([a-z]+):./.exec(url)?.[1] ?? '';
  const dialect = dialects.find(({ schemes }) => schemes.includes(scheme));
  if (dialect !== undefined) return dialect;
  // Without its kind, a URL may begin with a user.
  const kind = /^[a-z]+:(?=\/)/i.exec(url)?.[0];
  const examples = dialects.map(({ example }) => example).join(', ');
  throw new DatabaseError(
    'unsupported',
    `The database${kind === undefined ? '' : ` ${kind}…`} is of a kind that this version does not know. It knows: ${examples}.`,
  );
}

function ignore(): void {
  // Deliberately nothing: errors come back as DatabaseError.
}

/** Usually nothing is missing: then nobody has to wait, and a database that can only be read is enough. */
async function prepare({ knex, dialect }: Store, pipeline: Pipeline, name: string, lockSeconds: number): Promise<void> {
  if ((await migrationsOf(knex, name)).length === 0 && (await arePipelineTablesReady(knex, pipeline))) return;
  const heldByAnother = `Another run has been making the tables of ${name} for ${String(lockSeconds)} s: wait until it has ended, then run again.`;
  const isEmptied = await dialect.alone(
    knex,
    [{ name: 'tables', seconds: lockSeconds, heldByAnother }],
    async (trx) => {
      await migrate(trx, dialect, await migrationsOf(trx, name));
      return preparePipelineTables({ knex: trx, dialect }, pipeline);
    },
  );
  // What is gone from the tables has to be gone from the file, too.
  if (isEmptied) await dialect.scrub(knex);
}

async function migrationsOf(knex: Knex, name: string) {
  const missing = await missingMigrations(knex);
  if (missing !== null) return missing;
  throw new DatabaseError('newer', `A newer version of pullthrough made ${name}. Use that version.`);
}
