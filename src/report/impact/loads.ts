import type { Erasures } from '../../decide/erasures.js';
import type { Decision } from '../../decide/decision.js';
import type { Extract } from '../../extract/extract.js';
import { openForPlanning, type Database } from '../../load/database.js';
import { DatabaseError } from '../../load/database-error.js';
import { readForgotten } from '../../load/erasure/forgotten.js';
import { planSchool } from '../../load/compare/school-plan.js';
import { nothingChanged } from '../../load/hold/why-held.js';
import { configurationDigest } from '../../pipeline/configuration-digest.js';
import type { Configuration } from '../../pipeline/configuration.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { outcomeOf } from '../../run/outcome.js';
import { version } from '../../run/version.js';

/** What is in the tables, for the question what a load of a version would be held for. Once it fails, it is not asked again. */
export class Loads {
  private constructor(
    private readonly db: Database | null,
    /** Its name, for people; of one that cannot be opened, null. */
    readonly name: string | null,
    private reason: string | null,
  ) {}

  /** @throws nothing of the database: it is not needed */
  static async of(url: string, pipeline: Pipeline): Promise<Loads> {
    try {
      const db = await openForPlanning(url, pipeline);
      if (db.present !== undefined) return new Loads(db, db.name, null);
      await db.close();
      return new Loads(null, db.name, `There is no database ${db.name} yet.`);
    } catch (error) {
      if (error instanceof DatabaseError) return new Loads(null, null, error.message);
      throw error;
    }
  }

  /** Why it was not asked, of at least one school; null if it was. */
  get notAsked(): string | null {
    return this.reason;
  }

  /** Who was erased on request: they come through in no version. */
  async erasuresOf(school: string, pipeline: Pipeline): Promise<Erasures | null> {
    const ask = (db: Database) => db.reading((store) => readForgotten(store, school, pipeline));
    return (await this.#ask(ask))?.erasures ?? null;
  }

  /** Why a load would be held; null if it would not, or nobody can say. */
  async heldFor(extract: Extract, decision: Decision, configuration: Configuration): Promise<string | null> {
    const { pipeline, today, files } = configuration;
    const own = configuration.forSchool(extract.school);
    const remember = {
      extractedAt: extract.extractedInstant,
      valuesDigest: '',
      rulesDigest: configurationDigest(own, today, version),
      hasOwnFile: files.has(extract.school),
      outcome: () => outcomeOf(pipeline, decision, []),
    };
    const terms = { guard: own.guard, allowOlder: true, onlyPlanned: true, remember };
    const plan = await this.#ask((db) => db.reading((store) => planSchool(store, pipeline, decision, terms)));
    if (plan?.status !== 'held' || plan.reason === null) return null;
    const { reason } = plan;
    return reason.endsWith(` ${nothingChanged}`) ? reason.slice(0, -nothingChanged.length - 1) : reason;
  }

  async close(): Promise<void> {
    await this.db?.close();
  }

  async #ask<T>(ask: (db: Database) => Promise<T>): Promise<T | null> {
    if (this.db === null || this.reason !== null) return null;
    try {
      return await ask(this.db);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      this.reason = error.message;
      return null;
    }
  }
}
