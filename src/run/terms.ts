import type { Configuration } from '../pipeline/configuration.js';

/** What a person lets a run do. */
export interface Permissions {
  /** Whether an extract that is older than the last one loaded is taken. */
  readonly allowOlder?: boolean;
  /** Whether rows are compared even where nothing seems to be new. */
  readonly repair?: boolean;
  /** Whether a person approves whatever would be held. */
  readonly release?: boolean;
}

/** By what a run goes, and its plan alike. */
export interface RunTerms extends Permissions {
  readonly configuration: Configuration;
  readonly now: () => Date;
  /** Only these schools; all where there are none. */
  readonly schools?: readonly string[];
  /** Runs of one name are expected to bring the same schools; without it, those of the pipeline's feed, or of the same `named`. */
  readonly feed?: string;
  /** The inputs as a person named them; without these and a feed, nobody can say which schools did not arrive. */
  readonly named?: readonly string[];
  /** Aborted to end the run early: the school in hand is finished, the others are left. */
  readonly interrupted?: AbortSignal;
}
