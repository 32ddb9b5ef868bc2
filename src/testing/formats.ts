import { formatProblem, type Problem } from '../pipeline/problem.js';
import { annotation, checkFormats } from '../report/check/formats.js';
import { escapeXml } from '../report/writers/escape-xml.js';
import { printable } from '../words/words.js';
import { isFailed, messageOf, reasonsOf } from './case-text.js';
import { problemsAsJson, runAsJson } from './run-as-json.js';
import { runAsText, type Shown } from './run-as-text.js';
import type { CaseResult, CasesRun } from './run-cases.js';
import { inert, inertJson } from '../report/writers/inert.js';

/** A way to write down what `test` found. */
export interface TestFormat {
  readonly name: string;
  readonly write: (run: CasesRun, shown: Shown) => string;
  /** Where the configuration or a case is wrong, so that nothing was decided. */
  readonly refuse: (problems: readonly Problem[], files: number) => string;
}

/** The default first. */
export const testFormats: readonly TestFormat[] = [
  {
    name: 'text',
    write: (run, shown) => inert(runAsText(run, shown)),
    refuse: (problems) => inert(`${problems.map(formatProblem).join('\n')}\nNo case was decided.\n`),
  },
  {
    name: 'json',
    write: (run) => `${inertJson(runAsJson(run))}\n`,
    refuse: (problems) => `${inertJson(problemsAsJson(problems))}\n`,
  },
  { name: 'github', write: asAnnotations, refuse: asCheckDoes('github') },
  { name: 'junit', write: asJunit, refuse: asCheckDoes('junit') },
];

function asCheckDoes(name: string): TestFormat['refuse'] {
  return (problems, files) => checkFormats.find((format) => format.name === name)?.write({ problems, files }) ?? '';
}

function asAnnotations({ results, mutants }: CasesRun): string {
  const failed = results
    .filter(isFailed)
    .map((result) => annotation('error', result.case.place, result.case.name, messageOf(result) ?? ''));
  const unnoticed = (mutants?.unnoticed ?? []).map(({ place, rule, change }) =>
    annotation('error', place, rule, `No case notices when this is changed: ${change}`),
  );
  return [...failed, ...unnoticed].join('');
}

function asJunit(run: CasesRun): string {
  const { results, mutants } = run;
  const unnoticed = mutants?.unnoticed ?? [];
  const failures = String(results.filter(isFailed).length + unnoticed.length);
  const skipped = String(results.filter(({ status }) => status === 'known').length);
  const counts = `tests="${String(results.length + unnoticed.length)}" failures="${failures}" errors="0" skipped="${skipped}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="pullthrough" tests="${String(results.length + unnoticed.length)}" failures="${failures}" errors="0">`,
    `<testsuite name="test" ${counts}>`,
    ...results.map((result) => testCase(run, result)),
    ...unnoticed.map(({ place: { file, line, column }, rule, change }) => {
      const at = `${file}:${String(line)}:${String(column)}`;
      return `<testcase classname="pullthrough.test" name="${xml(`${rule}: ${change}`)}"><failure message="${xml(`No case notices this change at ${at}`)}"/></testcase>`;
    }),
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(run: CasesRun, result: CaseResult): string {
  const { place, name, known } = result.case;
  const body = isFailed(result)
    ? `<failure message="${xml(messageOf(result) ?? '')}">${reasonsOf(run, result).join('\n').split('\n').map(xml).join('\n')}</failure>`
    : result.status === 'known'
      ? `<skipped message="${xml(known ?? '')}"/>`
      : '';
  return `<testcase classname="${xml(place.file)}" name="${xml(name)}">${body}</testcase>`;
}

function xml(text: string): string {
  return escapeXml(printable(text));
}
