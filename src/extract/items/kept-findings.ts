/** Findings up to a limit, so no document takes memory without end; past the limit, only how many there are. */
export class KeptFindings<Finding> {
  readonly kept: Finding[] = [];
  #beyond = 0;

  constructor(private readonly most: number) {}

  get beyond(): number {
    return this.#beyond;
  }

  push(...findings: readonly Finding[]): void {
    for (const finding of findings)
      if (this.kept.length < this.most) this.kept.push(finding);
      else this.#beyond++;
  }

  /** Forgets all after the first ones. */
  cut(length: number): void {
    this.kept.length = Math.min(length, this.kept.length);
  }

  /** Counts findings that were not kept elsewhere. */
  addBeyond(count: number): void {
    this.#beyond += count;
  }
}
