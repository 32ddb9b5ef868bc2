import { standingOn } from '../guard/day.js';
import type { Rule } from './rule.js';

/** A day (YYYY-MM-DD) on which a rule begins to hold, or no longer holds after the day before. */
export interface Turn {
  readonly day: string;
  readonly turn: 'begins' | 'ends';
}

/**
 * The days on which a rule begins or has just ended.
 * @param days one after another; the first is only what the second is compared with
 */
export function turnsOf(rule: Rule, days: readonly string[]): Turn[] {
  const isOn = days.map((day) => standingOn(day, rule) === 'in effect');
  return days.flatMap((day, at) =>
    at === 0 || isOn[at] === isOn[at - 1] ? [] : [{ day, turn: isOn[at] ? ('begins' as const) : ('ends' as const) }],
  );
}
