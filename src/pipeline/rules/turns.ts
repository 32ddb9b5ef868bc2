import type { Terms } from '../terms.js';
import { ruleOn } from './in-effect.js';
import type { Rule } from './rule.js';

/**
 * A day (YYYY-MM-DD) on which a rule begins to hold, or no longer holds after the day before, or from which nobody knows
 * because the days of its terms have run out.
 */
export interface Turn {
  readonly day: string;
  readonly turn: 'begins' | 'ends' | 'runs out';
}

const turnTo = { yes: 'begins', no: 'ends', unknown: 'runs out' } as const;

/**
 * The days on which a rule turns.
 * @param days one after another; the first is only what the second is compared with
 */
export function turnsOf(rule: Rule, terms: Terms, days: readonly string[]): Turn[] {
  if (rule.from === null && rule.until === null && rule.during === undefined) return [];
  const isOn = days.map((day) => {
    const standing = ruleOn(day, rule, terms);
    return standing === 'unknown' ? standing : standing === 'in effect' ? 'yes' : 'no';
  });
  return days.flatMap((day, at) => (at === 0 || isOn[at] === isOn[at - 1] ? [] : [{ day, turn: turnTo[isOn[at]] }]));
}
