import { github as ofCheck } from '../../report/check/github.js';
import { annotation } from '../../report/writers/annotation.js';
import { isFailed, messageOf, nameOfCase } from './case-text.js';
import type { TestFormat, TestReport } from './format.js';

export const github: TestFormat = {
  name: 'github',
  meaning: 'annotations of GitHub Actions',
  write: testGithub,
  refuse: ofCheck.write,
};

function testGithub({ run: { results, mutants } }: TestReport): string {
  const failed = results
    .filter(isFailed)
    .map((result) => annotation('error', nameOfCase(result.case), messageOf(result) ?? '', result.case.place));
  const unnoticed = (mutants?.unnoticed ?? []).map(({ place, rule, change }) =>
    annotation('error', rule, `No case notices when this is changed: ${change}`, place),
  );
  return [...failed, ...unnoticed].join('');
}
