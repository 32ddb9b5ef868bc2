import { valuesSetBy, type Rule } from '../pipeline/rules/rule.js';
import type { RuleBook } from './rule-book.js';
import type { LinkSet } from './world.js';

/**
 * Whether a rule of a link's own speaks only of what is known of the link, though it may name a record that the extract
 * does not have: what that record is, and what is given by it, nobody knows.
 */
export function knownOfDangling(book: RuleBook, links: LinkSet): (rule: Rule, index: number) => boolean {
  const given = new Set(book.rulesThatSet(links.kind.name).flatMap((rule) => [...valuesSetBy(rule).keys()]));
  return (rule, index) =>
    book
      .factsAndReferencesOf(rule)
      .every(
        (fact) =>
          !given.has(fact) && links.ends.every((end) => !end.isMissing(index) || !fact.startsWith(`${end.kind.name}.`)),
      );
}
