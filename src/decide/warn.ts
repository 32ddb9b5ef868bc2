import { linkId } from '../extract/link-ids.js';
import { foldCase } from '../pipeline/text/text.js';
import type { Pipeline, SharedValueFact } from '../pipeline/pipeline.js';
import type { Finding } from './decision.js';
import { hasRank } from './everything-in.js';
import { fieldIndex, linkFacts, recordFacts, type FactSource, type MoreFacts } from './facts.js';
import { fixWithSpelling } from './listed-spelling.js';
import { placeIn, ruleFinding, type Findings } from './findings.js';
import { still } from './fate.js';
import { Sharers } from './sharers.js';
import type { Solution } from './solution.js';
import { indexesTo, LinkSet, type RecordSet } from './world.js';

/** Adds what `warn` rules say: of what comes through, or of everything read. */
export async function warn(findings: Findings, solution: Solution, pipeline: Pipeline): Promise<void> {
  const { world } = solution;
  for (const set of world.records) {
    const more = factsAfterwards(set, solution, pipeline);
    const about = (index: number) => ({ recordId: set.ids[index] ?? null, ...placeIn(set.rows, index) });
    await addWarnings(findings, { set, source: recordFacts(set, more), about, solution });
  }
  for (const set of world.links) {
    const about = (index: number) => ({ recordId: linkId(set.idsAt(index)), ...placeIn(set.rows, index) });
    await addWarnings(findings, { set, source: linkFacts(set), about, solution });
  }
}

interface Warned {
  readonly set: RecordSet | LinkSet;
  readonly source: FactSource;
  readonly about: (index: number) => Pick<Finding, 'recordId' | 'position' | 'section'>;
  readonly solution: Solution;
}

async function addWarnings(findings: Findings, { set, source, about, solution }: Warned): Promise<void> {
  const { book } = solution;
  const kind = set.kind.name;
  const all = indexesTo(set.size);
  const { through } = solution.of(set);
  for (const rule of book.rulesThatWarn(kind)) {
    const some = rule.for === 'all' ? all : through;
    const isOfRanks = set instanceof LinkSet && book.ranksOf(rule).length > 0;
    const indexes = isOfRanks ? some.filter((link) => hasRank(set, link)) : some;
    const holds = await book.prepare(rule, source)(indexes);
    const meant = indexes.filter((_, at) => holds(at));
    const [first] = meant;
    if (!rule.once) for (const index of meant) findings.push(ruleFinding('warning', rule, { kind, ...about(index) }));
    // Many that say the same are counted, and so have to be in the same words.
    else if (first !== undefined) {
      const fix = fixWithSpelling(rule, book, { set, index: first, source });
      findings.push(ruleFinding('warning', rule, { kind, fix, ...about(first) }));
    }
  }
}

/** The final counts, and the facts over many records that the pipeline declares. */
export function factsAfterwards(set: RecordSet, solution: Solution, pipeline: Pipeline): MoreFacts {
  const facts = new Map(solution.countFacts(set));
  for (const fact of pipeline.facts) {
    if (fact.kind === set.kind.name) facts.set(fact.name, sharedValue(set, solution, fact));
  }
  return facts;
}

function sharedValue(set: RecordSet, solution: Solution, fact: SharedValueFact): (index: number) => number {
  const field = fieldIndex(set.kind.fields, fact.field, set.kind.name);
  const { out } = solution.ofRecords(set);
  /** What is compared; null if it is blank or the record does not come through. */
  const valueOf = (index: number): string | null => {
    const value = out.at(index) === still ? set.rows.at(index, field) : null;
    if (value === null) return null;
    return fact.fold === 'case' ? foldCase(String(value)) : String(value);
  };
  const halfShares = (index: number, value: string | null): boolean => {
    const half = value === null ? undefined : set.otherHalf.get(index);
    return half !== undefined && valueOf(half) === value;
  };
  if (fact.among === 'halves')
    return (index) => (index < set.firstSecondHalf && halfShares(index, valueOf(index)) ? 1 : 0);
  const sharers = once(() => new Sharers(set.size, valueOf));
  return (index) => {
    const value = valueOf(index);
    return value === null ? 0 : sharers().of(value) - 1 - (halfShares(index, value) ? 1 : 0);
  };
}

/** Worked out when it is first asked for: perhaps no rule asks. */
function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}
