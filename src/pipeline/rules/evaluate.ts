import { isYearly } from '../guard/day.js';
import { operatorNamed, type Operator } from '../vocabulary/operators.js';
import { movedDay } from './moved-day.js';
import { below, isLeaf, type Condition, type Leaf, type Reference } from './rule.js';

const todayFact = 'today';

/** The value of a fact, or of what a leaf compares it with. */
export type Facts = (fact: string) => unknown;

/** Whether a condition holds, by the operators' own functions. The engine says the same (a test compares them). */
export function holds(condition: Condition, facts: Facts): boolean {
  if (isLeaf(condition)) return leafHolds(condition, facts);
  const inner = below(condition);
  if ('not' in condition) return !inner.every((one) => holds(one, facts));
  return 'any' in condition ? inner.some((one) => holds(one, facts)) : inner.every((one) => holds(one, facts));
}

/** A value that is not known yet. */
export const notKnown = Symbol('not known');

/** Whether a condition holds, as far as facts are known; null if that depends on others. */
export function holdsSoFar(condition: Condition, facts: Facts): boolean | null {
  if (isLeaf(condition)) return facts(condition.fact) === notKnown ? null : leafHolds(condition, facts);
  const inner = below(condition);
  const isAny = 'any' in condition;
  let isOpen = false;
  let isDecided = false;
  for (const one of inner) {
    const outcome = holdsSoFar(one, facts);
    if (outcome === null) isOpen = true;
    else if (outcome === isAny) {
      isDecided = true;
      break;
    }
  }
  if (!isDecided && isOpen) return null;
  const outcome = isDecided === isAny;
  return 'not' in condition ? !outcome : outcome;
}

function leafHolds(leaf: Leaf, facts: Facts): boolean {
  return testOf(leaf)(facts(leaf.fact), comparedWith(leaf, facts));
}

/** What a leaf's fact is compared with. */
export function comparedWith({ operator, value, on }: Leaf, constants: Facts): unknown {
  const given = isReference(value) ? movedDay(constants(value.fact), value) : value;
  const { onDay } = operatorNamed[operator];
  return onDay === undefined ? given : onDay(given, on, constants(todayFact));
}

/** The facts that a leaf's value depends on: an option, or the day of the run. */
export function constantsOf({ operator, value, on }: Leaf): readonly string[] {
  const named = isReference(value) ? [value.fact] : [];
  const isToday = operatorNamed[operator].onDay !== undefined && (on === undefined || isYearly(on));
  return isToday ? [...named, todayFact] : named;
}

/** By which a leaf's fact is compared with its value. */
export function testOf({ operator, ignoreCase }: Pick<Leaf, 'operator' | 'ignoreCase'>): Operator['test'] {
  const { test, testIgnoringCase } = operatorNamed[operator];
  return ignoreCase === true && testIgnoringCase !== undefined ? testIgnoringCase : test;
}

export function isReference(value: Leaf['value']): value is Reference {
  return typeof value === 'object' && value !== null && 'fact' in value;
}

export function leavesOf(condition: Condition): Leaf[] {
  return isLeaf(condition) ? [condition] : below(condition).flatMap(leavesOf);
}

/** The facts whose values a leaf depends on, except what it compares with. */
export function factsReadBy({ fact, rank }: Leaf): readonly string[] {
  return rank?.by ?? [fact];
}
