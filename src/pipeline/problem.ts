import { effects } from './vocabulary/effects.js';
import { withoutCredentials } from './text/credentials.js';
import { byCodeUnit } from './text/text.js';

/** What can be wrong in the configuration, one line for each as docs/errors.md lists them. */
export const problemCodes = {
  'cannot-read': 'The file is missing or cannot be read.',
  'wrong-encoding': 'The file is not UTF-8 text.',
  'yaml-syntax': 'The file is not valid YAML.',
  'too-deep': 'Lists and maps are nested more than 100 deep.',
  'empty-file': 'A file for rules that has none.',
  'unknown-key': 'A key that nothing reads, usually a misspelt one.',
  'missing-key': 'A key that must be there is not.',
  'wrong-type': 'A value of another type than the key takes.',
  excludes: 'Two keys, or two entries of a list, that cannot be there together.',
  'unknown-format': 'There is no format of dates of that name.',
  'unknown-name': 'The pipeline has no credentials of that name.',
  'unfit-url':
    'A URL that is not fetched: with a user or password in it, by http from another machine, or no URL at all.',
  'path-form': 'A path with [] or ^ where neither has a meaning.',
  'lookup-chain': 'The match of a look-up is a look-up.',
  'view-where': 'A `where` of a view that depends on the school or the day, or that asks nothing.',
  'view-unreachable': 'A view that takes nothing, because one before it takes every entry that it would.',
  'blank-value': 'A blank text, which no value of the data equals.',
  'unknown-kind': 'There is no record or link of that name in the pipeline.',
  'unknown-field': 'The kind has no field of that name.',
  'by-field': 'The field by which links name records is none, or is not read as text.',
  'key-parts': 'An id and the links that name it are made of different numbers of parts, or a key has only one.',
  'never-stored': 'A field under `keep` would store what is under `read`.',
  'unknown-fact': 'Rules for this kind, in this stage, have no fact of that name.',
  'unknown-operator': 'There is no operator of that name.',
  'unknown-option': 'The pipeline declares no option of that name.',
  'unknown-effect': `An event's type is none of ${effects.map(({ name }) => name).join(', ')}.`,
  'unknown-rule': 'There is no rule of that name to replace, disable or enable.',
  'unknown-condition': 'rules/conditions.yaml has no condition of that name.',
  'unknown-term': 'No file gives the days of a term of that name.',
  'circular-condition': 'A shared condition refers to itself, directly or through others.',
  'circular-extends': 'A file extends itself, directly or through others.',
  'empty-condition': 'An `all` or `any` without conditions would always hold.',
  'ambiguous-condition':
    'One node has more than one of `all`, `any`, `not`, `condition`, `fact`; the engine would ignore all but one.',
  'wrong-polarity': 'The rule could bring a record back when others leave; the decision would depend on the order.',
  'repeated-name':
    'Two rules, kinds, fields of a kind or options have the same name, or a school has two files or two sources.',
  'contrary-entries': 'Two entries of one file that contradict each other.',
  'reserved-name': 'The name has a meaning of its own in rules.',
  'unfit-name': 'A table or column of this name would not work on every database.',
  'unknown-school': 'A case names a school that has no file of its own, or --school one that no load knows either.',
  'unknown-record': 'A case expects something of a record or link that its extract does not have.',
  'empty-case': 'A case that expects nothing would always pass.',
  'unread-file':
    'Something in rules/ or sources/ that nothing reads or can read, by its name, ending or place, or because a link leads nowhere.',
  'no-rules': 'There is no rule for all schools, and the pipeline does not say that none is wanted.',
  'never-holds': 'A condition that can never hold, whatever the data is.',
  'always-holds': 'A condition that can never fail, whatever the data is.',
  'text-as-number': 'A comparison of numbers with text: "10" would come before "9".',
  'lost-value': 'A rule sets, or a case expects, a value that `store` or `otherwise` turns into another, or into none.',
  'unknown-value': 'A value in `store` that differs slightly from one that rules know, so probably misspelt.',
  'never-set': 'A rule reads a field that the extract does not give and no rule sets.',
  'pointless-rule': 'Another rule decides everything that this one could.',
  'passed-over': 'Something in rules/ that nothing reads, and whose name is not that of a YAML file.',
  'stored-word': 'A rule compares with a word that is only stored, but rules see what is read.',
  'hardly-meant': 'What is right as it is written, and hardly anybody means.',
  'nothing-through': 'Two rules that together let nothing through, though each alone lets something.',
  'changes-nothing': 'A file, or an entry of one, that changes nothing.',
  'unused-option': 'An option that no rule reads.',
  'period-unused': 'Links have a period, and no rule asks for it.',
  'view-covered': 'A view for which one before it leaves nothing, though the two say different things.',
  'bad-opens': 'A field whose blank lets something through, so that a bad value does, too.',
  'unused-file': "A shared file that no school's file extends.",
  'old-schemas': 'The schemas for editors beside the pipeline were made from another configuration.',
  'rule-over': 'A rule, an entry of the guard or a pause whose last day is past.',
  'term-over':
    'A term that a rule names has no day from today on, or so late a day that nobody knows whether today is one.',
  'unused-condition': 'A shared condition that no rule names.',
  'untested-rule': 'There are cases, and none of them says what this rule does.',
  'absent-value': 'A value that no record has in the extracts given with `--against`.',
  'absent-section': 'A section that may be missing, and that none of the extracts given with `--against` has.',
  'odd-mapping':
    'What a run would warn of in the mapping, of an extract given with `--against`: a path that no record has, a look-up or a view that finds nothing, links that all dangle.',
  'failed-extract': 'An extract given with `--against` that cannot be read, or whose school cannot be decided.',
  'standing-name': 'A table or column has a name that a new one would not get.',
  'new-column': 'A field that the database does not have yet: nearly all rows change at the next load.',
  'column-gone': 'A column of the database has values, and no field: the database is refused.',
  'column-type': 'A field has another type than its column: the database is refused.',
} as const;

