import { counted, noun } from '../../pipeline/text/counted.js';
import { passedOverInWords } from '../../extract/bytes/files-of.js';
import { kindsOf, type Pipeline } from '../../pipeline/pipeline.js';
import { forShell } from '../../pipeline/text/for-shell.js';
import { byCodeUnit } from '../../pipeline/text/text.js';
import { builtInRules, ofAll } from '../../pipeline/rules/rule.js';
import type { Drift } from '../../load/compare/drift.js';
import type { Format } from '../format.js';
import { commandLine } from '../writers/command-line.js';
import { inert } from '../writers/inert.js';
import { uncoloured, type Paint } from '../writers/paint.js';
import type { EndedRun } from './ended-run.js';
import type { ChangeCounts } from '../../load/compare/differences.js';
import type { ReasonCount } from '../../run/reasons.js';
import type { RunReport } from './run-report.js';
import type { SchoolReport, SchoolStatus } from '../../run/run-result.js';
import { cameTwiceInWords } from './came-twice.js';
import { reasonWithWayOut } from './way-out.js';
import { heldPurgeInWords } from './purge.js';
import { unseenLines } from './unseen.js';
import { label, nameOf, ofRow, printable } from '../../words/words.js';

/** All that a run says to people, once it has ended. */
export const text: Format<EndedRun> = {
  name: 'text',
  meaning: 'for people',
  write: (run) => inert(runText(run)),
};

function runText({ pipeline, report, reasons, places }: EndedRun): string {
  if (report.refused !== undefined) return `  ${report.refused}\n`;
  const lines = report.schools.map((school) => schoolLine(pipeline, school, null, uncoloured, places.same));
  const passedOver = passedOverInWords(report.passedOver ?? []).map((words) => `  ${printable(words)}`);
  return `${[...passedOver, ...lines, summary({ pipeline, report, reasons, places }, uncoloured)].join('\n')}\n`;
}

/**
 * One line for a school: what came of it, how many come through, what changed.
 * @param milliseconds null if nobody looked at the clock
 * @param same the options with which other commands look at the same database
 */
export function schoolLine(
  pipeline: Pipeline,
  report: SchoolReport,
  milliseconds: number | null,
  paint: Paint,
  same: string,
): string {
  const school = printable(report.school ?? '(unknown)').padEnd(10);
  const name = printable(report.name ?? '').padEnd(22);
  const status = paintStatus(report.status, paint)(report.status.padEnd(10));
  if (report.status === 'failed' || report.status === 'held')
    return [
      `  ${school} ${name} ${status} ${printable(reasonWithWayOut(report, same))}`,
      ...cameTwiceLines(report),
    ].join('\n');
  const through = pipeline.records.map((kind) => {
    const count = report.sections[kind.name]?.through ?? 0;
    return counted(count, label(pipeline, kind.name, 1), kind.label.toLowerCase()).padEnd(13);
  });
  const took = milliseconds === null ? '' : paint.faint(`${milliseconds.toFixed(0)} ms`);
  const line =
    `  ${school} ${name} ${status} ${through.join(' ')} ${changesInWords(report).padEnd(12)} ${took}`.trimEnd();
  return [line, ...cameTwiceLines(report), ...driftLines(pipeline, report)].join('\n');
}

function cameTwiceLines(report: SchoolReport): string[] {
  const words = cameTwiceInWords(report);
  return words === null ? [] : [`    ${words}`];
}

/** How many rows to name that someone else had written to. */
const mostDrift = 20;

function driftLines(pipeline: Pipeline, { drift = [] }: SchoolReport): string[] {
  if (drift.length === 0) return [];
  const lines = drift.slice(0, mostDrift).map(({ kind, id, change, columns }) => {
    const who = nameOf(pipeline, ofRow(pipeline, { kind, id }));
    return `      ${who.padEnd(34)} ${driftWords[change]}${change === 'changed' ? `: ${columns.join(', ')}` : ''}`;
  });
  const more = drift.length - mostDrift;
  return [
    `    ${counted(drift.length, 'row was', 'rows were')} not as the last run had left ${noun(drift.length, 'it', 'them')}, and put right:`,
    ...lines,
    ...(more > 0 ? [`      and ${String(more)} more`] : []),
  ];
}

const driftWords: Readonly<Record<Drift['change'], string>> = {
  added: 'had been deleted',
  changed: 'had been edited',
  removed: 'had been put there',
  returned: 'had been marked as gone',
};

function paintStatus(status: SchoolStatus, paint: Paint): (text: string) => string {
  return status === 'failed' || status === 'held' ? paint.bad : paint.good;
}

/** How many records and links of all kinds changed in one way. */
export function total({ changes }: Pick<SchoolReport, 'changes'>, change: keyof ChangeCounts): number {
  return Object.values(changes).reduce((sum, counts) => sum + counts[change], 0);
}

