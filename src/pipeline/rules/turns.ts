import { isYearly, nextOfEachYear } from '../guard/day.js';
import type { Terms } from '../terms.js';
import { leavesOf } from './evaluate.js';
import { ruleOn } from './in-effect.js';
import type { Rule } from './rule.js';

/**
 * A day (YYYY-MM-DD) on which a rule begins to hold, or no longer holds after the day before, or from which nobody knows
 * because the days of its terms have run out; or on which the day of each year moves on that an age is asked for on.
 */
export interface Turn {
  readonly day: string;
  readonly turn: 'begins' | 'ends' | 'runs out' | 'moves';
}

const turnTo = { yes: 'begins', no: 'ends', unknown: 'runs out' } as const;

/**
 * The days on which a rule turns.
 * @param days one after another; the first is only what the second is compared with
 */
export function turnsOf(rule: Rule, terms: Terms, days: readonly string[]): Turn[] {
  const yearly = leavesOf(rule.conditions).flatMap(({ on }) => (on !== undefined && isYearly(on) ? [on] : []));
  if (rule.from === null && rule.until === null && rule.during === undefined && yearly.length === 0) return [];
  const isOn = days.map((day) => {
    const standing = ruleOn(day, rule, terms);
    return standing === 'unknown' ? standing : standing === 'in effect' ? 'yes' : 'no';
  });
  const isMoved = (at: number): boolean =>
    isOn[at] !== 'no' && yearly.some((on) => nextOfEachYear(days[at], on) !== nextOfEachYear(days[at - 1], on));
  return days.flatMap((day, at): Turn[] => {
    if (at === 0) return [];
    if (isOn[at] !== isOn[at - 1]) return [{ day, turn: turnTo[isOn[at]] }];
    return isMoved(at) ? [{ day, turn: 'moves' }] : [];
  });
}
