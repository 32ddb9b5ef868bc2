/** Findings up to a limit, so that no document takes memory without end; of those past it, how many they are. */
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

  /** Counts what was not kept elsewhere. */
  addBeyond(count: number): void {
    this.#beyond += count;
  }
}
