import { placeOfCondition } from '../pipeline/rules/read-conditions.js';
import { isMoved, movedInWords } from '../pipeline/rules/moved-day.js';
import { below, isLeaf, type Condition, type Leaf, type Rule } from '../pipeline/rules/rule.js';
import type { Place } from '../pipeline/yaml/yaml-file.js';

/** Where a condition is written; for a shared one, that is in the shared file, not where it is named. */
export function conditionPlace(condition: Condition, rule: Rule): Place {
  const at = placeOfCondition(condition);
  return at === null ? rule.place : at.file.place(at.node);
}

/** A condition and all below it. */
export function conditionsIn(condition: Condition): Condition[] {
  return [condition, ...below(condition).flatMap(conditionsIn)];
}

/** Whether a condition holds if its leaves, in the order of `leavesOf`, have these outcomes. */
export function holdsWith(condition: Condition, outcomes: readonly boolean[]): boolean {
  let next = 0;
  const walk = (one: Condition): boolean => {
    if (isLeaf(one)) return outcomes[next++];
    // Every leaf must take its outcome, even if it decides nothing.
    const inner = below(one).map(walk);
    if ('not' in one) return !inner.every(Boolean);
    return 'any' in one ? inner.some(Boolean) : inner.every(Boolean);
  };
  return walk(condition);
}

export function leafInWords({ fact, operator, value, ignoreCase, on }: Leaf): string {
  const other =
    typeof value === 'object' && value !== null && 'fact' in value
      ? isMoved(value)
        ? movedInWords(value)
        : value.fact
      : JSON.stringify(value);
  return `${fact} ${operator} ${other}${ignoreCase === true ? ' ignoring case' : ''}${on === undefined ? '' : ` on ${on}`}`;
}
