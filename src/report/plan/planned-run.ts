import type { Pipeline } from '../../pipeline/pipeline.js';
import type { Paint } from '../writers/paint.js';
import type { RunReport } from '../run/run-report.js';
import type { SchoolReport } from '../../run/run-result.js';

/** What a plan says besides what it found. */
export interface PlanPlaces {
  readonly database: string;
  /** The command that would carry out just this; null if the inputs cannot be read a second time. */
  readonly run: string | null;
  /** The one that approves it, if it plans one school and that is held. */
  readonly release: string | null;
  /** The same for each of several held schools, without a fingerprint. */
  readonly releaseOf: (school: SchoolReport) => string | null;
}

/** What a run would do, with all that can be said of it. */
export interface PlannedRun {
  readonly pipeline: Pipeline;
  readonly report: RunReport;
  readonly places: PlanPlaces;
  readonly paint: Paint;
}
