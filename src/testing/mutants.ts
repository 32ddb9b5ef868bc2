import { placeOfFile } from '../pipeline/text/place-text.js';
import { below, isLeaf, type Condition, type Rule } from '../pipeline/rules/rule.js';
import type { Place } from '../pipeline/yaml/yaml-file.js';
import { conditionPlace, conditionsIn, leafInWords } from './conditions.js';
import { byPlace } from './coverage.js';

/** One small change to the rules, of which some case ought to say that it is wrong. */
export interface Mutant {
  readonly place: Place;
  readonly rule: string;
  readonly change: string;
  /** What stands in a rule's place; null for nothing. */
  readonly instead: ReadonlyMap<Rule, Rule | null>;
}

/**
 * Each rule turned off, each condition turned round, each `all` of more than one taken for an `any` and the other way. A
 * shared condition is changed where it is written, for all rules that name it.
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
