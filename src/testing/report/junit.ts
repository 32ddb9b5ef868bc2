import { placeOfFile } from '../../pipeline/text/place-text.js';
import { junit as ofCheck } from '../../report/check/junit.js';
import { junitSuite, type JunitCase } from '../../report/writers/junit.js';
import { printable, printableLines } from '../../words/words.js';
import type { Mutant } from '../mutants.js';
import type { CaseResult, CasesRun } from '../run-cases.js';
import { isFailed, messageOf, nameOfCase, reasonsOf } from './case-text.js';
import type { TestFormat } from './format.js';

export const junit: TestFormat = {
  name: 'junit',
  meaning: 'for CI: one case for each case',
  write: ({ run }) => {
    const cases = run.results.map((result) => caseOf(run, result));
    const unnoticed = (run.mutants?.unnoticed ?? []).map(unnoticedCase);
    return junitSuite('test', [...cases, ...unnoticed], true);
  },
  refuse: ofCheck.write,
};

function caseOf(run: CasesRun, result: CaseResult): JunitCase {
  const { place, known } = result.case;
  const of = { classname: printable(place.file), name: printable(nameOfCase(result.case)) };
  if (isFailed(result)) {
    const text = printableLines(reasonsOf(run, result).join('\n'));
    return { ...of, failure: { message: printable(messageOf(result) ?? ''), text } };
  }
  return result.status === 'known' ? { ...of, skipped: printable(known ?? '') } : of;
}

function unnoticedCase({ place, rule, change }: Mutant): JunitCase {
  return {
    classname: 'pullthrough.test',
    name: printable(`${rule}: ${change}`),
    failure: { message: printable(`No case notices this change at ${placeOfFile(place)}`) },
  };
}
