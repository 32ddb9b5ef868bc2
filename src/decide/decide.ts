import type { Extract } from '../extract/extract.js';
import { KeptFindings } from '../extract/items/kept-findings.js';
import type { SchoolConfiguration } from '../pipeline/configuration.js';
import type { Decision, Sums } from './decision.js';
import { likelyDuplicates } from './duplicates.js';
import { fillBlanks, throughOf } from './finish.js';
import { fromExtract, furtherFindings, type Findings } from './findings.js';
import type { Erasures } from './erasures.js';
import { reasons } from './reasons.js';
import { kindsOfNone } from './none-through.js';
import { withIds } from './records-by.js';
import type { RuleBook, RuleMemory } from './rule-book.js';
import { reversedPeriods } from './reversed-periods.js';
import { rulesRunOut } from './run-out.js';
import { solveSchool, type Solved } from './solved.js';
import { splitBy } from './split-by.js';
import { warn } from './warn.js';
import { LinkSet, type RecordSet } from './world.js';
import { withdrawnFrom } from './withdrawn.js';

/**
 * Decides what comes through of one school's extract, and why the rest stays out.
 * @param today YYYY-MM-DD, for rules with dates
 * @param memory results of rules, kept from one school to the next
 * @param erasures who was erased on request, and stays out; null if nobody was
 * @throws Error if the sums do not add up: a fault of the program, never of the data
 */
export async function decide(
  extract: Extract,
  configuration: SchoolConfiguration,
  today: string,
  memory: RuleMemory,
  erasures: Erasures | null = null,
): Promise<Decision> {
  return decideSolved(await solveSchool(extract, configuration, today, memory, erasures));
}

/** The decision of a school that is solved. */
export async function decideSolved(solved: Solved): Promise<Decision> {
  const { extract, configuration, world, solution, met, findings, merged, extra } = solved;
  const { pipeline } = configuration;
  const filled = fillBlanks(solution);
  const all: Findings = new KeptFindings(pipeline.limits.findings);
  for (const finding of extract.findings) all.push(fromExtract(withIds(finding, world.links)));
  for (const finding of findings.kept) all.push(finding);
  all.addBeyond(extract.furtherFindings + findings.beyond);
  reasons(all, solution);
  await warn(all, solution, pipeline);
  for (const set of world.links) for (const finding of reversedPeriods(set)) all.push(finding);
  likelyDuplicates(all, solution, pipeline);
  const through = new Map(world.sets.map((set) => [set.kind.name, throughOf(set, solution, filled)]));
  const sums = new Map<string, Sums>();
  for (const set of world.sets) {
    const { name } = set.kind;
    const rejected = extract.rejected.get(name) ?? 0;
    const read = extract.tables.of(name).length + rejected;
    const comes = solution.of(set).through.length;
    const not = set.size - comes + furtherNot(set);
    const outside = extract.outside.get(name);
    sums.set(name, {
      read,
      ...(outside === undefined ? {} : { outside }),
      ...{ through: comes, not, rejected, merged: merged.get(name) ?? 0, split: extra.get(name) ?? 0 },
    });
  }
  assertNothingIsLost(sums);
  return {
    school: extract.school,
    name: extract.name,
    extractedAt: extract.extractedAt,
    through,
    findings: [
      ...all.kept,
      ...kindsOfNone(pipeline, sums),
      ...rulesRunOut(configuration.runOut ?? []),
      ...furtherFindings(all.beyond),
    ],
    erasedMet: met,
    splitBy: splitBy(pipeline, configuration.rules),
    sums,
    countingRules: new Map(world.records.map((set) => [set.kind.name, countingRulesOf(set, solved.book)])),
    areWithdrawn: withdrawnFrom(solved),
  };
}

function countingRulesOf(set: RecordSet, book: RuleBook): ReadonlySet<string> {
  const rules = book.rulesThatJudge(set.kind.name).filter((rule) => book.endsCountedBy(rule, set).length > 0);
  return new Set(rules.map(({ name }) => name));
}

/** Rows that were kept apart and fail, beside those that stand for a link. */
function furtherNot(set: RecordSet | LinkSet): number {
  if (!(set instanceof LinkSet) || set.apart === null) return 0;
  return set.apart.failing.size - set.apart.failingPairs.size;
}

function assertNothingIsLost(sums: ReadonlyMap<string, Sums>): void {
  for (const [kind, { read, split: halves, through, not, rejected, merged }] of sums) {
    if (read + halves !== through + not + rejected + merged) {
      throw new Error(
        `The sums of ${kind} do not add up: ${String(read)} read + ${String(halves)} split, but ${String(through)} through + ${String(not)} not + ${String(rejected)} rejected + ${String(merged)} merged.`,
      );
    }
  }
}
