import type { Extract } from '../extract/extract.js';
import type { FileMark } from '../extract/bytes/file-mark.js';
import { builtInRules } from '../pipeline/rules/rule.js';

/** What the documents of one file say of when they were made: whether the file can be known again by its mark. */
export class SaidTimes {
  readonly #said: (number | null)[] = [];
  #isAhead = false;

  /** @param taken the same document, without a time that lies in the future */
  add(read: Extract, taken: Extract): void {
    const isRepeated = read.findings.some(({ kind, rule }) => kind === null && rule === builtInRules.repeatedKey);
    this.#said.push(isRepeated ? null : taken.extractedInstant);
    if (read.extractedInstant !== taken.extractedInstant) this.#isAhead = true;
  }

  /**
   * What is said of a time to come is not so for long, and the time that is no part of the digest has to be the one that
   * counts: its key may stand twice.
   */
  allow({ at }: FileMark): boolean {
    return !this.#isAhead && (at === null || at === this.#said[0]);
  }
}
