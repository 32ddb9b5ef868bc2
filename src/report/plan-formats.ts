import type { Pipeline } from '../pipeline/pipeline.js';
import { planMarkdown } from './plan-markdown.js';
import { planText } from './plan-text.js';
import { runGithub } from './run-github.js';
import { runJson } from './run-json.js';
import type { RunReport } from './run-report.js';
import type { Paint } from './run-text.js';

/** What a plan says beside what it found. */
export interface PlanPlaces {
  readonly database: string;
  /** The command that would carry it out; null where the inputs cannot be read a second time. */
  readonly run: string | null;
}

/** A way to write down what a run would do. */
export interface PlanFormat {
  readonly name: string;
  readonly describes: string;
  readonly write: (pipeline: Pipeline, report: RunReport, places: PlanPlaces, paint: Paint) => string;
}

/** The default first. */
export const planFormats: readonly PlanFormat[] = [
  { name: 'text', describes: 'for people', write: planText },
  { name: 'json', describes: 'for scripts', write: (pipeline, report) => runJson(pipeline, report) },
  { name: 'markdown', describes: "for a job's summary", write: planMarkdown },
  { name: 'github', describes: 'annotations of GitHub Actions', write: (_, report) => runGithub(report) },
];
