import type { Rule } from '../pipeline/rules/rule.js';
import type { RuleBook } from './rule-book.js';
import { nowhere, type LinkSet } from './world.js';

/**
 * Whether a rule of a link's own speaks only of what is known of the link, though it may name a record that the extract
 * does not have: what that record is, and what is given by it, nobody knows.
 */
export function knownOfDangling(book: RuleBook, links: LinkSet): (rule: Rule, index: number) => boolean {
  const { name, ends } = links.kind;
  const given = new Set(
    book.rulesFor(name, 'set').flatMap(({ effect }) => (effect.type === 'set' ? [...effect.values.keys()] : [])),
  );
  return (rule, index) =>
    book
      .factsAndReferencesOf(rule)
      .every(
        (fact) =>
          !given.has(fact) &&
          ([0, 1] as const).every(
            (end) => links.ends[end][index] !== nowhere || !fact.startsWith(`${ends[end].name}.`),
          ),
      );
}
