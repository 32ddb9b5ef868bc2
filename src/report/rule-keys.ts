import type { Pipeline } from '../pipeline/pipeline.js';
import { below, isLeaf, type Condition, type Rule } from '../pipeline/rule.js';
import type { RuleKeys } from './corrections.js';
import { kindNamed } from './words.js';

/** Finds the keys of the extract behind the fields that rules name; what a rule counts has none. */
export function ruleKeys(pipeline: Pipeline, rules: readonly Rule[]): RuleKeys {
  const known = new Map(rules.map((rule) => [`${rule.kind} ${rule.name}`, rule]));
  return (kind, name) => {
    const rule = known.get(`${kind} ${name}`);
    const fields = kindNamed(pipeline, kind)?.fields ?? [];
    const named = rule === undefined ? [] : factsOf(rule.conditions);
    const keys = named.map((fact) => fields.find((field) => field.name === fact)?.from ?? null);
    return [...new Set(keys)].filter((key) => key !== null);
  };
}

function factsOf(condition: Condition): string[] {
  return isLeaf(condition) ? [condition.fact] : below(condition).flatMap(factsOf);
}
