import type { Extract } from '../extract/extract.js';
import type { SchoolConfiguration } from '../pipeline/configuration.js';
import type { Findings } from './findings.js';
import { erasedAmong } from './erased-among.js';
import type { Erasures, Met } from './erasures.js';
import { joinRows, mergedIn } from './join-rows.js';
import { rankLinks } from './ranks.js';
import { RuleBook, type RuleMemory } from './rule-book.js';
import { setValues } from './set-values.js';
import type { Solution } from './solution.js';
import { solve } from './solve.js';
import { split } from './split.js';
import { unite } from './unite.js';
import type { World } from './world.js';

/** One school's records and links with what became of each: decisions and explanations are made from it. */
export interface Solved {
  readonly extract: Extract;
  readonly configuration: SchoolConfiguration;
  readonly erasures: Erasures | null;
  readonly book: RuleBook;
  readonly world: World;
  readonly solution: Solution;
  /** The records that an erasure is about, out or not. */
  readonly met: readonly Met[];
  /** What was noticed while uniting and splitting. */
  readonly findings: Findings;
  /** How many repeats each kind had. */
  readonly merged: ReadonlyMap<string, number>;
  /** How many records and links of each kind were added by splitting combined records. */
  readonly extra: ReadonlyMap<string, number>;
}

/**
 * Unites, splits, sets and solves.
 * @param today YYYY-MM-DD, for rules with dates
 * @param memory results of rules, kept from one school to the next
 * @param erasures who was erased on request; null if nobody was
 */
export async function solveSchool(
  extract: Extract,
  configuration: SchoolConfiguration,
  today: string,
  memory: RuleMemory,
  erasures: Erasures | null = null,
): Promise<Solved> {
  const book = new RuleBook(configuration, today, memory);
  const united = unite(extract, configuration.pipeline);
  const { findings } = united;
  const extra = await split(united.world, book, findings);
  await setValues(united.world, book);
  const world = await joinRows(united.world, book, findings);
  const met =
    erasures === null
      ? []
      : world.records.flatMap((set) => erasedAmong(set, erasures, book.rulesThatSplit(set.kind.name)));
  await rankLinks(world, book);
  const solution = await solve(world, book);
  return {
    extract,
    configuration,
    erasures,
    book,
    world,
    solution,
    met,
    findings,
    merged: mergedIn(world, united.merged),
    extra,
  };
}
