import { lineOfFile } from '../../pipeline/text/place-text.js';
import { counted, joined } from '../../pipeline/text/counted.js';
import { unseenLines } from '../run/unseen.js';
import { passedOverInWords } from '../../extract/bytes/files-of.js';
import { kindsOf, type Pipeline } from '../../pipeline/pipeline.js';
import type { PlannedRun } from './planned-run.js';
import type { Format } from '../format.js';
import { inert } from '../writers/inert.js';
import { uncoloured, type Paint } from '../writers/paint.js';
import type { PlannedChange } from '../../run/planned-changes.js';
import type { ChangeCounts } from '../../load/compare/differences.js';
import type { SchoolReport } from '../../run/run-result.js';
import { total } from '../run/text.js';
import { countOfKind, nameOf, ofRow, printable } from '../../words/words.js';

const verbs: Readonly<Record<keyof ChangeCounts, string>> = {
  removed: 'would go',
  changed: 'would change',
  returned: 'would return',
  added: 'would come',
};
const graver: readonly (keyof ChangeCounts)[] = ['removed', 'changed', 'returned', 'added'];

/** The gravest first: what is held, what failed, then the schools that would lose or change most. */
export function gravestFirst(schools: readonly SchoolReport[]): SchoolReport[] {
  const rank = ({ status }: SchoolReport): number => ['held', 'failed', 'planned', 'unchanged'].indexOf(status);
  const weight = (report: SchoolReport): number[] => graver.map((change) => total(report, change));
  return [...schools].sort((a, b) => {
    if (rank(a) !== rank(b)) return rank(a) - rank(b);
    const [ofA, ofB] = [weight(a), weight(b)];
    const first = ofA.findIndex((count, index) => count !== ofB[index]);
    return first < 0 ? 0 : ofB[first] - ofA[first];
  });
}

/** `3 parents and 4 contact links would go`, for each way in which something would change. */
export function changesInWords(pipeline: Pipeline, { changes }: SchoolReport): string[] {
  return graver.flatMap((change) => {
    const words = kindsOf(pipeline).flatMap(({ name }) => {
      const count = changes[name]?.[change] ?? 0;
      return count === 0 ? [] : [countOfKind(pipeline, name, count)];
    });
    return words.length === 0 ? [] : [`${joined(words)} ${verbs[change]}`];
  });
}

/** Why a record would change: the rule with its place, or the columns. */
export function causeInWords({ columns, rule, because, place }: PlannedChange): string {
  if (columns.length > 0) return columns.join(', ');
  const where = place === null ? '' : ` (${lineOfFile(place)})`;
  const said = because ?? '';
  return rule === null ? said : `${rule}${where}${said === '' ? '' : `: ${said}`}`;
}

export function changeInWords(pipeline: Pipeline, { kind, id, change }: PlannedChange): { who: string; verb: string } {
  return { who: nameOf(pipeline, ofRow(pipeline, { kind, id })), verb: verbs[change] };
}

/** `a sample: the 20 gravest of 184`; nothing if all are named. */
export function sampleInWords({ details }: SchoolReport): string | null {
  if (details === undefined || details.records.length >= details.total) return null;
  return `a sample: ${String(details.records.length)} of ${String(details.total)}, the gravest first`;
}

/** In place of the command that would do just what was planned. */
export const readOnce =
  'No run can be held to this plan: --only-if reads the inputs twice, and standard input can be read only once.';

/** What a run would do, for people. */
export const text: Format<PlannedRun> = {
  name: 'text',
  meaning: 'for people',
  write: (plan) => inert(planText(plan), plan.paint !== uncoloured),
};

function planText({ pipeline, report, places, paint }: PlannedRun): string {
  const { database, run, release, releaseOf } = places;
  const unchanged = report.schools.filter(({ status }) => status === 'unchanged').length;
  const lines = gravestFirst(report.schools)
    .filter(({ status }) => status !== 'unchanged')
    .flatMap((school) => schoolLines(pipeline, school, release === null ? releaseOf(school) : null, paint));
  if (unchanged > 0) lines.push(`  ${counted(unchanged, 'school')} unchanged`, '');
  lines.push(...unseenLines(report).map((line) => `  ${line}`));
  lines.push(...passedOverInWords(report.passedOver ?? []).map((words) => `  ${printable(words)}`));
  lines.push(
    `  ${counted(report.schools.length, 'school')} planned in ${report.seconds.toFixed(1)} s. Nothing was written. Database: ${database}`,
  );
  if (report.interrupted === true) lines.push('  Interrupted: what came after was not read.');
  else if (release !== null) lines.push(`  If it is right:  ${release}`);
  else if (run === null) lines.push(`  ${readOnce}`);
  else lines.push(`  To do just this, or nothing:  ${run}`);
  return `${lines.join('\n')}\n`;
}

/** Why a school would fail or be held, and the command by which a person would let it through. */
export function heldInPlan({ reason }: SchoolReport, release: string | null): string {
  return release === null ? (reason ?? '') : `${reason ?? ''} If it is right: ${release}`;
}

function schoolLines(pipeline: Pipeline, school: SchoolReport, release: string | null, paint: Paint): string[] {
  const { status, details } = school;
  const id = printable(school.school ?? '(unknown)').padEnd(10);
  const name = printable(school.name ?? '').padEnd(22);
  const colour = status === 'planned' ? paint.good : paint.bad;
  const head = `  ${id} ${name} ${colour(status.padEnd(10))} ${printable(heldInPlan(school, release))}`.trimEnd();
  const counts = changesInWords(pipeline, school).map((words) => `    ${words}`);
  const shown = details?.records ?? [];
  // A first load only adds: to name some of what it adds says nothing.
  const named = shown.filter(({ change }) => change !== 'added' || shown.length === details?.total);
  const records = named.map((change) => {
    const { who, verb } = changeInWords(pipeline, change);
    return `      ${who.padEnd(34)} ${verb.padEnd(13)} ${printable(causeInWords(change))}`.trimEnd();
  });
  const sample = sampleInWords(school);
  return [
    head,
    ...counts,
    ...records,
    ...(sample === null || named.length === 0 ? [] : [`      ${paint.faint(sample)}`]),
    '',
  ];
}