/** Problems that `check` reports and that hinder nothing. */
const warnings: ReadonlySet<string> = new Set([
  'pointless-rule',
  'passed-over',
  'stored-word',
  'view-covered',
  'bad-opens',
  'hardly-meant',
  'nothing-through',
  'changes-nothing',
  'unused-option',
  'unused-condition',
  'unused-file',
  'period-unused',
  'old-schemas',
  'rule-over',
  'term-over',
  'untested-rule',
  'absent-value',
  'absent-section',
  'odd-mapping',
  'standing-name',
  'new-column',
  'column-gone',
  'column-type',
]);

export function severityOf(code: ProblemCode): 'error' | 'warning' {
  return warnings.has(code) ? 'warning' : 'error';
}

export function severityOfProblem({ code, severity }: Pick<Problem, 'code' | 'severity'>): 'error' | 'warning' {
  return severity ?? severityOf(code);
}

export type ProblemCode = keyof typeof problemCodes;

/** A fault in a configuration file, and its place. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string | null;
  /** The line as it is in the file, for a code frame, and how many characters to underline. */
  readonly source: string;
  readonly length: number;
  /** Set if it hinders nothing here, though its code is that of an error. */
  readonly severity?: 'warning';
  /** Set if one of two values that differ slightly is wrong, and only extracts can tell which. */
  readonly rivals?: Rivals;
}

/** A word of `store`, and one that rules know. */
export interface Rivals {
  readonly kind: string;
  readonly field: string;
  readonly stored: string;
  readonly asked: string;
}

/** Thrown once, at the outermost level, with every problem found. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'ConfigurationError';
  }
}

/** Each problem once: a shared condition is read for each place that names it, a file for each that extends it. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  // The place implies the source line.
  const once = new Map(problems.map((problem) => [JSON.stringify({ ...problem, source: '' }), problem]));
  return [...once.values()].sort(
    (a, b) => byCodeUnit(a.file, b.file) || a.line - b.line || a.column - b.column || byCodeUnit(a.code, b.code),
  );
}

/** All of them, for a place with room for only one line. */
export function inOneLine(problems: readonly Problem[]): string {
  return problems
    .map(({ file, line, column, code, message }) => `${file}:${String(line)}:${String(column)} ${code} ${message}`)
    .join(' ');
}

/** `file:line:column  code  message`, with the line and a caret below it. */
export function formatProblem(problem: Problem): string {
  const head = `${problem.file}:${String(problem.line)}:${String(problem.column)}  ${problem.code}  ${problem.message}`;
  const hint = problem.hint === null ? '' : ` ${problem.hint}`;
  if (problem.source.trim() === '') return head + hint;
  const gutter = String(problem.line).padStart(4);
  const whole = withoutCredentials(problem.source);
  const before = problem.source.slice(0, problem.column - 1);
  // Nothing is underlined if the place is in or after what is blanked out.
  const place = whole.startsWith(before) ? before.length : null;
  const from = Math.max(0, (place ?? 0) - shownBefore);
  const shown = `${from > 0 ? '…' : ''}${whole.slice(from, from + mostShown)}${whole.length > from + mostShown ? '…' : ''}`;
  const caret = place === null ? '' : caretBelow(place - from + (from > 0 ? 1 : 0), problem.length, shown.length);
  return `${head}${hint}\n\n${gutter} | ${shown}\n${caret}`;
}

/** How many characters of a line a code frame shows, and how many before the place: a line may be very long. */
const mostShown = 300;
const shownBefore = 200;

function caretBelow(place: number, length: number, shown: number): string {
  return `     | ${' '.repeat(place)}${'^'.repeat(Math.max(1, Math.min(length, shown - place)))}\n`;
}
