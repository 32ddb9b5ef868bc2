import { valuesSetBy, type Rule } from '../pipeline/rules/rule.js';
import { linkFacts } from './facts.js';
import { dangling, still } from './fate.js';
import type { RuleBook } from './rule-book.js';
import type { Solution } from './solution.js';
import { indexesTo, nowhere, type LinkSet } from './world.js';

/** Counts all links of a kind except those to nothing, which are in only if they are held. */
export function countAll(links: LinkSet, solution: Solution): void {
  const { alone, held } = solution.ofLinks(links);
  for (const link of links.toNothing) if (solution.missingAt(links, link) !== null) alone.put(link, dangling);
  for (const end of links.ends) {
    const count = solution.countAt(end);
    const { at } = end;
    for (let link = 0; link < at.length; link++)
      if (at[link] !== nowhere && (alone.at(link) === still || held.has(link))) count.add(at[link], 1);
    for (const record of solution.given.mended(end.records).keys())
      count.add(record, solution.given.added(end, record));
  }
}

/** Links' own rules read no counts, so they are judged once; for links to nothing, only by what is known of them. */
export async function judgeLinks(
  links: LinkSet,
  { given, book }: Solution,
): Promise<ReadonlyMap<number, readonly Rule[]>> {
  const failing = new Map<number, readonly Rule[]>(
    links.apart?.failingPairs ?? (await failingWithoutRanks(links, book)),
  );
  // A link of which another rule fails has no rank.
  for (const [link, rules] of await failingByRanks(links, book)) failing.set(link, rules);
  return given.withoutMended(links, failing);
}

async function failingByRanks(links: LinkSet, book: RuleBook): Promise<Map<number, Rule[]>> {
  const rules = book.rulesThatJudge(links.kind.name).filter((rule) => book.ranksOf(rule).length > 0);
  if (rules.length === 0) return new Map();
  const ranked = indexesTo(links.size).filter((link) => hasRank(links, link));
  return book.failing(rules, linkFacts(links), ranked);
}

/** Whether rules that ask for ranks speak of a link: all ranks are among the same links. */
export function hasRank({ ranks }: LinkSet, link: number): boolean {
  for (const { at } of ranks.values()) return at[link] > 0;
  return false;
}

/** By index, the own rules of links that fail, except those that ask for a rank. */
export async function failingWithoutRanks(links: LinkSet, book: RuleBook): Promise<Map<number, Rule[]>> {
  const rules = book.rulesThatJudge(links.kind.name).filter((rule) => book.ranksOf(rule).length === 0);
  if (rules.length === 0) return new Map();
  const facts = linkFacts(links);
  const { toNothing } = links;
  const all = indexesTo(links.size);
  const failing = await book.failing(
    rules,
    facts,
    toNothing.length === 0 ? all : all.filter((at) => !links.dangles(at)),
  );
  const isKnown = knownOfDangling(book, links);
  for (const rule of toNothing.length === 0 ? [] : rules) {
    const known = toNothing.filter((link) => isKnown(rule, link));
    for (const link of (await book.failing([rule], facts, known)).keys())
      failing.set(link, [...(failing.get(link) ?? []), rule]);
  }
  return failing;
}

/**
 * Whether a link's own rule reads only what is known of the link, even if the link names a record that the extract does
 * not have: nobody knows that record's values, or what rules would set because of them.
 */
function knownOfDangling(book: RuleBook, links: LinkSet): (rule: Rule, index: number) => boolean {
  const given = new Set(book.rulesThatSet(links.kind.name).flatMap((rule) => [...valuesSetBy(rule).keys()]));
  return (rule, index) =>
    book
      .factsAndReferencesOf(rule)
      .every(
        (fact) =>
          !given.has(fact) && links.ends.every((end) => !end.isMissing(index) || !fact.startsWith(`${end.kind.name}.`)),
      );
}
