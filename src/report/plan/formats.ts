import type { Pipeline } from '../../pipeline/pipeline.js';
import { inert } from '../writers/inert.js';
import type { PlanPlaces } from './places.js';
import { planMarkdown } from './markdown.js';
import { heldInPlan, planText } from './text.js';
import { runGithub } from '../run/github.js';
import { runJson } from '../run/json.js';
import type { RunReport } from '../run/run-report.js';
import { uncoloured, type Paint } from '../run/text.js';

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
  {
    name: 'github',
    write: (_, report, places) => runGithub(report, (school) => heldInPlan(school, places.releaseOf(school))),
  },
];
