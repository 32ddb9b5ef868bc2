import { decide } from '../../decide/decide.js';
import { RuleMemory } from '../../decide/rule-book.js';
import type { DocumentResult, Extract } from '../../extract/extract.js';
import type { Configuration, SchoolConfiguration } from '../../pipeline/configuration.js';
import { reasonOf } from '../../run/reason-of.js';
import { readAlike, type ComparedDocument } from './compared-documents.js';
import {
  daysThatDiffer,
  impactOnSchool,
  noImpact,
  type DecidedVersion,
  type FailedImpact,
  type HeldLoad,
  type Impact,
  type ImpactOverDays,
  type LaterImpact,
} from './impact.js';
import type { Loads } from './loads.js';
import {
  chooseDays,
  configuredDays,
  noDays,
  turnsByValues,
  type ConfiguredDays,
  type DaysToDecide,
} from './days-to-decide.js';
import { isForAll, schoolsWithoutExtract } from './without-extract.js';
import { notThere } from '../../run/undecided.js';

type Versions = readonly [before: Configuration, after: Configuration];

/** Decides each school under two versions of the configuration, on the day asked for and on the days of its rules. */
export class Comparison {
  readonly #memory = new RuleMemory();
  readonly #seen = new Set<string>();
  readonly #schools: ImpactOverDays[] = [];
  /** Days of a school without a file of its own in either version. */
  #commonDays: ConfiguredDays | null | undefined;
  readonly #failed: FailedImpact[] = [];
  readonly #onDays = new Map<string, SchoolConfiguration>();
  readonly #isReadAlike: boolean;
  #unchanged = 0;

  /**
   * @param asked the schools to compare; all, if there are none
   * @param mostDays how many days that are in an extract to decide
   */
  constructor(
    private readonly versions: Versions,
    private readonly asked: readonly string[],
    private readonly loads: Pick<Loads, 'erasuresOf' | 'heldFor'>,
    private readonly mostDays: number,
  ) {
    const [before, after] = versions;
    this.#isReadAlike = readAlike(before.pipeline, after.pipeline);
  }

  async take(document: ComparedDocument): Promise<void> {
    const [before, after] = document.read;
    const { school, name } = about(after);
    if (school !== null && this.asked.length > 0 && !this.asked.includes(school)) return;
    const fail = (reason: string) => this.#failed.push({ school, name, reason });
    if (school !== null && this.#seen.has(school)) {
      fail(`${after.from}: the school appears a second time; the first is compared.`);
      return;
    }
    if (school !== null) this.#seen.add(school);
    if (after.type === 'broken') fail(after.broken.reason);
    else if (before.type === 'broken') fail(`In the other version: ${before.broken.reason}`);
    else if (before.extract.school !== after.extract.school)
      fail('The two versions read different ids for the school.');
    else {
      try {
        const impact = await this.#compare([before.extract, after.extract], document);
        if (impact === null) this.#unchanged++;
        else this.#schools.push(impact);
      } catch (error) {
        fail(reasonOf(error));
      }
    }
  }

