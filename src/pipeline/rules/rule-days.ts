import { turningDays, type Days } from '../guard/day.js';
import { turningOfTerms, type Terms } from '../terms.js';
import { ruleOn } from './in-effect.js';
import type { Rule } from './rule.js';

/** Whether both hold on some day. */
export function isAtOnce(a: Rule, b: Rule, terms: Terms): boolean {
  return daysOf([a, b], terms).some((day) => [a, b].every((rule) => ruleOn(day, rule, terms) === 'in effect'));
}

/** Whether `other` holds on every day on which `one` does, or may. */
export function isOnEveryDayOf(one: Rule, other: Rule, terms: Terms): boolean {
  if (other.from === null && other.until === null && other.during === undefined) return true;
  const isOn = (day: string, rule: Rule): boolean => ['in effect', 'unknown'].includes(ruleOn(day, rule, terms));
  return daysOf([one, other], terms).every((day) => !isOn(day, one) || ruleOn(day, other, terms) === 'in effect');
}

/** Days that stand for all: within a term, after it, and where nobody knows, too. */
function daysOf(rules: readonly Rule[], terms: Terms): string[] {
  const ofTerms = [...terms.values()].flatMap(({ days }): readonly Days[] => days);
  const areNeeded = rules.some(({ during }) => during !== undefined);
  if (!areNeeded) return turningDays(rules);
  return [...turningDays([...rules, ...ofTerms]), ...turningOfTerms(terms)];
}
