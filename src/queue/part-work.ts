import type { Extract } from '../extract/extract.js';
import type { SchoolFault } from '../load/runs/school-fault.js';
import { DatabaseError, type DatabaseProblemCode } from '../load/database-error.js';
import type { Store } from '../load/dialect.js';
import type { NumberedSchool } from '../load/recall.js';
import { RecordedError, type RecordedSchool } from '../load/runs/runs.js';
import { readSchoolMemory } from '../load/school-memory.js';
import type { SharedLoading } from '../run/loading.js';
import type { Outcome, SchoolOutcome } from '../run/outcome.js';
import type { SchoolReport } from '../run/run-result.js';
import { SharedWork } from '../run/shared-work.js';
import { SecondTimeError } from '../run/undecided.js';

/** What may pass by itself: a later attempt may find it gone. */
const passing: ReadonlySet<DatabaseProblemCode> = new Set([
  ...(['lost', 'no-server', 'too-many', 'conflict', 'locked', 'uncertain', 'overtaken'] as const),
  ...(['cannot-open', 'busy', 'disk', 'full', 'read-only'] as const),
]);

export const overtaken = 'A newer extract of the school was loaded meanwhile.';

export interface PartOf {
  readonly run: string;
  readonly source: string;
  /** Whether this is the last time that it is tried. */
  readonly isLast: boolean;
  /** Whether a run that began later than the night may have loaded the school. */
  readonly isAnyLater: boolean;
}

/** The work on one part of a night: it loads, and knows what another worker may have done of the same part. */
export class PartWork extends SharedWork {
  /** Why it has to be tried again; null if it has not. */
  passing: string | null = null;
  /** Schools of which a newer extract was loaded meanwhile. */
  readonly superseded = new Set<string>();
  /** Whether what became of a school has yet to be written. */
  hasFailed = false;
  readonly #taken = new Map<number, Outcome>();

  constructor(
    private readonly store: Pick<Store, 'knex'>,
    loading: SharedLoading,
    private readonly part: PartOf,
  ) {
    super(loading);
  }

  /** What was done already together with other parts. */
  hasTaken(document: number, outcome: Outcome): void {
    this.#taken.set(document, outcome);
  }

  override async takeKnown(known: readonly NumberedSchool[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const one of known) {
      const taken = this.#taken.get(one.document);
      if (taken !== undefined) {
        outcomes.push(taken);
        continue;
      }
      const [outcome] = await this.#minding(one.document, () => this.loading.takeKnown([one]));
      if (outcome === undefined) break;
      outcomes.push(outcome);
    }
    return outcomes;
  }

  override async take(extract: Extract, digest: string, document: number): Promise<Outcome> {
    if (await this.#isOvertaken(extract)) {
      this.superseded.add(extract.school);
      return { status: 'failed', reason: `${overtaken} No table was touched.` };
    }
    const [outcome] = await this.#minding(document, async () => [await this.loading.take(extract, digest, document)]);
    if (outcome === undefined) throw new Error('a school of which nothing became');
    return outcome;
  }

  override async failed(report: SchoolReport, document: number, fault?: SchoolFault): Promise<void> {
    // Another attempt will say what becomes of it.
    if (this.passing !== null) return;
    this.hasFailed = true;
    await this.loading.failed(report, document, fault);
  }

  async #minding(document: number, work: () => Promise<Outcome[]>): Promise<Outcome[]> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof RecordedError) return [await this.#asRecorded(error.recorded, document)];
      if (error instanceof DatabaseError && passing.has(error.code) && !this.part.isLast)
        this.passing ??= error.message;
      throw error;
    }
  }

  /** What became of a school by another worker, or by another document of the night. */
  async #asRecorded(recorded: RecordedSchool, document: number): Promise<Outcome> {
    if (recorded.document !== document) throw new SecondTimeError(this.part.source);
    const { school, status, reason } = recorded;
    const counts = JSON.parse(recorded.counts) as Pick<SchoolReport, 'sections' | 'changes'>;
    const memory = await readSchoolMemory(this.store, school);
    // What a held school has is not kept.
    const said = memory?.lastRunId === this.part.run ? (memory.outcome as SchoolOutcome | null) : null;
    return { status: status as SchoolReport['status'], reason, ...said, ...counts };
  }

  /** An extract that is older than what a later night has loaded did not fail: it came too late. */
  async #isOvertaken({ school, extractedInstant }: Extract): Promise<boolean> {
    if (!this.part.isAnyLater || extractedInstant === null) return false;
    const memory = await readSchoolMemory(this.store, school);
    if (memory?.extractedAt == null || memory.lastRunId === null) return false;
    return memory.lastRunId > this.part.run && Date.parse(memory.extractedAt) > extractedInstant;
  }
}
