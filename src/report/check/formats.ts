import type { Checked } from '../../pipeline/lint/check-configuration.js';
import { formatProblem, problemCodes, severityOfProblem, type Problem } from '../../pipeline/problem.js';
import type { Place } from '../../pipeline/yaml/yaml-file.js';
import { escapeXml } from '../writers/escape-xml.js';
import { workflowCommand } from '../writers/workflow-command.js';
import { inert, inertJson } from '../writers/inert.js';

/** A way to write down what `check` found. */
export interface CheckFormat {
  readonly name: string;
  readonly write: (checked: Checked) => string;
}

/** The default first. */
export const checkFormats: readonly CheckFormat[] = [
  { name: 'text', write: (checked) => inert(asText(checked)) },
  {
    name: 'json',
    write: ({ problems }) => `${inertJson(problems.map(problemAsJson))}\n`,
  },
  { name: 'github', write: asAnnotations },
  { name: 'sarif', write: asSarif },
  { name: 'junit', write: asJunit },
];

export function countErrors(problems: readonly Problem[]): number {
  return problems.filter((problem) => severityOfProblem(problem) === 'error').length;
}

function asText({ problems, files }: Checked): string {
  const errors = countErrors(problems);
  const warnings = problems.length - errors;
  const found = [plural(errors, 'error'), ...(warnings > 0 ? [plural(warnings, 'warning')] : [])].join(', ');
  return [...problems.map(formatProblem), `${found} in ${plural(files, 'file')}`, ''].join('\n');
}

function plural(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}

/** As `check --json` prints it. */
export function problemAsJson(problem: Problem): object {
  const { file, line, column, code, message, hint } = problem;
  return { file, line, column, severity: severityOfProblem(problem), code, message, hint };
}

function sentence({ message, hint }: Problem): string {
  return hint === null ? message : `${message} ${hint}`;
}

function asAnnotations({ problems }: Checked): string {
  return problems
    .map((problem) => annotation(severityOfProblem(problem), problem, problem.code, sentence(problem)))
    .join('');
}

/** One line that GitHub shows beside the line of a file. */
export function annotation(
  severity: 'error' | 'warning',
  { file, line, column }: Place,
  title: string,
  text: string,
): string {
  return workflowCommand(severity, { file, line, col: column, title }, text);
}

function asSarif({ problems }: Checked): string {
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  const driver = {
    name: 'pullthrough',
    rules: codes.map((code) => ({ id: code, shortDescription: { text: problemCodes[code] } })),
  };
  const results = problems.map((problem) => ({
    ruleId: problem.code,
    level: severityOfProblem(problem),
    message: { text: sentence(problem) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: problem.file.split('\\').join('/') },
          region: { startLine: problem.line, startColumn: problem.column },
        },
      },
    ],
  }));
  const sarif = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0' };
  return `${inertJson({ ...sarif, runs: [{ tool: { driver }, results }] }, 2)}\n`;
}

function asJunit({ problems, files }: Checked): string {
  const byFile = new Map<string, Problem[]>();
  for (const problem of problems) byFile.set(problem.file, [...(byFile.get(problem.file) ?? []), problem]);
  const failing = [...byFile.values()].filter((found) => countErrors(found) > 0);
  const cases = failing.map((found) => {
    const [first] = found;
    const text = escapeXml(found.map(formatProblem).join('\n'));
    return `<testcase classname="pullthrough.check" name="${escapeXml(first.file)}"><failure message="${escapeXml(sentence(first))}">${text}</failure></testcase>`;
  });
  const fine = `<testcase classname="pullthrough.check" name="${plural(files - failing.length, 'file')} without errors"/>`;
  const counts = `tests="${String(failing.length + 1)}" failures="${String(failing.length)}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="pullthrough" ${counts}>`,
    `<testsuite name="check" ${counts}>`,
    ...cases,
    fine,
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
