import { readConfiguration, type Configuration } from '../pipeline/configuration.js';
import { dayOf } from '../extract/values.js';
import type { World } from './streams.js';
import { WrongCallError } from './wrong-call.js';

/** Options that every command takes. */
export interface CommonOptions {
  readonly config: string;
  readonly database?: string;
  readonly school: readonly string[];
  readonly set: readonly string[];
  readonly date?: string;
  readonly json?: boolean;
}

export interface Prepared {
  readonly configuration: Configuration;
  readonly database: string;
  /** YYYY-MM-DD, in the pipeline's time zone. */
  readonly today: string;
}

/** @throws ConfigurationError, WrongCallError */
export function prepare(options: CommonOptions, world: World): Prepared {
  if (options.date !== undefined && dayOf(options.date) !== options.date) {
    throw new WrongCallError(`--date ${options.date} is not an existing day (YYYY-MM-DD).`);
  }
  const now = world.now();
  let today = options.date ?? '';
  const configuration = readConfiguration(options.config, {
    set: options.set,
    today: (timezone) => (today = options.date ?? dayIn(timezone, now)),
  });
  const database = options.database ?? world.env.PULLTHROUGH_DATABASE ?? configuration.pipeline.database;
  return { configuration, database, today };
}

/** Sweden writes its days as ISO 8601 does. */
function dayIn(timezone: string, now: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' }).format(now);
}
