/** A way to write a report of a run, a plan or findings. */
export interface Format<Reported> {
  /** As `--format` and `--report` take it. */
  readonly name: string;
  /** What it is for, in a few words: help lists it. */
  readonly meaning: string;
  readonly write: (reported: Reported) => string;
}
