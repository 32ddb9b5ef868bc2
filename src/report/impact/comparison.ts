import { decide } from '../../decide/decide.js';
import { RuleMemory } from '../../decide/rule-book.js';
import type { DocumentResult, Extract } from '../../extract/extract.js';
import type { Configuration } from '../../pipeline/configuration.js';
import { reasonOf } from '../../run/reason-of.js';
import { readAlike, type ReadTwice } from './compared-documents.js';
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
  type SchoolImpact,
} from './impact.js';
import type { Loads } from './loads.js';
import { daysToDecide, type DaysToDecide } from './sayings.js';
import { isForAll, schoolsWithoutExtract } from './without-extract.js';
import { notThere } from '../../run/undecided.js';

type Versions = readonly [before: Configuration, after: Configuration];

/** Decides each school under two versions of the configuration, on the day asked for and on the days of its rules. */
export class Comparison {
  readonly #memory = new RuleMemory();
  readonly #seen = new Set<string>();
  readonly #schools: ImpactOverDays[] = [];
  /** Days of a school without a file of its own in either version. */
  #commonDays: DaysToDecide | null = null;
  readonly #failed: FailedImpact[] = [];
  readonly #isReadAlike: boolean;
  #unchanged = 0;

  /** @param asked the schools to compare; all, if there are none */
  constructor(
    private readonly versions: Versions,
    private readonly asked: readonly string[],
    private readonly loads: Pick<Loads, 'erasuresOf' | 'heldFor'>,
  ) {
    const [before, after] = versions;
    this.#isReadAlike = readAlike(before.pipeline, after.pipeline);
  }

  async take([before, after]: ReadTwice): Promise<void> {
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
        const impact = await this.#compare([before.extract, after.extract]);
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

  async #compare(extracts: readonly [Extract, Extract]): Promise<ImpactOverDays | null> {
    const [before, after] = this.versions;
    const { school } = extracts[1];
    const erasures = await this.loads.erasuresOf(school, after.pipeline);
    const decided = async (at: 0 | 1, day: string): Promise<DecidedVersion> => {
      const configuration = this.versions[at];
      const own = configuration.forSchool(school, day);
      const decision = await decide(extracts[at], own, day, this.#memory, erasures);
      return { pipeline: configuration.pipeline, decision, effective: () => configuration.effective(school, day) };
    };
    const on = async (day: string): Promise<SchoolImpact | null> =>
      impactOnSchool(await decided(0, day), await decided(1, day));
    const today = [await decided(0, after.today), await decided(1, after.today)] as const;
    const now = impactOnSchool(...today);
    const { days, turns } = this.#daysOf(school);
    const all: LaterImpact[] = [];
    for (const day of days) all.push({ day, impact: await on(day) });
    const later = daysThatDiffer(now, all);
    const held = now === null && this.#isGuardedAlike(school) ? null : await this.#held(extracts, today);
    if (now === null && later.length === 0 && (held === null || held.isHeldBefore)) return null;
    const pipelines = [before.pipeline, after.pipeline] as const;
    return { ...(now ?? noImpact(today[1].decision, pipelines)), later, turns, held };
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

  #daysOf(school: string): DaysToDecide {
    const [before, after] = this.versions;
    const days = (of: string | null) => daysToDecide(before.effective(of), after.effective(of), this.#isReadAlike);
    if (before.files.has(school) || after.files.has(school)) return days(school);
    return (this.#commonDays ??= days(null));
  }
}

function about(result: DocumentResult): { readonly school: string | null; readonly name: string | null } {
  return result.type === 'extract' ? result.extract : result.broken;
}
