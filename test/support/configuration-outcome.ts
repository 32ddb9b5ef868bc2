import { checkConfiguration } from '../../src/pipeline/lint/check-configuration.js';
import { readConfiguration, type Configuration } from '../../src/pipeline/configuration.js';
import { ConfigurationError, severityOfProblem } from '../../src/pipeline/problem.js';
import { today } from './decide-text.js';

/** What `check` and a run make of a configuration. */
export interface ConfigurationOutcome {
  /** Of `check`. */
  readonly errors: readonly string[];
  /** Whether a run reads it; else it ends with 2. */
  readonly isRead: boolean;
  /** By school: whether it has a file, and whether it fails by that. */
  readonly schools: Readonly<Record<string, 'file' | 'no file' | 'fails'>>;
}

const options = { set: [], today: () => today };

export function outcomeOf(config: string, schools: readonly string[]): ConfigurationOutcome {
  const { problems } = checkConfiguration(config, options);
  const errors = problems
    .filter((problem) => severityOfProblem(problem) === 'error')
    .map(({ code, file, message }) => `${code} ${file} ${message}`);
  const configuration = refusedAsNull(() => readConfiguration(config, options));
  if (configuration === null) return { errors, isRead: false, schools: {} };
  return { errors, isRead: true, schools: Object.fromEntries(schools.map((id) => [id, stateOf(configuration, id)])) };
}

function stateOf(configuration: Configuration, school: string): 'file' | 'no file' | 'fails' {
  if (refusedAsNull(() => configuration.forSchool(school)) === null) return 'fails';
  return configuration.files.has(school) ? 'file' : 'no file';
}

function refusedAsNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigurationError) return null;
    throw error;
  }
}
