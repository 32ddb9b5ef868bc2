import type { Input } from '../extract/bytes/input.js';
import type { Configuration } from '../pipeline/configuration.js';
import type { SchoolReport } from '../run/run-result.js';
import type { EndedNight } from './end-nights.js';

export interface WorkerListeners {
  /** What became of a school in a night, and how long it took. */
  readonly school: (night: string, report: SchoolReport, milliseconds: number) => void;
  /** A source that was not read, or will be tried again, and why. */
  readonly passed: (source: string, what: string) => void;
  readonly nightEnded: (night: EndedNight, configuration: Configuration) => Promise<void>;
  /** What went wrong beside the schools; the worker goes on. */
  readonly trouble: (message: string) => void;
}

export interface WorkerTerms {
  /** Reads the configuration anew. @throws ConfigurationError */
  readonly configuration: () => Configuration;
  /** The day of a configuration that would be read now. */
  readonly today: (configuration: Configuration) => string;
  /** The inputs of sources, in their order. @throws nothing of what is wrong with a source: that shows when it is read */
  readonly inputsOf: (sources: readonly string[], configuration: Configuration) => Promise<readonly Input[]>;
  readonly now: () => Date;
  /** Aborted to end it: the document in hand is finished, what it has beside that goes back at once. */
  readonly interrupted: AbortSignal;
  /** Whether it ends once nothing waits and nothing is being done. */
  readonly untilEmpty: boolean;
}
