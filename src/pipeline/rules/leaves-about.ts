import { ownerOf } from '../files/owner-of.js';
import type { Pipeline } from '../pipeline.js';
import { operatorNamed } from '../vocabulary/operators.js';
import { leavesOf } from './evaluate.js';
import type { Leaf, Rule } from './rule.js';

/** The leaves of a rule that ask for a field, also for one of a link's end. */
export function leavesAbout(rule: Rule, kind: string, field: string, pipeline: Pipeline): Leaf[] {
  return leavesOf(rule.conditions).filter(({ fact }) => isOf(fact, rule.kind, kind, field, pipeline));
}

function isOf(fact: string, ruleKind: string, kind: string, field: string, pipeline: Pipeline): boolean {
  const [first = '', second] = fact.split('.');
  if (second === undefined) return ruleKind === kind && first === field;
  const link = pipeline.links.find(({ name }) => name === ruleKind);
  return second === field && link !== undefined && ownerOf(link, first, pipeline)?.name === kind;
}

/** Whether a leaf compares the whole value, not a part of it. */
export function comparesWhole({ operator }: Pick<Leaf, 'operator'>): boolean {
  return operatorNamed[operator].compares === 'whole';
}
