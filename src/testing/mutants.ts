import { placeOfFile } from '../pipeline/text/place-text.js';
import { below, isLeaf, type Condition, type Rule } from '../pipeline/rules/rule.js';
import type { Place } from '../pipeline/yaml/yaml-file.js';
import { conditionPlace, conditionsIn, leafInWords } from './conditions.js';
import { byPlace } from './coverage.js';

/** One small change to the rules, which should make some case fail. */
export interface Mutant {
  readonly place: Place;
  readonly rule: string;
  readonly change: string;
  /** What replaces a rule; null for nothing. */
  readonly instead: ReadonlyMap<Rule, Rule | null>;
}

/**
 * Turns each rule off, reverses each condition, and swaps `all` and `any` of more than one. A shared condition is
 * changed for all rules that name it.
 */
export function mutantsOf(rules: readonly Rule[]): Mutant[] {
  const off = rules.map((rule) => ({
    place: rule.place,
    rule: rule.name,
    change: 'turned off',
    instead: new Map([[rule, null]]),
  }));
  const changed = new Map<string, Mutant & { readonly instead: Map<Rule, Rule | null> }>();
  for (const rule of rules) {
    for (const condition of conditionsIn(rule.conditions)) {
      const change = changeOf(condition);
      if (change === null) continue;
      const place = conditionPlace(condition, rule);
      const key = placeOfFile(place);
      const mutant = changed.get(key) ?? { place, rule: rule.name, change, instead: new Map<Rule, Rule | null>() };
      mutant.instead.set(rule, { ...rule, conditions: changedAt(rule.conditions, rule, key) });
      changed.set(key, mutant);
    }
  }
  return [...off, ...changed.values()].sort(byPlace);
}

function changeOf(condition: Condition): string | null {
  if (isLeaf(condition)) return `not (${leafInWords(condition)})`;
  if ('not' in condition || below(condition).length < 2) return null;
  return 'all' in condition ? 'any instead of all' : 'all instead of any';
}

function changedAt(condition: Condition, rule: Rule, key: string): Condition {
  const isMeant = changeOf(condition) !== null && placeOfFile(conditionPlace(condition, rule)) === key;
  if (isLeaf(condition)) return isMeant ? { not: condition } : condition;
  const inner = below(condition).map((one) => changedAt(one, rule, key));
  if ('not' in condition) return { not: inner[0] };
  return 'all' in condition === isMeant ? { any: inner } : { all: inner };
}
