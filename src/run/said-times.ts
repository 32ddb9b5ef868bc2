import type { Extract } from '../extract/extract.js';
import type { FileMark } from '../extract/bytes/file-mark.js';
import { builtInRules } from '../pipeline/rules/rule.js';

/** When the documents of one file say they were made, and so whether its mark is enough to recognise the file. */
export class SaidTimes {
  readonly #said: (number | null)[] = [];
  #isAhead = false;

  /** @param taken the same document, without a time in the future */
  add(read: Extract, taken: Extract): void {
    const isRepeated = read.findings.some(({ kind, rule }) => kind === null && rule === builtInRules.repeatedKey);
    this.#said.push(isRepeated ? null : taken.extractedInstant);
    if (read.extractedInstant !== taken.extractedInstant) this.#isAhead = true;
  }

  /**
   * What is said of a time in the future does not hold for long, and the time that the digest leaves out has to be the
   * one that counts: its key may come twice.
   */
  allow({ at }: FileMark): boolean {
    return !this.#isAhead && (at === null || at === this.#said[0]);
  }
}