function changesInWords(report: SchoolReport): string {
  if (report.status === 'unchanged') return 'no change';
  const word = (change: keyof ChangeCounts, say: (count: string) => string): string => {
    const count = total(report, change);
    return count > 0 ? say(String(count)) : '';
  };
  const words = [
    word('added', (count) => `+${count}`),
    word('removed', (count) => `-${count}`),
    word('returned', (count) => `${count} returned`),
    word('changed', (count) => `${count} changed`),
  ];
  return words.filter((word) => word !== '').join(' ') || 'loaded';
}

/** What did not come through for all schools together, and where to look next. */
export function summary({ pipeline, report, reasons, places: { database, same } }: EndedRun, paint: Paint): string {
  const lines: string[] = [''];
  const mistakes = linesOf(pipeline, reasons, 'mistakes');
  const choices = linesOf(pipeline, reasons, 'choices');
  const warnings = linesOf(pipeline, reasons, 'warnings');
  if (mistakes.length + choices.length > 0) lines.push(paint.strong('  Not coming through'));
  if (mistakes.length > 0) lines.push('    to correct at the source', ...mistakes);
  if (choices.length > 0) lines.push("    by the school's choice", ...choices);
  if (warnings.length > 0) lines.push(paint.strong('  Warnings'), ...warnings);
  if (lines.length > 1) lines.push('');
  lines.push(`  ${outcomeInWords(report)}, in ${report.seconds.toFixed(1)} s. Database: ${database}`);
  if (report.interrupted === true) lines.push('  Interrupted: what came after was not read.');
  lines.push(...beyondSchools(report, same));
  lines.push(...whereNext(pipeline, reasons, same));
  return lines.join('\n');
}

/** What a person has to look at and no arrived school's line says. */
export function beyondSchools(report: RunReport, same: string): string[] {
  const unseen = unseenLines(report).map((line) => `  ${line}`);
  const { purge, notices } = report;
  const told = notices === undefined ? [] : [`  ${noticesInWords(notices)}`];
  if (purge?.status !== 'held') return [...unseen, ...told];
  return [
    ...unseen,
    ...told,
    `  ${heldPurgeInWords(purge.gap)} If it is right: ${commandLine('purge --all', [], same)}`,
  ];
}

/** `2 notices sent, 1 could not be sent.` */
function noticesInWords({ sent, failed }: NonNullable<RunReport['notices']>): string {
  const said = `${counted(sent, 'notice', 'notices')} sent`;
  return failed === 0 ? `${said}.` : `${said}, ${String(failed)} could not be sent.`;
}

function whereNext(pipeline: Pipeline, reasons: readonly ReasonCount[], same: string): string[] {
  const all = `  All of them:       ${commandLine('report', [], same)}`;
  for (const among of ['mistakes', 'choices'] as const) {
    for (const { kind, example } of sortedReasons(pipeline, reasons, among)) {
      const record = pipeline.records.find(({ name }) => name === kind);
      if (record === undefined || example === null) continue;
      const options = ` --school ${forShell(example.school)}${same}`;
      return [`  Why one of them?   ${commandLine('explain', [record.one, example.id], options)}`, all];
    }
  }
  return [all];
}

/** `3 schools: 2 loaded, 1 held`. */
export function outcomeInWords(report: RunReport): string {
  const counts = new Map<SchoolStatus, number>();
  for (const { status } of report.schools) counts.set(status, (counts.get(status) ?? 0) + 1);
  const words = [...counts].map(([status, count]) => `${String(count)} ${status}`);
  return `${counted(report.schools.length, 'school')}: ${words.join(', ') || 'nothing to do'}`;
}

function linesOf(pipeline: Pipeline, reasons: readonly ReasonCount[], among: ReasonCount['among']): string[] {
  return sortedReasons(pipeline, reasons, among).map(({ kind, rule, field, because, fix, count }) => {
    const isOfAll = ofAll.has(rule);
    const number = isOfAll ? '' : String(count);
    const who = `${number.padStart(7)} ${label(pipeline, kind, isOfAll ? 2 : count)}`.padEnd(28);
    const what = because === null ? rule : inLine(because.replace(/\.$/, ''), field);
    return `${who} ${fix === null ? what : what.padEnd(60)}${fix === null ? '' : `  ${fix}`}`;
  });
}

/** Those of one sort by kind, in the order of the pipeline, without what only follows from an end that stays out. */
export function sortedReasons(
  pipeline: Pipeline,
  reasons: readonly ReasonCount[],
  among: ReasonCount['among'],
): ReasonCount[] {
  const order = kindsOf(pipeline).map((kind) => kind.name);
  return reasons
    .filter((reason) => reason.among === among && reason.rule !== builtInRules.endStaysOut)
    .sort(
      (a, b) =>
        order.indexOf(a.kind) - order.indexOf(b.kind) ||
        b.count - a.count ||
        byCodeUnit(a.rule, b.rule) ||
        byCodeUnit(a.field ?? '', b.field ?? ''),
    );
}

/** A key of the extract keeps its spelling. */
function inLine(text: string, field = ''): string {
  if (field !== '' && text.startsWith(field)) return text;
  return /^[A-Z][a-z]* /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
