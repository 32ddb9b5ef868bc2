import type { Pipeline } from '../pipeline/pipeline.js';
import { inert } from './inert.js';
import { planMarkdown } from './plan-markdown.js';
import { planText } from './plan-text.js';
import { runGithub } from './run-github.js';
import { runJson } from './run-json.js';
import type { RunReport } from './run-report.js';
import { uncoloured, type Paint } from './run-text.js';

/** What a plan says beside what it found. */
export interface PlanPlaces {
  readonly database: string;
  /** The command that would carry it out, but for the fingerprint; null where the inputs cannot be read a second time. */
  readonly run: string | null;
  /** The one by which a person approves it, where it is of one school that is held. */
  readonly release: string | null;
}

/** A way to write down what a run would do. */
export interface PlanFormat {
  readonly name: string;
  readonly write: (pipeline: Pipeline, report: RunReport, places: PlanPlaces, paint: Paint) => string;
}

/** The default first. */
export const planFormats: readonly PlanFormat[] = [
  {
    name: 'text',
    write: (pipeline, report, places, paint) => inert(planText(pipeline, report, places, paint), paint !== uncoloured),
  },
  { name: 'json', write: (pipeline, report) => runJson(pipeline, report) },
  { name: 'markdown', write: (pipeline, report, places) => inert(planMarkdown(pipeline, report, places)) },
  { name: 'github', write: (_, report) => runGithub(report) },
];
