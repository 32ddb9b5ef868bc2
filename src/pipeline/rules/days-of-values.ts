import { isYearly } from '../guard/day.js';
import { comparedWith, constantsOf, testOf, type Facts } from './evaluate.js';
import type { Leaf } from './rule.js';

const todayFact = 'today';

/**
 * Whether a day that passes may change what a leaf says of a value, and so of some record on any day. An age on a day of each
 * year is asked anew only on that day, for all of them (`turnsOf`).
 */
export function isOfDay(leaf: Leaf): boolean {
  if (leaf.fact === todayFact) return true;
  return constantsOf(leaf).includes(todayFact) && (leaf.on === undefined || !isYearly(leaf.on));
}

/**
 * The days on which a leaf says something else of a value than on the day before.
 * @param days one after another; the first is only what the second is compared with
 * @param constants the options
 */
export function daysOfValues(
  leaf: Leaf,
  values: Iterable<unknown>,
  days: readonly string[],
  constants: Facts,
): Set<string> {
  const test = testOf(leaf);
  const asked = days.map((day) => comparedWith(leaf, (fact) => (fact === todayFact ? day : constants(fact))));
  const found = new Set<string>();
  for (const value of values) {
    const saw = (at: number): unknown => (leaf.fact === todayFact ? days[at] : value);
    let was = test(saw(0), asked[0]);
    for (let at = 1; at < days.length; at++) {
      const is = test(saw(at), asked[at]);
      if (is !== was) found.add(days[at]);
      was = is;
    }
  }
  return found;
}
