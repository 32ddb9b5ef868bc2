import type { Extract } from '../extract/extract.js';
import type { FileMark } from '../extract/bytes/file-mark.js';
import { configurationDigest } from '../pipeline/configuration-digest.js';
import { decide } from '../decide/decide.js';
import type { Decision, Finding } from '../decide/decision.js';
import { RuleMemory } from '../decide/rule-book.js';
import type { Database } from '../load/database.js';
import type { Store } from '../load/dialect.js';
import { readForgotten, type Forgotten } from '../load/erasure/forgotten.js';
import { schoolsOfFiles, type KnownSchool, type RecalledSchool } from '../load/recall.js';
import { retrying, type Patience } from '../load/retrying.js';
import { readSchoolMemory } from '../load/school-memory.js';
import { olderInWords, type Terms } from '../load/compare/school-plan.js';
import { outcomeOf, type SchoolOutcome } from './outcome.js';
import type { RunTerms } from './terms.js';
import { version } from './version.js';

/** All that is said of an extract before the tables are looked at. */
export interface Decided {
  readonly decision: Decision;
  /** @param found what was found beside the decision, by a look at the tables */
  readonly outcome: (found: readonly Finding[]) => SchoolOutcome;
  readonly forgotten: Forgotten;
  readonly terms: Terms;
}

/** What a run and its plan both do with an extract: find out whether it is known, or else decide it. */
export class Deciding {
  readonly #memory = new RuleMemory();

  constructor(
    private readonly db: Database,
    private readonly terms: RunTerms,
    /** Without it, what fails is not tried again. */
    private readonly patience?: Patience,
  ) {}

  /** The schools of each file, by its mark, if nothing of them is new and the same as before would decide them. */
  async recall(store: Pick<Store, 'knex'>, marks: readonly FileMark[]): Promise<(KnownSchool[] | null)[]> {
    const files = await schoolsOfFiles(
      store,
      marks.map(({ digest }) => digest),
    );
    return marks.map(({ digest, at }) => {
      const schools = files.get(digest) ?? [];
      const [first, ...others] = schools;
      if (first === undefined || !this.#areSame(schools)) return null;
      const before = first.memory.extractedAt;
      if (at === null || (before !== null && at === Date.parse(before)))
        return schools.map((one) => this.#known(one, { reason: sameBytes, extractedAt: null, wasRead: false }));
      // The others may have moved on in another file: only reading them shows what that makes of their times.
      const isOlder = this.terms.allowOlder !== true && olderInWords(first.memory, at) !== null;
      if (others.length > 0 || isOlder) return null;
      return [this.#known(first, { reason: sameValues, extractedAt: at, wasRead: false })];
    });
  }

  /**
   * The school of an extract that holds the same as the one that was loaded last, under the same rules.
   * @param valuesDigest of the extract
   */
  async known(extract: Extract, valuesDigest: string): Promise<KnownSchool | null> {
    if (this.terms.repair === true) return null;
    const { school, extractedInstant } = extract;
    const memory = await retrying(() => readSchoolMemory(this.db, school), this.patience);
    if (memory?.valuesDigest !== valuesDigest) return null;
    if (this.terms.allowOlder !== true && olderInWords(memory, extractedInstant) !== null) return null;
    const seen = { reason: sameValues, extractedAt: extractedInstant, wasRead: true };
    const known = this.#known({ school, memory }, seen);
    return this.#isSame(known) ? known : null;
  }

  async decide(extract: Extract, valuesDigest: string): Promise<Decided> {
    const { configuration } = this.terms;
    const own = configuration.forSchool(extract.school);
    const forgotten = await retrying(
      () => readForgotten(this.db, extract.school, configuration.pipeline),
      this.patience,
    );
    const decision = await decide(extract, own, configuration.today, this.#memory, forgotten.erasures);
    const outcome = (found: readonly Finding[]) => outcomeOf(configuration.pipeline, decision, found);
    const terms: Terms = {
      guard: own.guard,
      release: this.terms.release === true,
      ...(this.terms.by === undefined ? {} : { by: this.terms.by }),
      allowOlder: this.terms.allowOlder === true,
      remember: {
        extractedAt: extract.extractedInstant,
        valuesDigest,
        rulesDigest: configurationDigest(own, configuration.today, version),
        hasOwnFile: configuration.files.has(extract.school),
        outcome,
      },
    };
    return { decision, outcome, forgotten, terms };
  }

  #known(one: RecalledSchool, seen: Pick<KnownSchool, 'reason' | 'extractedAt' | 'wasRead'>): KnownSchool {
    return { ...one, ...seen, hasOwnFile: this.terms.configuration.files.has(one.school) };
  }

  #areSame(known: readonly RecalledSchool[]): boolean {
    try {
      return known.every((school) => this.#isSame(school));
    } catch {
      // What is wrong with a school's own rules is reported when its file is read.
      return false;
    }
  }

  #isSame({ school, memory }: RecalledSchool): boolean {
    const { configuration } = this.terms;
    if (memory.hadOwnFile === true && !configuration.files.has(school)) return false;
    const own = configuration.forSchool(school);
    const releasesAlone = this.terms.release === true && configuration.pipeline.serve.approvals === 1;
    const isPaused = own.guard.pausedUntil !== null && !releasesAlone;
    return !isPaused && memory.rulesDigest === configurationDigest(own, configuration.today, version);
  }
}

const sameBytes = 'The file is the one that was loaded last.';
const sameValues = 'The extract has the same values as the one that was loaded last.';
