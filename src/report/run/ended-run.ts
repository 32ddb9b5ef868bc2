import type { Pipeline } from '../../pipeline/pipeline.js';
import type { ReasonCount } from '../../run/reasons.js';
import type { RunReport } from './run-report.js';

/** Where a run's data is, for anyone who looks at it next. */
export interface RunPlaces {
  readonly database: string;
  /** The options with which other commands look at the same database. */
  readonly same: string;
}

/** A run that has ended, with all that can be said of it. */
export interface EndedRun {
  readonly pipeline: Pipeline;
  readonly report: RunReport;
  readonly reasons: readonly ReasonCount[];
  readonly places: RunPlaces;
}