  /** A requested school that no input has is a failure, not a success with nothing done. */
  result(): Pick<Impact, 'schools' | 'unchanged' | 'failed' | 'withoutExtract' | 'isForAll'> {
    const missing = this.asked.filter((school) => !this.#seen.has(school));
    const reason = notThere;
    const failed = [...this.#failed, ...missing.map((school) => ({ school, name: null, reason }))];
    const isOfAll = this.asked.length === 0;
    return {
      schools: this.#schools,
      unchanged: this.#unchanged,
      failed,
      withoutExtract: isOfAll ? schoolsWithoutExtract(this.versions, this.#seen) : [],
      isForAll: isOfAll && isForAll(this.versions),
    };
  }

  async #compare(extracts: readonly [Extract, Extract], document: ComparedDocument): Promise<ImpactOverDays | null> {
    const [before, after] = this.versions;
    const { school } = extracts[1];
    const erasures = await this.loads.erasuresOf(school, after.pipeline);
    const decided = async (at: 0 | 1, day: string, extract: Extract): Promise<DecidedVersion> => {
      const configuration = this.versions[at];
      const own = this.#configurationOn(at, school, day);
      const decision = await decide(extract, own, day, this.#memory, erasures);
      return { pipeline: configuration.pipeline, decision, effective: () => configuration.effective(school, day) };
    };
    const today = [await decided(0, after.today, extracts[0]), await decided(1, after.today, extracts[1])] as const;
    const now = impactOnSchool(...today);
    const readLater = laterExtracts(document);
    const { days, turns, undecided } = this.#daysOf(school, extracts, document, readLater);
    const all: LaterImpact[] = [];
    let [was, is]: readonly DecidedVersion[] = today;
    for (const { day, isIn } of days) {
      const read = readLater.findLast((one) => one.day <= day)?.extracts ?? extracts;
      if (isIn[0]) was = await decided(0, day, read[0]);
      if (isIn[1]) is = await decided(1, day, read[1]);
      all.push({ day, impact: impactOnSchool(was, is) });
    }
    const later = daysThatDiffer(now, all);
    const held = now === null && this.#isGuardedAlike(school) ? null : await this.#held(extracts, today);
    const isSame = now === null && later.length === 0 && (held === null || held.isHeldBefore);
    if (isSame && undecided.length === 0) return null;
    const pipelines = [before.pipeline, after.pipeline] as const;
    return { ...(now ?? noImpact(today[1].decision, pipelines)), later, turns, undecided, held };
  }

  /** That of schools without a file of their own is the same for all. */
  #configurationOn(at: 0 | 1, school: string, day: string): SchoolConfiguration {
    const configuration = this.versions[at];
    if (configuration.files.has(school)) return configuration.forSchool(school, day);
    const key = `${String(at)} ${day}`;
    const known = this.#onDays.get(key) ?? configuration.forSchool(school, day);
    this.#onDays.set(key, known);
    return known;
  }

  async #held(
    extracts: readonly [Extract, Extract],
    decided: readonly [DecidedVersion, DecidedVersion],
  ): Promise<HeldLoad | null> {
    const heldFor = (at: 0 | 1) => this.loads.heldFor(extracts[at], decided[at].decision, this.versions[at]);
    const reason = await heldFor(1);
    return reason === null ? null : { reason, isHeldBefore: (await heldFor(0)) !== null };
  }

  #isGuardedAlike(school: string): boolean {
    const [before, after] = this.versions.map((version) => {
      const { guard } = version.forSchool(school);
      return JSON.stringify([{ ...guard, letGo: [...guard.letGo] }, version.files.has(school)]);
    });
    return before === after;
  }

  #daysOf(
    school: string,
    extracts: readonly [Extract, Extract],
    { turns: ofLookups }: ComparedDocument,
    readLater: readonly LaterExtracts[],
  ): DaysToDecide {
    const configured = this.#configuredDays(school);
    if (configured === null) return noDays;
    const all = [extracts, ...readLater.map((one) => one.extracts)];
    const before = all.map(([one]) => one);
    const after = all.map(([, one]) => one);
    const isSame = before.every((one, at) => one === after[at]);
    const pipelines = [this.versions[0].pipeline, this.versions[1].pipeline] as const;
    const byValues = turnsByValues(configured, isSame ? [after, after] : [before, after], pipelines);
    const read = new Set(readLater.map(({ day }) => day));
    const unread = new Set(ofLookups.map(({ day }) => day).filter((day) => !read.has(day)));
    return chooseDays([...configured.turns, ...byValues, ...ofLookups], this.mostDays, unread);
  }

  #configuredDays(school: string): ConfiguredDays | null {
    const [before, after] = this.versions;
    const days = (of: string | null) => configuredDays(before.effective(of), after.effective(of), this.#isReadAlike);
    if (before.files.has(school) || after.files.has(school)) return days(school);
    if (this.#commonDays === undefined) this.#commonDays = days(null);
    return this.#commonDays;
  }
}

interface LaterExtracts {
  readonly day: string;
  readonly extracts: readonly [Extract, Extract];
}

/** What is broken is broken on every day, so there are as many as of the document. */
function laterExtracts({ later }: ComparedDocument): LaterExtracts[] {
  return later.flatMap(({ day, read: [before, after] }) =>
    before.type === 'extract' && after.type === 'extract'
      ? [{ day, extracts: [before.extract, after.extract] as const }]
      : [],
  );
}

function about(result: DocumentResult): { readonly school: string | null; readonly name: string | null } {
  return result.type === 'extract' ? result.extract : result.broken;
}
