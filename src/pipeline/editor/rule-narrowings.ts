import type { Keywords } from '../keys/yaml-type.js';
import { namedFields } from '../pipeline.js';
import { conditionDefinition, conditions } from '../rules/read-conditions.js';
import { mayOrder } from '../rules/rank.js';
import { anotherField, copiedFields, takes } from '../rules/read-set-value.js';
import { effectNamed, effects, type EffectName } from '../vocabulary/effects.js';
import { typeOf } from '../vocabulary/source-types.js';
import { describedFacts, type DescribedFact } from './fact-meanings.js';
import type { LeafSchemas } from './leaf-schemas.js';
import { exactly, oneOfNames, without, Within, type Known, type Narrowings, type SchemaPlace } from './place.js';
import { ruleNames } from './rule-names.js';

/** What rules say. */
export function ruleNarrowings(
  known: Known,
  leaves: LeafSchemas,
): Narrowings<
  | 'rule'
  | 'ruleName'
  | 'effect'
  | 'condition'
  | 'negated'
  | 'rank'
  | 'endOfLink'
  | 'orderOfLinks'
  | 'sharedCondition'
  | 'fact'
  | 'operator'
  | 'value'
  | 'fieldOfKind'
  | 'setValues'
  | 'shares'
> {
  const facts = new Map<string, readonly DescribedFact[]>();
  const factsAt = (place: SchemaPlace): readonly DescribedFact[] => {
    const key = `${place.kind?.name ?? ''} ${effectNamed[place.effect].sees}`;
    const found = facts.get(key) ?? describedFacts(place);
    facts.set(key, found);
    return found;
  };
  return {
    rule: ({ properties, ...schema }, { kind }) => {
      const { event, ...others } = properties as Keywords;
      return {
        ...schema,
        properties: { ...others, event: new Within(event as Keywords, { replaces: false }), conditions: {} },
        ...conditionsByEffect(kind?.type === 'link'),
      };
    },
    ruleName: ({ examples, ...schema }, { kind, replaces }) =>
      replaces
        ? {
            ...schema,
            ...oneOfNames(ruleNames([...known.rules, ...known.extended].filter((rule) => rule.kind === kind?.name))),
          }
        : { ...schema, examples },
    effect: (schema, { kind }) => ({ ...schema, oneOf: effectsOf(kind?.type === 'link') }),
    condition: (schema, place) => {
      const groups = leaves.of(factsAt(place), place.polarity);
      return {
        ...schema,
        allOf: groups.map(({ names, leaf }) => ({
          if: { required: ['fact'], properties: { fact: exactly(names) } },
          then: leaf,
        })),
        if: { required: ['rank'] },
        then: leaves.ofRank(),
      };
    },
    negated: (schema, { polarity }) => ({
      ...schema,
      allOf: [new Within(conditionDefinition, { polarity: flipped(polarity) })],
    }),
    rank: (schema, { kind }) => (kind?.type === 'record' ? { ...schema, allOf: [{ not: {} }] } : schema),
    endOfLink: (schema, { kind }) =>
      kind?.type === 'link'
        ? { ...without(schema, 'examples'), ...oneOfNames(kind.ends.map(({ name, to }) => [name, `${to}.`])) }
        : schema,
    orderOfLinks: (schema, place) => {
      const ordering = factsAt(place).filter(({ fact }) => mayOrder(fact));
      return place.kind === null
        ? schema
        : { ...schema, ...oneOfNames(ordering.map(({ fact, meaning }) => [fact.name, meaning])) };
    },
    sharedCondition: (schema) => ({ ...without(schema, 'examples'), ...oneOfNames(known.conditions) }),
    fact: ({ title }, place) => {
      const meanings = new Map<string, string>();
      for (const { fact, meaning } of factsAt(place))
        meanings.set(fact.name, [...(meanings.has(fact.name) ? [meanings.get(fact.name)] : []), meaning].join(' '));
      return { title, ...oneOfNames(meanings) };
    },
    // What fits depends on the fact: the condition says it.
    operator: ({ title }) => ({ title }),
    value: ({ title, description }) => ({ title, description }),
    fieldOfKind: (schema, { kind, declares }) => {
      const names = kind === null ? [] : namedFields(kind).map(({ name, label }) => [name, `${label}.`] as const);
      return declares
        ? { ...schema, examples: names.map(([name]) => name) }
        : { ...without(schema, 'examples'), ...oneOfNames(names) };
    },
    setValues: (schema, { kind }) => ({
      ...without(schema, 'additionalProperties', 'examples'),
      additionalProperties: false,
      properties: kind === null ? {} : valuesToSet(known, kind),
    }),
    shares: ({ additionalProperties, ...schema }, { kind }) => {
      const links = known.pipeline.links.filter(({ ends }) => ends.some(({ to }) => to === kind?.name));
      const own = kind === null ? [] : namedFields(kind).map(({ name }) => name);
      const ofLinks = links.flatMap((link) => namedFields(link).map(({ name }) => `${link.name}.${name}`));
      const properties = Object.fromEntries([...own, ...ofLinks].map((name) => [name, additionalProperties]));
      return { ...schema, additionalProperties: false, properties };
    },
  };
}

function effectsOf(isLink: boolean) {
  return effects
    .filter(({ name }) => !isLink || name !== effectNamed.split.name)
    .map(({ name, meaning }) => ({ const: name, description: meaning }));
}

/** What a rule may ask depends on its effect. While it has none, it is taken to see everything. */
function conditionsByEffect(isLink: boolean): Keywords {
  const others = effects.filter(
    ({ sees, name }) => sees !== 'everything' && (!isLink || name !== effectNamed.split.name),
  );
  return others.reduceRight<Keywords>(
    (otherwise, { name }) => ({
      if: {
        required: ['event'],
        properties: { event: { required: ['type'], properties: { type: { const: name } } } },
      },
      then: asking(name),
      else: otherwise,
    }),
    asking(effectNamed.warn.name),
  );
}

function asking(effect: EffectName): Keywords {
  const { wants, sees } = effectNamed[effect];
  // Effects that see the same may ask the same.
  const first = effects.find((one) => one.sees === sees)?.name ?? effect;
  const polarity = wants === null ? null : wants ? 'positive' : 'negative';
  return { properties: { conditions: new Within(conditions.schema, { effect: first, polarity, replaces: false }) } };
}

function flipped(polarity: SchemaPlace['polarity']): SchemaPlace['polarity'] {
  return polarity === null ? null : polarity === 'positive' ? 'negative' : 'positive';
}

function valuesToSet({ pipeline }: Known, kind: NonNullable<SchemaPlace['kind']>): Keywords {
  const copied = [...copiedFields(pipeline, kind)];
  const { properties, ...another } = anotherField;
  return Object.fromEntries(
    namedFields(kind).map((field) => {
      const sources = copied
        .filter(([, from]) => takes(field, from))
        .map(([name, { label }]) => [name, `${label}.`] as const);
      const named = without((properties as Record<string, Keywords>).field, 'examples');
      const other = {
        ...another,
        properties: { ...(properties as object), field: { ...named, ...oneOfNames(sources) } },
      };
      const { literal } = typeOf(field).fact;
      return [
        field.name,
        { title: field.label, description: `What ${field.label} becomes.`, anyOf: [orNull(literal), other] },
      ];
    }),
  );
}

function orNull(literal: Keywords): Keywords {
  const { type } = literal;
  return typeof type === 'string' ? { ...literal, type: [type, 'null'] } : literal;
}
