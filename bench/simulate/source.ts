/** Where extracts come from, if not from a disk. */
export interface SourceTerms {
  /** From a request to the end of its answer. */
  readonly seconds: number;
  /** How many requests a second are answered with an extract; those past that with 429. */
  readonly perSecond: number;
}

/** The wait that an answer of 429 asks for, and the longest that a worker waits after several. */
const [firstWait, longestWait] = [1, 60];

/** A source with a limit: a bucket that fills by so many requests a second, and holds those of one second. */
export class Source {
  #level: number;
  #since = 0;
  tooMany = 0;
  answered = 0;

  constructor(
    private readonly terms: SourceTerms,
    private readonly random: () => number,
  ) {
    this.#level = Math.max(1, terms.perSecond);
  }

  /**
   * Asks for an extract.
   * @param tries how often it was refused so far
   * @returns after how many seconds the extract is there, or after how many to ask again
   */
  ask(now: number, tries: number): { readonly isAnswered: boolean; readonly after: number } {
    const { seconds, perSecond } = this.terms;
    this.#level = Math.min(Math.max(1, perSecond), this.#level + (now - this.#since) * perSecond);
    this.#since = now;
    if (this.#level < 1) {
      this.tooMany++;
      return { isAnswered: false, after: Math.min(longestWait, firstWait * 2 ** tries) * (0.5 + this.random()) };
    }
    this.#level--;
    this.answered++;
    return { isAnswered: true, after: seconds };
  }
}
