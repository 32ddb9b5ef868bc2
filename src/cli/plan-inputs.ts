import type { Input } from '../extract/bytes/input.js';
import type { Observer } from '../operations/observer.js';
import { openForPlanning } from '../load/database.js';
import { planFor } from '../run/planning.js';
import type { RunResult } from '../run/run-result.js';
import { run } from '../run/run.js';
import type { RunTerms } from '../run/terms.js';
import type { PlanEnding } from '../run/work.js';
import type { Screen } from './screen.js';

export interface PlannedInputs extends RunResult, PlanEnding {
  /** Its name, for people. */
  readonly database: string;
}

interface PlanningTerms {
  readonly database: string;
  /** How many records to name of each school. */
  readonly details: number;
  readonly screen: Screen;
  /** Nobody follows a plan that is made only to compare it with another. */
  readonly observer?: Observer;
}

/**
 * Goes through the inputs as a run would, and writes nothing.
 * @throws DatabaseError
 */
export async function planInputs(
  inputs: readonly Input[],
  terms: RunTerms,
  { database, details, screen, observer }: PlanningTerms,
): Promise<PlannedInputs> {
  const db = await openForPlanning(database, terms.configuration.pipeline);
  const night = { run: null };
  try {
    const started = terms.now();
    observer?.began?.(night);
    const result = await run(inputs, planFor(db, terms, details), {
      progress: (far) => screen.progress(far),
      school: (report, milliseconds) => observer?.school?.(night, report, milliseconds),
    });
    const seconds = (terms.now().getTime() - started.getTime()) / 1000;
    observer?.ended?.(night, { ...result, seconds });
    return { ...result, database: db.name };
  } finally {
    screen.clear();
    await db.close();
  }
}
