import { lineOfFile } from '../../pipeline/text/place-text.js';
import { formatProblem } from '../../pipeline/problem.js';
import { explanationAsText, seenInWords } from '../../report/explain/text.js';
import { printable } from '../../words/words.js';
import type { CaseResult, CasesRun, Failure } from '../run-cases.js';

/** A case and its status in one line, and below it why it fails. */
export function caseAsText(run: CasesRun, result: CaseResult): string {
  const lines = [headline(result)];
  if (result.status === 'failed') lines.push('', ...reasonsOf(run, result).map((line) => indented(line, '  ')));
  return lines.join('\n');
}

export function headline({ case: of, status }: CaseResult): string {
  const { place, known } = of;
  const at = `${lineOfFile(place)}  ${printable(nameOfCase(of))}`;
  if (status === 'met') return `FAILED  ${at}: it is met after all, so remove "known" (${printable(known ?? '')})`;
  if (status === 'known') return `known   ${at}: ${printable(known ?? '')}`;
  return `${status === 'failed' ? 'FAILED' : 'passed'}  ${at}`;
}

/** For each expectation that is not met: what was expected, what happened, and why. */
export function reasonsOf({ pipeline }: CasesRun, { failures }: CaseResult): string[] {
  let explained: string | null = null;
  return failures.map((failure) => {
    if (failure.problem !== null) return formatProblem(failure.problem);
    const { place, expected, happened, explanation, saw } = failure;
    const lines = [
      `expected  ${expected}  (line ${String(place.line)})`,
      `happened  ${happened}`,
      ...saw.flatMap(sawInWords),
      '',
    ];
    const why = explanation === null ? null : explanationAsText(pipeline, explanation);
    // If two expectations of one record have the same reason, it is said once.
    if (why !== null && why !== explained) lines.push(indented(why, '  '), '');
    explained = why;
    return lines.join('\n');
  });
}

function sawInWords({ rule, seen }: Failure['saw'][number]): string[] {
  if (seen.length === 0) return [];
  return [`          what ${rule} saw:`, ...seen.map((one) => `            ${seenInWords(one)}`)];
}

/** With the school, if the case is decided for several. */
export function nameOfCase({ name, school, schools }: CaseResult['case']): string {
  return schools > 1 ? `${name} (school ${school ?? ''})` : name;
}

export function isFailed({ status }: CaseResult): boolean {
  return status === 'failed' || status === 'met';
}

/** What is wrong with a case in one line; null if nothing is. */
export function messageOf(result: CaseResult): string | null {
  if (result.status === 'met') return 'It is met after all: remove "known".';
  return result.failures.length === 0 ? null : result.failures.map(failureInLine).join('; ');
}

function failureInLine({ problem, expected, happened }: Failure): string {
  if (problem === null) return `expected ${expected}, but ${happened}`;
  return problem.hint === null ? problem.message : `${problem.message} ${problem.hint}`;
}

function indented(text: string, margin: string): string {
  return text.replace(/^(?=.)/gm, margin);
}
