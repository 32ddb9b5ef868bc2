import { fileAndLine } from '../../pipeline/text/place-text.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import type { Format } from '../format.js';
import type { EndedRun } from './ended-run.js';
import type { RunReport } from './run-report.js';
import type { SchoolReport } from '../../run/run-result.js';
import { ofRow } from '../../words/words.js';
import { inertJson } from '../writers/inert.js';

/** What a run or a plan says, as scripts read it (docs/json.md). */
export const json: Format<Pick<EndedRun, 'pipeline' | 'report'>> = {
  name: 'json',
  meaning: 'for scripts',
  write: ({ pipeline, report }) => runJson(pipeline, report),
};

function runJson(pipeline: Pipeline, { schools, unseen, cannotKnow, purge, ...report }: RunReport): string {
  const written = {
    schools: schools.map((school) => schoolJson(pipeline, school)),
    unseen,
    ...(cannotKnow !== false ? { unseenUnknown: true } : {}),
    purge: purge?.status ?? null,
    ...report,
  };
  return `${inertJson(written)}\n`;
}

function schoolJson(pipeline: Pipeline, { drift, details, ...school }: SchoolReport): object {
  return {
    ...school,
    // Only for people.
    releasable: undefined,
    ...(drift === undefined ? {} : { drift: drift.map((one) => ({ ...one, ...ofRow(pipeline, one) })) }),
    ...(details === undefined ? {} : { details: detailsJson(pipeline, details) }),
  };
}

function detailsJson(pipeline: Pipeline, { total, records }: NonNullable<SchoolReport['details']>): object {
  const named = records.map(({ place, ...record }) => ({
    ...record,
    ...ofRow(pipeline, record),
    ...fileAndLine(place),
  }));
  return { total, shown: named.length, records: named };
}
