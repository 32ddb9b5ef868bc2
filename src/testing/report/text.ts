import { placeOfFile } from '../../pipeline/text/place-text.js';
import { counted } from '../../pipeline/text/counted.js';
import { printable } from '../../words/words.js';
import { formatProblem } from '../../pipeline/problem.js';
import { inert } from '../../report/writers/inert.js';
import type { TestFormat, TestReport } from './format.js';
import { caseAsText, isFailed } from './case-text.js';
import { isBothWays, type Covered } from '../coverage.js';
import type { CasesRun } from '../run-cases.js';

export const text: TestFormat = {
  name: 'text',
  meaning: 'for people',
  write: (report) => inert(testText(report)),
  refuse: ({ problems }) => inert(`${problems.map(formatProblem).join('\n')}\nNo case was decided.\n`),
};

function testText({ run, verbose, coverage }: TestReport): string {
  const { results, mutants } = run;
  const shown = results.filter((result) => verbose || isFailed(result));
  const lines = shown.map((result) => caseAsText(run, result));
  if (verbose && shown.length > 0) lines.push('');
  if (coverage) lines.push(...coverageLines(run), '');
  if (mutants !== null && mutants.unnoticed.length > 0) {
    lines.push('No case notices when this is changed:');
    lines.push(...aligned(mutants.unnoticed.map(({ place, rule, change }) => [placeOfFile(place), rule, change])), '');
  }
  lines.push(summary(run));
  return `${lines.join('\n')}\n`;
}

function coverageLines({ coverage }: CasesRun): string[] {
  const all = [...coverage.rules, ...coverage.conditions];
  const open = all.filter((one) => !isBothWays(one));
  if (open.length === 0) return ['Every rule and every condition is decided both ways.'];
  const lines = open.map((one) => [placeOfFile(one.place), one.rule, one.condition ?? 'the rule', neverOf(one)]);
  return ['Not decided both ways:', ...aligned(lines)];
}

function neverOf({ held, failed }: Covered): string {
  if (!held && !failed) return 'never asked';
  return held ? 'never fails' : 'never holds';
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    `  ${row.map((cell, index) => printable(cell).padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd(),
  );
}

function summary({ results, coverage, mutants }: CasesRun): string {
  const count = (status: string): number => results.filter((result) => result.status === status).length;
  const failed = results.filter(isFailed).length;
  const counts = [`${String(count('passed'))} passed`, `${String(failed)} failed`];
  if (count('known') > 0) counts.push(`${String(count('known'))} known not to be met`);
  const bothWays = (all: readonly Covered[]): string =>
    `${String(all.filter(isBothWays).length)} of ${String(all.length)}`;
  const lines = [
    `${counted(results.length, 'case')}: ${counts.join(', ')}.`,
    `Decided both ways: ${bothWays(coverage.rules)} rules, ${bothWays(coverage.conditions)} conditions.`,
  ];
  if (mutants !== null)
    lines.push(`Changes noticed: ${String(mutants.made - mutants.unnoticed.length)} of ${String(mutants.made)}.`);
  return lines.join('\n');
}
