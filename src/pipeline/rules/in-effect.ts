import { standingOn, type DayStatus } from '../guard/day.js';
import type { Rule } from './rule.js';

/** Whether a rule speaks on a day, and if not, why. */
export type Speaking = DayStatus | 'disabled' | 'replaced';

/** If rules share a name, the first that holds on the day speaks: it comes from the last layer. */
export function inEffect(
  rules: readonly Rule[],
  disabled: { has(rule: string): boolean },
  today: string,
): ReadonlyMap<Rule, Speaking> {
  const spoken = new Set<string>();
  return new Map(
    rules.map((rule) => {
      if (disabled.has(rule.name)) return [rule, 'disabled'];
      const standing = standingOn(today, rule);
      if (standing !== 'in effect') return [rule, standing];
      if (spoken.has(rule.name)) return [rule, 'replaced'];
      spoken.add(rule.name);
      return [rule, 'in effect'];
    }),
  );
}
