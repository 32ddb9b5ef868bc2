import { kindsOf, type Field, type LinkKind, type Pipeline, type RecordKind } from '../pipeline.js';
import { effectNamed } from '../vocabulary/effects.js';
import { operatorNamed } from '../vocabulary/operators.js';
import { builtInRules, type Rule } from './rule.js';

const made = new WeakSet<Rule>();

/** Whether it is one of these, which no file has. */
export function isOfBadValues(rule: Rule): boolean {
  return made.has(rule);
}

/**
 * For each kind with fields that say `onBad: out`, a rule that excludes what has a bad value in one of them. It is a
 * rule like any other, so reasons, corrections and reports need to know nothing of it.
 */
export function badValueRules(pipeline: Pipeline): Rule[] {
  return kindsOf(pipeline).flatMap((kind) => {
    const marks = kind.fields.filter(({ marks: marked }) => marked !== null);
    return marks.length === 0 ? [] : [ruleOf(pipeline, kind, marks)];
  });
}

function ruleOf({ places, file }: Pipeline, { name: kind }: RecordKind | LinkKind, marks: readonly Field[]): Rule {
  const paths = marks.map(({ from }) => from ?? '').join(' or ');
  const leaves = marks.map(({ name }) => ({ fact: name, operator: operatorNamed.equal.name, value: true }));
  const rule: Rule = {
    name: builtInRules.badValue,
    kind,
    because: `A bad value is in ${paths}, which decides whether it comes through`,
    fix: `Correct ${paths}`,
    ...{ for: 'through', once: false, from: null, until: null },
    conditions: { any: leaves },
    effect: { type: effectNamed.exclude.name },
    place: places.get(`${kind}.${marks[0].marks ?? ''}`) ?? places.get(kind) ?? { file, line: 1, column: 1 },
  };
  made.add(rule);
  return rule;
}
