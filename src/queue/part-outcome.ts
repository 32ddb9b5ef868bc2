import type { ReasonCount } from '../run/reasons.js';
import type { SchoolReport } from '../run/run-result.js';

/** What a worker says of a part of a night, for whoever reports on the night. */
export interface PartOutcome {
  readonly schools: readonly SchoolReport[];
  readonly reasons: readonly ReasonCount[];
  /** The schools that its documents said, whatever became of them. */
  readonly met: readonly string[];
}

export function written(outcome: PartOutcome): string {
  return JSON.stringify(outcome);
}

export function readOutcome(text: string): PartOutcome {
  return JSON.parse(text) as PartOutcome;
}
