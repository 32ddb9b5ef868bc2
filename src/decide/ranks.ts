import { typeOf } from '../pipeline/vocabulary/source-types.js';
import { rankFact } from '../pipeline/rules/rank.js';
import type { Rank } from '../pipeline/rules/rule.js';
import { factTypeNamed } from '../pipeline/vocabulary/fact-types.js';
import { compareDecimals } from '../pipeline/text/decimal.js';
import { fold } from '../pipeline/text/folding.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import { failingWithoutRanks } from './everything-in.js';
import { linkFacts } from './facts.js';
import type { RuleBook } from './rule-book.js';
import { indexesTo, type LinkSet, type Ranks, type World } from './world.js';

/**
 * Gives links the ranks that rules ask for: among those that have both their ends, whose own rules without a rank hold,
 * and that join nobody who was erased. All of this is known before the first round, so no rank changes in one.
 */
export async function rankLinks({ links: all }: World, book: RuleBook): Promise<void> {
  for (const links of all) {
    const { name } = links.kind;
    const rules = [...book.rulesThatJudge(name), ...book.rulesThatWarn(name)];
    // Several rules may ask for one rank.
    const ranks = new Map(rules.flatMap((rule) => book.ranksOf(rule)).map((rank) => [rankFact(rank), rank]));
    if (ranks.size === 0) continue;
    const failing = links.apart?.failingPairs ?? (await failingWithoutRanks(links, book));
    const isRanked = indexesTo(links.size).map((link) => (!failing.has(link) && joinsTwo(links, link) ? 1 : 0));
    links.ranks = new Map([...ranks].map(([fact, rank]) => [fact, ranksBy(links, rank, isRanked)]));
  }
}

function joinsTwo(links: LinkSet, link: number): boolean {
  return links.ends.every(({ at, records }) => !links.dangles(link) && !records.erased.has(at[link]));
}

/** @param isRanked by index of the link, 1 if it gets a rank */
function ranksBy(links: LinkSet, rank: Rank, isRanked: Int32Array): Ranks {
  const ranks = { at: new Int32Array(links.size), among: new Int32Array(links.size) };
  const ranked = links.ends[links.ends[0].kind.name === rank.of ? 0 : 1];
  const comparisons = rank.by.map((fact) => comparisonBy(links, fact));
  const compare = (a: number, b: number): number => {
    for (const comparison of comparisons) {
      const difference = comparison(a, b);
      if (difference !== 0) return difference;
    }
    return byCodeUnit(ranked.idAt(a), ranked.idAt(b));
  };
  const within = ranked.other;
  for (let record = 0; record < within.records.size; record++) {
    const some = within.linksOf(record).filter((link) => isRanked[link] === 1);
    some.sort(compare);
    some.forEach((link, place) => {
      ranks.at[link] = place + 1;
      ranks.among[link] = some.length;
    });
  }
  return ranks;
}

/** How two links compare by a fact; blanks come last. */
function comparisonBy(links: LinkSet, fact: string): (a: number, b: number) => number {
  const compared = comparedAs(links, fact);
  const read = linkFacts(links)(fact);
  const keys = Array.from({ length: links.size }, (_, link) => {
    const value = read(link);
    return value === null ? null : compared.key(value);
  });
  return (a, b) => {
    const [first, second] = [keys[a], keys[b]];
    if (first === second) return 0;
    if (first === null || second === null) return first === null ? 1 : -1;
    return compared.compare(first, second);
  };
}

interface Compared {
  readonly key: (value: unknown) => string;
  readonly compare: (a: string, b: string) => number;
}

const asNumbers: Compared = { key: String, compare: compareDecimals };
const asTheyAre: Compared = { key: String, compare: byCodeUnit };

function comparedAs({ kind, ends }: LinkSet, fact: string): Compared {
  const end = ends.find((one) => fact.startsWith(`${one.kind.name}.`));
  const { fields } = end?.records.kind ?? kind;
  const field = fields.find(({ name }) => fact === (end === undefined ? name : `${end.kind.name}.${name}`));
  // The id of a record is no field.
  if (field === undefined) return asTheyAre;
  switch (typeOf(field).fact) {
    case factTypeNamed.number:
    case factTypeNamed.wholeNumber:
    case factTypeNamed.decimal:
      return asNumbers;
    case factTypeNamed.boolean:
      return { key: (value) => (value === true ? 'a' : 'b'), compare: byCodeUnit };
    case factTypeNamed.text:
      return { key: (value) => fold(String(value)), compare: byCodeUnit };
    default:
      return asTheyAre;
  }
}
