import { createHash } from 'node:crypto';
import type { Extract } from '../extract/extract.js';
import type { FileMark } from '../extract/bytes/file-mark.js';
import type { Database } from '../load/database.js';
import type { KnownSchool } from '../load/recall.js';
import { countLinks } from '../load/hold/went-links.js';
import { planSchool, unchangedFingerprint } from '../load/compare/school-plan.js';
import { plannedChanges } from './planned-changes.js';
import type { SchoolReport } from './run-result.js';
import type { Outcome, Work } from './batch.js';
import type { Prepared } from '../cli/common-options.js';
import { Deciding, unchangedOutcome, type Permissions } from './deciding.js';

/** Plans the schools of a batch as a run would load them, and writes nothing. */
export class Planning implements Work {
  /** By the number of the document. */
  readonly fingerprints = new Map<number, string>();
  readonly #deciding: Deciding;

  constructor(
    private readonly db: Database,
    private readonly prepared: Prepared,
    permissions: Permissions,
    /** How many records are named of each school. */
    private readonly details: number,
  ) {
    this.#deciding = new Deciding(db, prepared, permissions);
  }

  recall(marks: readonly FileMark[]): Promise<(KnownSchool[] | null)[]> {
    return this.db.reading((store) => this.#deciding.recall(store, marks));
  }

  takeKnown(known: readonly KnownSchool[], document: number): Promise<Outcome[]> {
    return Promise.resolve(known.map((one, index) => this.#unchanged(one, document + index)));
  }

  async take(extract: Extract, digest: string, document: number): Promise<Outcome> {
    const known = await this.#deciding.known(extract, digest);
    if (known !== null) return this.#unchanged(known, document);
    const { decision, outcome, terms } = await this.#deciding.decide(extract, digest);
    const { pipeline } = this.prepared.configuration;
    const plan = await this.db.reading((store) =>
      planSchool(store, pipeline, decision, { ...terms, onlyPlanned: true }),
    );
    this.fingerprints.set(document, plan.fingerprint());
    const { status, reason, changes, found } = plan;
    const letGo = countLinks(plan.letGo.going);
    const details = plannedChanges(plan.tables, decision.findings, this.details);
    const releasable = plan.hold === null ? {} : ({ releasable: true } as const);
    return { status, reason, changes, letGo, ...releasable, ...outcome(found), details };
  }

  /** Of all that the plan would do, school by school in the order of the inputs. */
  fingerprint(schools: readonly SchoolReport[]): string {
    const hash = createHash('sha256');
    for (const { school, status } of schools) hash.update(JSON.stringify([school, status]));
    for (const one of this.fingerprints) hash.update(JSON.stringify(one));
    return hash.digest('hex').slice(0, 32);
  }

  failed(): Promise<void> {
    return Promise.resolve();
  }

  finished(): Promise<void> {
    return Promise.resolve();
  }

  #unchanged(known: KnownSchool, document: number): Outcome {
    this.fingerprints.set(document, unchangedFingerprint(known.school, known.memory.name));
    return unchangedOutcome(known);
  }
}
