import { createHash } from 'node:crypto';
import type { Extract } from '../extract/extract.js';
import type { FileMark } from '../extract/bytes/file-mark.js';
import type { SourceMark } from '../extract/bytes/input.js';
import { schoolsOfSource } from '../load/runs/source-schools.js';
import type { Database } from '../load/database.js';
import type { KnownSchool, NumberedSchool } from '../load/recall.js';
import { readSourceMarks } from '../load/source-marks.js';
import { isAnyLoaded } from '../load/runs/feeds.js';
import { countLinks } from '../load/hold/went-links.js';
import { planSchool, unchangedFingerprint } from '../load/compare/school-plan.js';
import { Deciding } from './deciding.js';
import { areExpectedThere, feedOfRun, look, lookIn, nightOf } from './looking.js';
import { unchangedOutcome, type Outcome } from './outcome.js';
import { plannedChanges } from './planned-changes.js';
import { areAllWell, type SchoolReport } from './run-result.js';
import type { RunTerms } from './terms.js';
import type { BegunWork, PlanEnding, Walk, Work } from './work.js';

/**
 * The work that plans the schools of a run as `loadInto` would load them, and writes nothing.
 * @param db as `openForPlanning` opens it
 * @param details how many records are named for each school
 */
export function planFor(db: Database, terms: RunTerms, details: number): Work<PlanEnding> {
  return { terms, begin: () => Promise.resolve(new Planning(db, terms, details)) };
}

class Planning implements BegunWork<PlanEnding> {
  /** By the number of the document. */
  readonly #fingerprints = new Map<number, string>();
  readonly #deciding: Deciding;

  constructor(
    private readonly db: Database,
    private readonly terms: RunTerms,
    private readonly details: number,
  ) {
    this.#deciding = new Deciding(db, terms);
  }

  sourceMarks(keys: readonly string[]): Promise<ReadonlyMap<string, SourceMark>> {
    return this.db.reading((store) => readSourceMarks(store, keys));
  }

  recall(marks: readonly FileMark[]): Promise<(KnownSchool[] | null)[]> {
    return this.db.reading((store) => this.#deciding.recall(store, marks));
  }

  takeKnown(known: readonly NumberedSchool[]): Promise<Outcome[]> {
    return Promise.resolve(known.map((one) => this.#unchanged(one, one.document)));
  }

  async take(extract: Extract, digest: string, document: number): Promise<Outcome> {
    const known = await this.#deciding.known(extract, digest);
    if (known !== null) return this.#unchanged(known, document);
    const { decision, outcome, terms } = await this.#deciding.decide(extract, digest);
    const { pipeline } = this.terms.configuration;
    const plan = await this.db.reading((store) =>
      planSchool(store, pipeline, decision, { ...terms, onlyPlanned: true }),
    );
    this.#fingerprints.set(document, plan.fingerprint());
    const { status, reason, changes, found } = plan;
    const letGo = countLinks(plan.letGo.going);
    const details = plannedChanges(plan.tables, decision.findings, this.details);
    const releasable = plan.hold === null ? {} : ({ releasable: true } as const);
    return { status, reason, changes, letGo, ...releasable, ...outcome(found), details };
  }

  failed(): Promise<void> {
    return Promise.resolve();
  }

  schoolsOf(source: string): Promise<string[]> {
    return this.db.reading((store) => schoolsOfSource(store, source));
  }

  noteSource(): Promise<void> {
    return Promise.resolve();
  }

  finished(): Promise<void> {
    return Promise.resolve();
  }

  async end({ inputs, schools, met, isInterrupted }: Walk): Promise<PlanEnding> {
    const feed = isInterrupted ? null : feedOfRun(inputs, this.terms);
    const looked = await lookIn(feed, (one) =>
      this.db.reading(async (store) =>
        look(store, one, met, await isAnyLoaded(store, nightOf(this.terms)), this.terms),
      ),
    );
    const isWell = areAllWell(schools) && areExpectedThere(this.terms, looked);
    const planned = { fingerprint: this.#fingerprint(schools), byDocument: this.#fingerprints };
    return { ...looked, purge: null, isWell, planned };
  }

  breakOff(): Promise<void> {
    return Promise.resolve();
  }

  /** The fingerprint of all that the plan would do, school by school in the order of the inputs. */
  #fingerprint(schools: readonly SchoolReport[]): string {
    const hash = createHash('sha256');
    for (const { school, status } of schools) hash.update(JSON.stringify([school, status]));
    for (const one of this.#fingerprints) hash.update(JSON.stringify(one));
    return hash.digest('hex').slice(0, 32);
  }

  #unchanged(known: KnownSchool, document: number): Outcome {
    this.#fingerprints.set(document, unchangedFingerprint(known.school, known.memory.name));
    return unchangedOutcome(known);
  }
}
