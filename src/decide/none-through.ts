import type { Pipeline } from '../pipeline/pipeline.js';
import { builtInRules } from '../pipeline/rules/rule.js';
import type { Finding, Sums } from './decision.js';
import { plainFinding } from './findings.js';

/**
 * Warns of each kind whose records are in the extract and all stay out. If no record of any kind comes through, it
 * warns of none: the guard weighs that.
 */
export function kindsOfNone(pipeline: Pipeline, sums: ReadonlyMap<string, Sums>): Finding[] {
  const kinds = pipeline.records.map(({ name }) => ({ name, sum: sums.get(name) }));
  if (!kinds.some(({ sum }) => (sum?.through ?? 0) > 0)) return [];
  return kinds.flatMap(({ name, sum }) => {
    if (sum === undefined || sum.read === 0 || sum.through > 0) return [];
    const because =
      sum.read === 1
        ? `The only record of ${name} in the extract does not come through.`
        : `None of the ${String(sum.read)} ${name} in the extract comes through.`;
    return [plainFinding('warning', builtInRules.noneThrough, { kind: name, recordId: null, because })];
  });
}
