import { isPeriodSide, periodFact } from '../../pipeline/kinds/period.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { factsReadBy, leavesOf } from '../../pipeline/rules/evaluate.js';
import type { Rule } from '../../pipeline/rules/rule.js';
import type { RuleKeys } from './corrections.js';
import { kindNamed } from '../../words/words.js';

/** Finds the extract's keys for the fields that rules name; what a rule counts has none. */
export function ruleKeys(pipeline: Pipeline, rules: readonly Rule[]): RuleKeys {
  const known = new Map(rules.map((rule) => [`${rule.kind} ${rule.name}`, rule]));
  const found = new Map<string, readonly string[]>();
  const find = (kind: string, name: string): readonly string[] => {
    const rule = known.get(`${kind} ${name}`);
    const fields = kindNamed(pipeline, kind)?.fields ?? [];
    const named = rule === undefined ? [] : leavesOf(rule.conditions).flatMap(factsReadBy);
    const sides = fields.filter((field) => named.includes(periodFact) && isPeriodSide({ fields }, field.name));
    const keys = [
      ...named.map((fact) => fields.find((field) => field.name === fact)?.from ?? null),
      ...sides.map(({ from }) => from),
    ];
    return [...new Set(keys)].filter((key) => key !== null);
  };
  // Thousands of findings are about a few rules.
  return (kind, name) => {
    const of = `${kind} ${name}`;
    const keys = found.get(of) ?? find(kind, name);
    found.set(of, keys);
    return keys;
  };
}
