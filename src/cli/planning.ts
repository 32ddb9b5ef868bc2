import { createHash } from 'node:crypto';
import type { Extract } from '../extract/extract.js';
import { valuesDigest } from '../extract/values-digest.js';
import { configurationDigest } from '../pipeline/configuration-digest.js';
import { decide } from '../decide/decide.js';
import { RuleMemory } from '../decide/rule-book.js';
import type { Database } from '../load/database.js';
import { readForgotten } from '../load/forgotten.js';
import { schoolsOfFile, type KnownSchool } from '../load/recall.js';
import { planSchool, unchangedFingerprint } from '../load/school-plan.js';
import { plannedChanges } from '../report/planned-changes.js';
import { outcomeOf, type SchoolReport } from '../report/run-report.js';
import type { Outcome, Work } from './batch.js';
import type { Prepared } from './common-options.js';
import {
  isSameConfiguration,
  knownByValues,
  sameBytes,
  sameValues,
  unchangedOutcome,
  type LoadOptions,
} from './loading.js';
import { version } from './version.js';

/** Plans the schools of a batch as a run would load them, and writes nothing. */
export class Planning implements Work {
  /** By the number of the document. */
  readonly fingerprints = new Map<number, string>();
  readonly #memory = new RuleMemory();

  constructor(
    private readonly db: Database,
    private readonly prepared: Prepared,
    private readonly options: LoadOptions,
    /** How many records are named of each school. */
    private readonly details: number,
  ) {}

  async recall(digest: string): Promise<KnownSchool[] | null> {
    const known = await this.db.reading((store) => schoolsOfFile(store, digest));
    return known?.every((school) => isSameConfiguration(this.prepared, this.options, school)) === true ? known : null;
  }

  takeKnown(known: KnownSchool, document: number): Promise<Outcome> {
    return Promise.resolve(this.#unchanged(known, document, sameBytes));
  }

  async take(extract: Extract, document: number): Promise<Outcome> {
    const { configuration, today } = this.prepared;
    const { pipeline } = configuration;
    const own = configuration.forSchool(extract.school);
    const digest = valuesDigest(extract);
    const known = await knownByValues(this.db, this.prepared, this.options, extract, digest);
    if (known !== null) return this.#unchanged(known, document, sameValues);
    const { isForgotten } = await readForgotten(this.db, extract.school);
    const decision = await decide(extract, own, today, this.#memory, isForgotten);
    const outcome = outcomeOf(pipeline, decision);
    const plan = await this.db.reading((store) =>
      planSchool(store, pipeline, decision, {
        guard: own.guard,
        release: this.options.release === true,
        allowOlder: this.options.allowOlder === true,
        remember: {
          extractedAt: extract.extractedInstant,
          valuesDigest: digest,
          rulesDigest: configurationDigest(own, today, version),
          outcome: '',
        },
      }),
    );
    this.fingerprints.set(document, plan.fingerprint());
    const { status, reason, changes } = plan;
    const details = plannedChanges(plan.tables, decision.findings, this.details);
    return { status, reason, changes, ...outcome, details };
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

  #unchanged(known: KnownSchool, document: number, reason: string): Outcome {
    this.fingerprints.set(document, unchangedFingerprint(known.school, known.memory.name));
    return unchangedOutcome(known, reason);
  }
}
