import type { Store } from '../load/dialect.js';
import type { EnqueuedNight } from '../load/runs/enqueued-nights.js';
import { outcomesOf, type Part } from '../load/runs/parts.js';
import { addReasons, type ReasonCount } from '../run/reasons.js';
import type { SchoolReport } from '../run/run-result.js';
import { missingReport, nothingDecided } from '../run/undecided.js';
import { termsOf } from './night-terms.js';
import { readOutcome } from './part-outcome.js';

/** What became of the parts of a night, together. */
export interface NightSoFar {
  /** In the order of the inputs; at the end those that were asked for and that no input holds. */
  readonly schools: readonly SchoolReport[];
  readonly reasons: readonly ReasonCount[];
  readonly met: ReadonlySet<string>;
  /** Sources that were replaced by newer ones. */
  readonly superseded: readonly string[];
}

export async function nightSoFar(store: Pick<Store, 'knex'>, night: EnqueuedNight): Promise<NightSoFar> {
  const schools: SchoolReport[] = [];
  const reasons = new Map<string, ReasonCount>();
  const met = new Set<string>();
  const superseded: string[] = [];
  for (const part of await outcomesOf(store.knex, night.id)) {
    if (part.state === 'superseded') {
      superseded.push(part.source);
      // It came, only with something newer behind it.
      if (part.school !== null) met.add(part.school);
    }
    if (part.outcome === null) {
      if (part.state === 'failed') schools.push(lost(part));
      continue;
    }
    const outcome = readOutcome(part.outcome);
    schools.push(...outcome.schools);
    addReasons(reasons, outcome.reasons, true);
    for (const school of outcome.met) met.add(school);
  }
  for (const school of termsOf(night).schools) if (!met.has(school)) schools.push(missingReport(school));
  return { schools, reasons: [...reasons.values()], met, superseded };
}

/** A part that nobody took to its end. */
function lost({ school, reason }: Part): SchoolReport {
  return { school, name: null, status: 'failed', reason, ...nothingDecided };
}
