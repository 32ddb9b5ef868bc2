import type { OptionValue, Pipeline } from './pipeline.js';
import type { Rule } from './rule.js';
import type { Condition } from './rule.js';
import type { Problem } from './problem.js';

/** What holds for one school once all layers are laid over each other. */
export interface SchoolConfiguration {
  readonly pipeline: Pipeline;
  readonly options: ReadonlyMap<string, OptionValue>;
  /** In effect on the day asked for; of two `set` on one field the earlier in this list wins. */
  readonly rules: readonly Rule[];
  /** Shared conditions, by name. */
  readonly conditions: ReadonlyMap<string, Condition>;
}

/** Everything that was read beside pipeline.yaml. */
export interface Configuration {
  readonly pipeline: Pipeline;
  /**
   * The configuration of a school. Schools without a file of their own share one object.
   * @throws ConfigurationError with the problems of the school's own file (or one that it extends)
   */
  forSchool(school: string): SchoolConfiguration;
}

export interface ReadOptions {
  /** As given with --set, `name=value`. */
  readonly set: readonly string[];
  /** YYYY-MM-DD. */
  readonly today: string;
}

export type { Problem };
