import type { Input } from '../extract/bytes/input.js';
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

/**
 * Goes through the inputs as a run would, and writes nothing.
 * @param details how many records to name of each school
 * @throws DatabaseError
 */
export async function planInputs(
  inputs: readonly Input[],
  terms: RunTerms,
  { database, details, screen }: { readonly database: string; readonly details: number; readonly screen: Screen },
): Promise<PlannedInputs> {
  const db = await openForPlanning(database, terms.configuration.pipeline);
  try {
    const result = await run(inputs, planFor(db, terms, details), { progress: (far) => screen.progress(far) });
    return { ...result, database: db.name };
  } finally {
    screen.clear();
    await db.close();
  }
}
