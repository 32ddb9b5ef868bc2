import type { Problem } from '../../pipeline/problem.js';
import { inertJson } from '../../report/writers/inert.js';
import type { TestFormat } from './format.js';
import { problemAsJson } from '../../report/check/json.js';
import { isFailed, messageOf } from './case-text.js';
import { isBothWays, type Covered } from '../coverage.js';
import type { CasesRun } from '../run-cases.js';

export const json: TestFormat = {
  name: 'json',
  meaning: 'for scripts',
  write: ({ run }) => `${inertJson(runAsJson(run))}\n`,
  refuse: ({ problems }) => `${inertJson(problemsAsJson(problems))}\n`,
};

/** What `test --json` prints. Scripts rely on the keys (docs/json.md, schemas/test-result.schema.json). */
function runAsJson({ results, coverage, mutants }: CasesRun): object {
  return {
    passed: results.filter(({ status }) => status === 'passed').length,
    failed: results.filter(isFailed).length,
    known: results.filter(({ status }) => status === 'known').length,
    cases: results.map((result) => ({
      file: result.case.place.file,
      line: result.case.place.line,
      name: result.case.name,
      school: result.case.school,
      ok: !isFailed(result),
      known: result.case.known,
      message: messageOf(result),
    })),
    coverage: {
      percent: Math.floor(coverage.percent * 10) / 10,
      rules: sums(coverage.rules),
      conditions: sums(coverage.conditions),
      open: [...coverage.rules, ...coverage.conditions].filter((one) => !isBothWays(one)).map(openAsJson),
    },
    ...(mutants === null
      ? {}
      : {
          mutants: {
            made: mutants.made,
            unnoticed: mutants.unnoticed.map(({ place, rule, change }) => ({ ...place, rule, change })),
          },
        }),
    problems: [],
  };
}

/** What it prints if the configuration or a case is wrong, so nothing was decided. */
function problemsAsJson(problems: readonly Problem[]): object {
  const none = { total: 0, bothWays: 0 };
  return {
    passed: 0,
    failed: 0,
    known: 0,
    cases: [],
    coverage: { percent: 0, rules: none, conditions: none, open: [] },
    problems: problems.map(problemAsJson),
  };
}

function sums(all: readonly Covered[]): object {
  return { total: all.length, bothWays: all.filter(isBothWays).length };
}

function openAsJson({ place, rule, condition, held, failed }: Covered): object {
  const never = [...(held ? [] : ['holds']), ...(failed ? [] : ['fails'])];
  return { ...place, rule, condition, never };
}
