import type { Pipeline } from '../../pipeline/pipeline.js';
import { inert } from '../writers/inert.js';
import { runGithub } from './github.js';
import { runJson } from './json.js';
import { runMarkdown } from './markdown.js';
import type { ReasonCount, RunReport } from './run-report.js';
import { runText, type RunPlaces } from './text.js';
import { reasonWithWayOut } from './way-out.js';

/** A run that has ended, with all that can be said of it. */
export interface EndedRun {
  readonly pipeline: Pipeline;
  readonly report: RunReport;
  readonly reasons: readonly ReasonCount[];
  readonly places: RunPlaces;
}

/** A way to write down what a run did. */
export interface RunFormat {
  readonly name: string;
  readonly write: (run: EndedRun) => string;
}

export const runFormats: readonly RunFormat[] = [
  {
    name: 'text',
    write: ({ pipeline, report, reasons, places }) => inert(runText(pipeline, report, reasons, places)),
  },
  { name: 'json', write: ({ pipeline, report }) => runJson(pipeline, report) },
  {
    name: 'markdown',
    write: ({ pipeline, report, reasons, places }) => inert(runMarkdown(pipeline, report, reasons, places.same)),
  },
  {
    name: 'github',
    write: ({ report, places }) => runGithub(report, (school) => reasonWithWayOut(school, places.same)),
  },
];
