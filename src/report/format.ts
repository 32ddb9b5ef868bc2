/** A way to write down something that is reported: a run, a plan, findings. */
export interface Format<Reported> {
  /** As `--format` and `--report` take it. */
  readonly name: string;
  /** What it is for, in a few words: help lists it. */
  readonly meaning: string;
  readonly write: (reported: Reported) => string;
}
