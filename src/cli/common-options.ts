import { readConfiguration, type Configuration, type ReadOptions } from '../pipeline/configuration.js';
import { dayIn } from '../pipeline/guard/day.js';
import { dayOf } from '../pipeline/text/day-of.js';
import type { CommandWorld } from './streams.js';
import { WrongCallError } from './wrong-call.js';

/** Options that every command takes. */
export interface CommonOptions {
  readonly config: string;
  readonly root?: string;
  readonly database?: string;
  readonly school: readonly string[];
  readonly set: readonly string[];
  readonly date?: string;
  readonly json?: boolean;
}

export interface Prepared {
  readonly configuration: Configuration;
  readonly database: string;
}

/** @throws ConfigurationError, WrongCallError */
export function prepare(options: CommonOptions, world: CommandWorld): Prepared {
  const configuration = readConfiguration(options.config, readOptions(options, world));
  const given = options.database ?? world.env.PULLTHROUGH_DATABASE;
  // CI makes this of a secret that is not there: to go on with the default would load into a file that nobody keeps.
  if (given === '')
    throw new WrongCallError('The database is given, but empty: is the secret that it comes from there?');
  const database = given ?? configuration.pipeline.database;
  return { configuration, database };
}

/** @throws WrongCallError */
export function readOptions({ set, date, root: given }: CommonOptions, world: CommandWorld): ReadOptions {
  if (date !== undefined && dayOf(date) !== date)
    throw new WrongCallError(`--date ${date} is not an existing day (YYYY-MM-DD).`);
  const now = world.now();
  const root = rootOf({ root: given }, world);
  return { set, today: (timezone) => date ?? dayIn(timezone, now), ...(root === null ? {} : { root }) };
}

/**
 * The folder that holds all of the configuration, if one is named.
 * @throws WrongCallError
 */
export function rootOf({ root: given }: { readonly root: string | undefined }, { env }: Pick<CommandWorld, 'env'>) {
  const root = given ?? env.PULLTHROUGH_ROOT;
  // As with the database: to go on with the usual folder would read the wrong configuration.
  if (root === '') throw new WrongCallError("The configuration's folder is given, but empty.");
  return root ?? null;
}
