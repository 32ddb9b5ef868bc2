import type { Problem } from '../../pipeline/problem.js';
import type { Format } from '../../report/format.js';
import type { CasesRun } from '../run-cases.js';

/** What `test` found, and what a person asked to see besides failures. */
export interface TestReport {
  readonly run: CasesRun;
  readonly verbose: boolean;
  readonly coverage: boolean;
}

export interface TestFormat extends Format<TestReport> {
  /** For a wrong configuration or case, so nothing was decided. */
  readonly refuse: (refused: { readonly problems: readonly Problem[]; readonly files: number }) => string;
}
