import { asCode, escapeWords, schoolInMarkdown } from '../writers/markdown.js';
import { counted, noun } from '../../pipeline/text/counted.js';
import { unseenLines } from '../run/unseen.js';
import { passedOverInWords } from '../../extract/bytes/files-of.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { fitsJobSummary, mostThatFit } from '../writers/most-that-fit.js';
import { causeInWords, changeInWords, changesInWords, gravestFirst, readOnce, sampleInWords } from './text.js';
import type { PlannedRun } from './planned-run.js';
import type { Format } from '../format.js';
import { inert } from '../writers/inert.js';
import type { SchoolReport } from '../../run/run-result.js';
import { printable } from '../../words/words.js';

/** What a run would do, for a job's summary or a pull request. */
export const markdown: Format<PlannedRun> = {
  name: 'markdown',
  meaning: "for a job's summary",
  write: (plan) => inert(planMarkdown(plan)),
};

function planMarkdown({ pipeline, report, places: { run, releaseOf } }: PlannedRun): string {
  const unchanged = report.schools.filter(({ status }) => status === 'unchanged').length;
  const others = gravestFirst(report.schools).filter(({ status }) => status !== 'unchanged');
  const write = (shown: number): string => {
    const left = others.length - shown;
    const parts = [
      '### What a run would do',
      ...others.slice(0, shown).map((school) => section(pipeline, school, releaseOf(school))),
    ];
    if (left > 0) parts.push(`And ${String(left)} more ${noun(left, 'school')}.`);
    if (unchanged > 0) parts.push(`${counted(unchanged, 'school')} unchanged.`);
    parts.push(...unseenLines(report).map((line) => `- ${escapeWords(line)}`));
    parts.push(...passedOverInWords(report.passedOver ?? []).map((words) => escapeWords(printable(words))));
    if (report.interrupted === true) parts.push('Interrupted: what came after was not read.');
    else if (run === null) parts.push(`Nothing was written. ${readOnce}`);
    else
      parts.push(
        `Nothing was written. To do just this, or nothing: ${asCode(`--only-if ${report.fingerprint ?? ''}`)}`,
      );
    return `${parts.join('\n\n')}\n`;
  };
  return mostThatFit(others.length, write, fitsJobSummary);
}

function section(pipeline: Pipeline, school: SchoolReport, release: string | null): string {
  const { status, reason, details } = school;
  const lines = [`#### ${schoolInMarkdown(school)}: ${status}`, ''];
  const wayOut = release === null ? '' : ` If it is right: ${asCode(release)}`;
  if (reason !== null) lines.push(`${escapeWords(printable(reason))}${wayOut}`, '');
  lines.push(...changesInWords(pipeline, school).map((words) => `- ${words}`));
  const shown = details?.records ?? [];
  if (shown.length > 0) {
    lines.push('', '| record | | why |', '|---|---|---|');
    for (const change of shown) {
      const { who, verb } = changeInWords(pipeline, change);
      lines.push(`| ${escapeWords(who)} | ${verb} | ${escapeWords(printable(causeInWords(change)))} |`);
    }
  }
  const sample = sampleInWords(school);
  if (sample !== null) lines.push('', `(${sample})`);
  return lines.join('\n');
}
