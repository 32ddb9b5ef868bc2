import type { Configuration } from '../pipeline/configuration.js';
import type { Places } from './places.js';
import type { Shard } from './shard.js';

/** What a person lets a run do. */
export interface Permissions {
  /** Whether an extract that is older than the last one loaded is taken. */
  readonly allowOlder?: boolean;
  /** Whether rows are compared even if nothing seems to be new. */
  readonly repair?: boolean;
  /** Whether a person approves whatever would be held. */
  readonly release?: boolean;
  /** Who that is; needed if the pipeline asks for several (`serve.approvals`). */
  readonly by?: string;
}

/** What a run goes by, and its plan too. */
export interface RunTerms extends Permissions {
  readonly configuration: Configuration;
  readonly now: () => Date;
  /** Only these schools; all if there are none. */
  readonly schools?: readonly string[];
  /** Runs of one name should bring the same schools; without it, those of the pipeline's feed or the same `named`. */
  readonly feed?: string;
  /** The inputs as a person named them; without these and a feed, nobody can say which schools did not arrive. */
  readonly named?: readonly string[];
  /** The part of the night that the inputs are; together with `places`, as `shareOf` gives them. */
  readonly shard?: Shard;
  /** Where the inputs are among all of the night; without it, they are all. */
  readonly places?: Places;
  /** False if the inputs are only some of those that the feed brings: then nobody looks which schools did not arrive. */
  readonly looks?: false;
  /** Aborted to end the run early: the school in hand is finished, the others are left. */
  readonly interrupted?: AbortSignal;
}
