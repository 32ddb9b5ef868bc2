import { asCode, escapeWords, markdownTable, schoolInMarkdown } from '../writers/markdown.js';
import { counted, noun } from '../../pipeline/text/counted.js';
import { passedOverInWords } from '../../extract/bytes/files-of.js';
import { kindsOf, type Pipeline } from '../../pipeline/pipeline.js';
import type { Format } from '../format.js';
import { inert } from '../writers/inert.js';
import type { EndedRun } from './ended-run.js';
import { commandLine } from '../writers/command-line.js';
import { fitsJobSummary, mostThatFit } from '../writers/most-that-fit.js';
import { cameTwiceInWords } from './came-twice.js';
import { unseenLines } from './unseen.js';
import { heldPurgeInWords } from './purge.js';
import type { ChangeCounts } from '../../load/compare/differences.js';
import type { ReasonCount } from '../../run/reasons.js';
import type { RunReport } from './run-report.js';
import type { SchoolReport } from '../../run/run-result.js';
import { outcomeInWords, sortedReasons, total } from './text.js';
import { releaseCommand } from './way-out.js';
import { asSentence, countOfKind, label, printable } from '../../words/words.js';

/** How many mistakes are listed, the most frequent first. */
const mostMistakes = 20;

/** What a run did, for a job's summary: what needs a person first, then the sums, then the schools one by one. */
export const markdown: Format<EndedRun> = {
  name: 'markdown',
  meaning: "for a job's summary",
  write: (run) => inert(runMarkdown(run)),
};

function runMarkdown({ pipeline, report, reasons, places: { same } }: EndedRun): string {
  if (report.refused !== undefined) return `### Nothing was done\n\n${escapeWords(report.refused)}\n`;
  const schools = [...of(report, 'failed'), ...of(report, 'held'), ...of(report, 'loaded')];
  const unchanged = report.schools.filter(({ status }) => status === 'unchanged').length;
  const write = (shown: number): string => {
    const listed = schools.slice(0, shown);
    const left = schools.length - shown;
    const parts = [
      `### ${outcomeInWords(report)}, in ${report.seconds.toFixed(1)} s`,
      ...(report.interrupted === true ? ['**Interrupted: what came after was not read.**'] : []),
      ...unseenLines(report).map((line) => `- ${escapeWords(line)}`),
      ...(report.purge?.status === 'held' ? [heldPurgeInWords(report.purge.gap)] : []),
      ...cameTwice(report),
      ...inTrouble(listed, 'failed', 'Failed', same),
      ...inTrouble(listed, 'held', 'Held back: a person decides', same),
      ...passedOverInWords(report.passedOver ?? []).map((words) => escapeWords(printable(words))),
      ...sums(pipeline, report),
      ...mistakes(pipeline, reasons, same),
      ...loaded(listed),
      ...(left > 0 ? [`And ${String(left)} more ${noun(left, 'school')}, for which there is no room.`] : []),
      ...(unchanged > 0 ? [`${counted(unchanged, 'school')} unchanged.`] : []),
    ];
    return `${parts.join('\n\n')}\n`;
  };
  return mostThatFit(schools.length, write, fitsJobSummary);
}

function of({ schools }: RunReport, status: SchoolReport['status']): SchoolReport[] {
  return schools.filter((school) => school.status === status);
}

function cameTwice({ schools }: RunReport): string[] {
  const lines = schools.flatMap((school) => {
    const words = cameTwiceInWords(school);
    return words === null ? [] : [`- ${schoolInMarkdown(school)}: ${escapeWords(words)}`];
  });
  return lines.length === 0 ? [] : ['#### Came twice', [...new Set(lines)].join('\n')];
}

function inTrouble(
  schools: readonly SchoolReport[],
  status: SchoolReport['status'],
  heading: string,
  same: string,
): string[] {
  const those = schools.filter((school) => school.status === status);
  if (those.length === 0) return [];
  const lines = those.map((school) => {
    const command = releaseCommand(school, same);
    const wayOut = command === null ? '' : ` If it is right: ${asCode(command)}`;
    return `- ${schoolInMarkdown(school)}: ${escapeWords(school.reason ?? '')}${wayOut}`;
  });
  return [`#### ${heading}`, lines.join('\n')];
}

function sums(pipeline: Pipeline, { schools }: RunReport): string[] {
  const rows = kindsOf(pipeline).flatMap(({ name }) => {
    const of = (count: (school: SchoolReport) => number | undefined): string =>
      String(schools.reduce((sum, school) => sum + (count(school) ?? 0), 0));
    const changed = (change: keyof ChangeCounts): string =>
      of(({ status, changes }) => (status === 'loaded' ? changes[name]?.[change] : 0));
    const read = of(({ sections }) => sections[name]?.read);
    if (read === '0') return [];
    const counts = (['split', 'through', 'not', 'rejected', 'merged'] as const).map((sum) =>
      of(({ sections }) => sections[name]?.[sum]),
    );
    const changes = (['added', 'changed', 'removed', 'returned'] as const).map(changed);
    return [[escapeWords(label(pipeline, name, 2)), read, ...counts, ...changes]];
  });
  if (rows.length === 0) return [];
  return [
    markdownTable(
      [
        '',
        'read',
        'split',
        'come through',
        'do not',
        'without id',
        'repeats',
        'added',
        'changed',
        'removed',
        'returned',
      ],
      rows,
    ),
  ];
}

function mistakes(pipeline: Pipeline, reasons: readonly ReasonCount[], same: string): string[] {
  const all = sortedReasons(pipeline, reasons, 'mistakes').sort((a, b) => b.count - a.count);
  if (all.length === 0) return [];
  const rows = all
    .slice(0, mostMistakes)
    .map(({ kind, rule, because, fix, count }) => [
      escapeWords(countOfKind(pipeline, kind, count)),
      escapeWords(asSentence(because ?? rule)),
      fix === null ? '' : escapeWords(asSentence(fix)),
    ]);
  const more = all.length - rows.length;
  return [
    '#### To correct at the source first',
    markdownTable(['', 'what is wrong', 'what to do'], rows),
    ...(more > 0 ? [`And ${String(more)} more: ${asCode(commandLine('report', [], same))} has all.`] : []),
  ];
}

function loaded(schools: readonly SchoolReport[]): string[] {
  const those = schools.filter(({ status }) => status === 'loaded');
  if (those.length === 0) return [];
  const hasDrift = those.some(({ drift }) => drift !== undefined);
  const rows = those.map((school) => [
    schoolInMarkdown(school),
    ...(['added', 'changed', 'removed', 'returned'] as const).map((change) => String(total(school, change))),
    ...(hasDrift ? [String(school.drift?.length ?? 0)] : []),
  ]);
  const columns = ['school', 'added', 'changed', 'removed', 'returned', ...(hasDrift ? ['written by others'] : [])];
  return ['#### Loaded', markdownTable(columns, rows)];
}
