import { countAsRead, countsOf, namedFields, recordKind, type Field, type LinkKind, type Pipeline, type RecordKind } from '../pipeline.js';
import { hasPeriod, periodFact } from '../kinds/period.js';
import { factTypeNamed, periods } from '../vocabulary/fact-types.js';
import { optionTypeNamed } from '../vocabulary/option-types.js';
import { typeOf } from '../vocabulary/source-types.js';
import { effectNamed, type EffectName } from '../vocabulary/effects.js';
import type { Fact } from './fact.js';

/** The facts that rules for a kind may read, in the stage of the rule's effect. */
export function factsOf(pipeline: Pipeline, kind: RecordKind | LinkKind, effect: EffectName): Fact[] {
  const own = namedFields(kind).map(fieldFact);
  const common = [...own, ...constantFacts(pipeline)];
  const { sees } = effectNamed[effect];
  if (kind.type === 'link')
    return [
      ...common,
      ...(hasPeriod(kind) ? [{ name: periodFact, type: factTypeNamed.period.name, values: periods }] : []),
      { name: 'fields', type: factTypeNamed.list.name, values: kind.ends.flatMap((end) => end.keys.map(({ key }) => key)) },
      ...kind.ends.flatMap((end) => endFacts(pipeline, end.name, end.to)),
      ...(sees === 'values'
        ? []
        : kind.ends.flatMap(({ name, to }) => countsAsRead(pipeline, to).map((fact) => ({ ...fact, name: `${name}.${fact.name}` })))),
    ];
  const facts: Fact[] = [...common, { name: 'id', type: factTypeNamed.text.name }];
  // When records are split and fields are set, nobody knows yet who comes through, and links are not those they will be.
  if (sees === 'values') return facts;
  facts.push(...countsOf(pipeline, kind.name).map(({ fact }): Fact => ({ name: fact, type: factTypeNamed.count.name })));
  facts.push(...countsAsRead(pipeline, kind.name));
  if (sees !== 'everything') return facts;
  return [
    ...facts,
    ...pipeline.facts.filter((fact) => fact.kind === kind.name).map(({ name }): Fact => ({ name, type: factTypeNamed.number.name })),
  ];
}

function countsAsRead(pipeline: Pipeline, kind: string): Fact[] {
  return countsOf(pipeline, kind).map(({ fact }) => ({ name: countAsRead(fact), type: factTypeNamed.countAsRead.name }));
}

function fieldFact(field: Field): Fact {
  return { name: field.name, type: typeOf(field).fact.name };
}

/** Facts that are the same for every record: only these may be a condition's value. */
export function constantFacts(pipeline: Pipeline): Fact[] {
  const options = [...pipeline.options.values()].map(({ name, type }): Fact => ({
    name: `option.${name}`,
    type: optionTypeNamed[type].fact.name,
  }));
  return [...options, { name: 'today', type: factTypeNamed.date.name }];
}

function endFacts(pipeline: Pipeline, end: string, to: string): Fact[] {
  const fields = namedFields(recordKind(pipeline, to));
  return [
    { name: `${end}.id`, type: factTypeNamed.text.name },
    ...fields.map((field): Fact => ({ ...fieldFact(field), name: `${end}.${field.name}` })),
  ];
}
