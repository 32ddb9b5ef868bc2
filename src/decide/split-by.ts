import type { Pipeline } from '../pipeline/pipeline.js';
import { splitOf, type Rule } from '../pipeline/rules/rule.js';

/** By the kind's name, the field by which the first of its `split` rules splits a record in two. */
export function splitBy(pipeline: Pipeline, rules: readonly Rule[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name } of pipeline.records)
    for (const rule of rules) {
      const split = splitOf(rule);
      if (rule.kind === name && split !== null && !found.has(name)) found.set(name, split.by);
    }
  return found;
}
