import { fileAndLine } from '../../pipeline/text/place-text.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import type { Of } from '../../explain/explanation.js';
import type { Drift } from '../../load/compare/drift.js';
import type { Format } from '../format.js';
import type { EndedRun } from './ended-run.js';
import type { PartJson } from './part-json.js';
import type { PartTerms, RunReport } from './run-report.js';
import type { ReasonCount } from '../../run/reasons.js';
import type { SchoolReport } from '../../run/run-result.js';
import { ofRow, reportedId } from '../../words/words.js';
import { inertJson } from '../writers/inert.js';

/** What a run or a plan says, as scripts read it (docs/json.md). */
export const json: Format<Pick<EndedRun, 'pipeline' | 'report'> & Partial<Pick<EndedRun, 'reasons'>>> = {
  name: 'json',
  meaning: 'for scripts',
  write: ({ pipeline, report, reasons = [] }) => runJson(pipeline, report, reasons),
};

function runJson(
  pipeline: Pipeline,
  { schools, unseen, cannotKnow, purge, trouble, part, ...others }: RunReport,
  reasons: readonly ReasonCount[],
): string {
  const written = {
    schools: schools.map((school) => schoolJson(pipeline, school)),
    unseen,
    ...(cannotKnow !== false ? { unseenUnknown: true } : {}),
    purge: purge?.status ?? null,
    ...others,
    ...(part === undefined ? {} : { part: partJson(pipeline, part, { schools, purge, trouble, reasons }) }),
  };
  return `${inertJson(written)}\n`;
}

/** What a part has to say beside its result, so that one result can be made of all parts. */
function partJson(
  pipeline: Pipeline,
  part: PartTerms,
  {
    schools,
    purge,
    trouble = [],
    reasons,
  }: Pick<RunReport, 'schools' | 'purge'> & {
    readonly trouble: RunReport['trouble'] | undefined;
    readonly reasons: readonly ReasonCount[];
  },
): PartJson {
  return {
    ...part,
    documents: schools.map(({ document = 0 }) => document),
    releasable: schools.flatMap(({ school, releasable }) => (releasable === true && school !== null ? [school] : [])),
    reasons: reasons.map(({ example, ...reason }) => ({
      ...reason,
      example: example === null ? null : { school: example.school, id: reportedId(pipeline, reason.kind, example.id) },
    })),
    trouble,
    ...(purge?.status === 'held' ? { purgeGap: purge.gap } : {}),
  };
}

/** A row as someone else had left it; of a link, the id is the list of its ids. */
export type JsonDrift = Omit<Drift, 'id'> & Of;

function schoolJson(pipeline: Pipeline, { drift, details, ...school }: SchoolReport): object {
  return {
    ...school,
    // Only for people, and for the other parts of a night.
    releasable: undefined,
    document: undefined,
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
