import type { Pipeline } from '../../pipeline/pipeline.js';
import type { Report } from './report.js';

/** A way to write a report down. */
export interface Format {
  readonly name: string;
  readonly write: (report: Report, pipeline: Pipeline) => string;
}
