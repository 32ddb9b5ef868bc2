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
 * For each field that says `onBad: out`, a rule that excludes what has a bad value in it. They are rules like any other,
 * so reasons, corrections and reports need to know nothing of them.
 */
export function badValueRules(pipeline: Pipeline): Rule[] {
  return kindsOf(pipeline).flatMap((kind) => {
    const marks = kind.fields.filter(({ marks: marked }) => marked !== null);
    return marks.map((mark) => ruleOf(pipeline, kind, mark));
  });
}

function ruleOf({ places, file }: Pipeline, { name: kind }: RecordKind | LinkKind, mark: Field): Rule {
  const path = (mark.from ?? '').replaceAll(', ', ' or ');
  const rule: Rule = {
    name: builtInRules.badValue,
    kind,
    because: `A bad value is in ${path}, which decides whether it comes through`,
    fix: `Correct ${path}`,
    ...{ for: 'through', once: false, from: null, until: null },
    conditions: { all: [{ fact: mark.name, operator: operatorNamed.equal.name, value: true }] },
    effect: { type: effectNamed.exclude.name },
    place: places.get(`${kind}.${mark.marks ?? ''}`) ?? places.get(kind) ?? { file, line: 1, column: 1 },
  };
  made.add(rule);
  return rule;
}
