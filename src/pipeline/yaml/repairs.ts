import { distance } from 'fastest-levenshtein';
import { suggested } from '../text/did-you-mean.js';
import { severityOfProblem, type Problem } from '../problem.js';

/** A name that nothing has, and the one name that it can mean. */
export interface Repair {
  readonly problem: Problem;
  /** What is between the quotes, if it has any. */
  readonly written: string;
  readonly meant: string;
  /** The column of what is written, from 1. */
  readonly column: number;
}

/** How many letters may be added, left out or others: two change places in `lable`. */
const mostSteps = 2;

/** Only names whose meaning does not depend on quotes are written. */
const isPlainName = /^[\p{L}][\p{L}\p{N}._-]*$/u;

/**
 * The repairs of a file's text.
 * @param problems those of this file, as `check` found them
 * @param text of the file, without its byte order mark: problems have no column for that
 */
export function repairsOf(problems: readonly Problem[], text: string): Repair[] {
  const lines = linesOf(text);
  const found = problems.flatMap((problem): Repair[] => {
    const meant = problem.hint === null ? null : suggested(problem.hint);
    if (meant === null || !isPlainName.test(meant) || severityOfProblem(problem) !== 'error') return [];
    const there = (lines[problem.line - 1] ?? '').slice(problem.column - 1, problem.column - 1 + problem.length);
    const [, quote = '', written = ''] = /^(["']?)([^"']+)\1$/.exec(there.trimEnd()) ?? [];
    // The place of some problems is more than the name, and a name that is further away is a guess.
    if (written === meant || distance(written.toLowerCase(), meant.toLowerCase()) > mostSteps) return [];
    return [{ problem, written, meant, column: problem.column + quote.length }];
  });
  const once = new Map(found.map((repair) => [`${String(repair.problem.line)}:${String(repair.column)}`, repair]));
  return [...once.values()];
}

/** The text with all of them, which were found in it. */
export function repaired(text: string, repairs: readonly Repair[]): string {
  const lines = linesOf(text);
  // From the end of a line to its beginning, so no column moves before it is used.
  for (const { problem, written, meant, column } of repairs.toSorted((a, b) => b.column - a.column)) {
    const line = lines[problem.line - 1];
    lines[problem.line - 1] = line.slice(0, column - 1) + meant + line.slice(column - 1 + written.length);
  }
  return lines.join('\n');
}

/** What ends a line stays at its end. */
function linesOf(text: string): string[] {
  return text.split('\n');
}
