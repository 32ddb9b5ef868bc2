import { standingOn, type DayStatus } from '../guard/day.js';
import { duringOn, latest, nextOf, termOn, type RunOut, type Terms } from '../terms.js';
import { wantedBy, type Rule } from './rule.js';

/** Whether a rule speaks on a day, and if not, why. */
export type Speaking = DayStatus | 'disabled' | 'replaced';

/** Whether a day is one of those on which a rule holds; unknown if the days of its terms do not say. */
export function ruleOn(day: string, rule: Rule, terms: Terms): DayStatus | 'unknown' {
  return rule.during === undefined ? standingOn(day, rule) : duringOn(day, rule.during, terms);
}

/**
 * If rules share a name, the first that holds on the day speaks: it comes from the last layer. If nobody knows whether it
 * holds, one that keeps records out does, and so does the one that it replaces: nothing is let in.
 */
export function inEffect(
  rules: readonly Rule[],
  disabled: { has(rule: string): boolean },
  today: string,
  terms: Terms,
): ReadonlyMap<Rule, Speaking> {
  const spoken = new Set<string>();
  return new Map(
    rules.map((rule) => {
      if (disabled.has(rule.name)) return [rule, 'disabled'];
      const standing = ruleOn(today, rule, terms);
      if (standing === 'unknown') {
        const isClosing = wantedBy(rule) !== null && !spoken.has(rule.name);
        return [rule, isClosing ? 'in effect' : 'over'];
      }
      if (standing !== 'in effect') return [rule, standing];
      if (spoken.has(rule.name)) return [rule, 'replaced'];
      spoken.add(rule.name);
      return [rule, 'in effect'];
    }),
  );
}

/** Of the rules that are not disabled, those with terms of which nobody knows whether the day is in them. */
export function termsRunOut(
  rules: readonly Rule[],
  speaking: ReadonlyMap<Rule, Speaking>,
  today: string,
  terms: Terms,
): RunOut[] {
  return rules.flatMap((rule): RunOut[] => {
    if (speaking.get(rule) === 'disabled' || ruleOn(today, rule, terms) !== 'unknown') return [];
    const unknown = rule.during?.terms.filter((name) => termOn(today, name, terms) === 'unknown') ?? [];
    return unknown.map((term) => {
      const days = terms.get(term)?.days ?? [];
      const past = days.filter(({ until }) => until < today).map(({ until }) => until);
      const last = past.length === 0 ? null : latest(past);
      const next = nextOf(today, days)?.from ?? null;
      return { rule: rule.name, kind: rule.kind, term, last, next, applies: speaking.get(rule) === 'in effect' };
    });
  });
}
