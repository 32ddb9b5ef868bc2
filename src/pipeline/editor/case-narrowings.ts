import { schoolKeys } from '../cases/case-schools.js';
import { expectations, id, keepOut, warnToo } from '../cases/read-expectations.js';
import { scalar } from '../keys/types.js';
import type { Keywords } from '../keys/yaml-type.js';
import { kindsOf, namedFields, type LinkKind, type RecordKind } from '../pipeline.js';
import { wantedBy, warns, type Rule } from '../rules/rule.js';
import { extractSchema } from './extract-schema.js';
import { oneOfNames, without, Within, type Known, type Narrowings, type SchemaPlace } from './place.js';
import { ruleNames } from './rule-names.js';

type Kind = RecordKind | LinkKind;

/** What cases say. */
export function caseNarrowings(
  known: Known,
): Narrowings<'case' | 'extract' | 'through' | 'out' | 'warn' | 'warned' | 'notWarned' | 'kind'> {
  const kinds = kindsOf(known.pipeline);
  const byKind = (schema: Keywords, entryOf: (kind: Kind) => Keywords): Keywords => {
    const lists = kinds.map((kind) => [kind.name, { title: kind.label, type: 'array', items: entryOf(kind) }] as const);
    return {
      ...without(schema, 'additionalProperties'),
      additionalProperties: false,
      properties: Object.fromEntries(lists),
    };
  };
  const entry = (kind: Kind, more: Keywords, required: readonly string[] = []): Keywords => ({
    type: 'object',
    additionalProperties: false,
    required: [...idKeys(kind), ...required],
    properties: { ...Object.fromEntries(idKeys(kind).map((key) => [key, id])), ...more },
  });
  const orId = (kind: Kind, map: Keywords): Keywords => (kind.type === 'record' ? { anyOf: [id, map] } : map);
  const warning = (kind: Kind, place: SchemaPlace): readonly Keywords[] =>
    namesOf(
      known.rules.filter((rule) => rule.kind === kind.name && warns(rule)),
      warnToo,
      place,
    );
  return {
    case: ({ properties, ...schema }) => {
      return {
        ...schema,
        properties: { ...(properties as Keywords), expect: {} },
        if: { anyOf: schoolKeys.map((key) => ({ required: [key] })) },
        then: { properties: { expect: new Within(expect(properties), { ofSchool: true }) } },
        else: { properties: { expect: expect(properties) } },
      };
    },
    extract: (schema) => extractSchema(known.pipeline, schema),
    through: (schema) => byKind(schema, (kind) => orId(kind, entry(kind, keptOf(kind)))),
    out: (schema, place) =>
      byKind(schema, (kind) => {
        const keep = known.rules.filter((rule) => rule.kind === kind.name && wantedBy(rule) !== null);
        const names = namesOf(keep, keepOut[kind.type], place);
        const byRule = oneOrMoreOf(names);
        const rejected = {
          type: 'object',
          additionalProperties: false,
          required: ['position', 'rule'],
          properties: { position: { title: 'Position', type: 'integer', minimum: 0 }, rule: byRule },
        };
        return { anyOf: [...(kind.type === 'record' ? [id] : []), entry(kind, { rule: byRule }), rejected] };
      }),
    warn: (schema, place) =>
      byKind(schema, (kind) =>
        entry(kind, { rule: { title: 'Rule', anyOf: warning(kind, place) }, field: fieldOfExtract }, ['rule']),
      ),
    warned: (schema, place) =>
      byKind(schema, (kind) => entry(kind, { rule: oneOrMoreOf(warning(kind, place)) }, ['rule'])),
    notWarned: (schema, place) =>
      byKind(schema, (kind) =>
        orId(kind, entry(kind, { rule: oneOrMoreOf(warning(kind, place)), field: fieldOfExtract })),
      ),
    kind: (schema) => ({
      ...without(schema, 'examples'),
      ...oneOfNames(kinds.map(({ name, label }) => [name, `${label}.`])),
    }),
  };
}

const fieldOfExtract = { title: 'Field', description: 'A key of the extract.', type: 'string' };

function oneOrMoreOf(names: readonly Keywords[]): Keywords {
  return { title: 'Rule', anyOf: [...names, { type: 'array', minItems: 1, items: { anyOf: names } }] };
}

function expect(properties: unknown): Keywords {
  return { ...(properties as Record<string, Keywords>).expect, ...expectations.schema };
}

function idKeys(kind: Kind): string[] {
  return kind.type === 'record' ? ['id'] : kind.ends.map(({ name }) => name);
}

function keptOf(kind: Kind): Keywords {
  const kept = namedFields(kind).filter((field) => field.kept);
  return Object.fromEntries(
    kept.map(({ name, label }) => [
      name,
      { title: label, description: 'As it is stored; null is blank.', ...scalar.schema },
    ]),
  );
}

/** Each name, and if a school has its own rules any other. */
function namesOf(rules: readonly Rule[], builtIn: readonly string[], { ofSchool }: SchemaPlace): readonly Keywords[] {
  const meanings = [
    ...ruleNames(rules),
    ...builtIn.map((name) => [name, 'Built in: docs/errors.md explains it.'] as const),
  ];
  return [
    ...meanings.map(([name, description]) => ({ const: name, description })),
    ...(ofSchool ? [{ type: 'string', description: 'A rule of the school.' }] : []),
  ];
}
