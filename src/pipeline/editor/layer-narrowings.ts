import type { Keywords } from '../keys/yaml-type.js';
import { kindsOf } from '../pipeline.js';
import { optionTypeNamed } from '../vocabulary/option-types.js';
import { oneOfNames, without, Within, type Known, type Narrowings, type SchemaPlace } from './place.js';
import { ruleNames } from './rule-names.js';

/** What files say that are laid over what all schools share. */
export function layerNarrowings(
  known: Known,
): Narrowings<
  'optionValues' | 'storedFields' | 'knownRule' | 'rulesToAdd' | 'rulesToReplace' | 'extended' | 'linkKind'
> {
  const byKind = (schema: Keywords, place: Partial<Pick<SchemaPlace, 'replaces'>>): Keywords => {
    const { additionalProperties } = schema;
    const rules = (kind: NonNullable<SchemaPlace['kind']>) =>
      new Within(
        { title: kind.label, description: `Rules for ${kind.name}.`, ...(additionalProperties as Keywords) },
        { ...place, kind },
      );
    return {
      ...without(schema, 'additionalProperties', 'examples'),
      additionalProperties: false,
      properties: Object.fromEntries(kindsOf(known.pipeline).map((kind) => [kind.name, rules(kind)])),
    };
  };
  return {
    optionValues: (schema) => ({
      ...without(schema, 'additionalProperties', 'examples'),
      additionalProperties: false,
      properties: Object.fromEntries(
        [...known.pipeline.options.values()].map((option) => [
          option.name,
          {
            title: option.name,
            description: `${option.description.replace(/[.]$/, '')}. ${optionTypeNamed[option.type].meaning}`,
            default: option.default,
            ...optionTypeNamed[option.type].schema(option),
          },
        ]),
      ),
    }),
    storedFields: ({ additionalProperties, ...schema }) => ({
      ...without(schema, 'examples'),
      additionalProperties: false,
      properties: Object.fromEntries(
        kindsOf(known.pipeline).flatMap((kind) =>
          kind.fields
            .filter(({ kept }) => kept)
            .map((field) => [
              `${kind.name}.${field.name}`,
              {
                title: `${kind.label}: ${field.label}`,
                description: `What is stored for values of ${kind.name}.${field.name} that were read.`,
                ...(additionalProperties as Keywords),
              },
            ]),
        ),
      ),
    }),
    knownRule: ({ title, type }) => ({ title, type, ...oneOfNames(ruleNames([...known.rules, ...known.extended])) }),
    rulesToAdd: (schema) => byKind(schema, {}),
    rulesToReplace: (schema) => byKind(schema, { replaces: true }),
    extended: (schema) => ({ ...schema, examples: known.files }),
    linkKind: (schema, { declares }) => {
      const kinds = known.pipeline.links.map(({ name, label }) => [name, `${label}.`] as const);
      return declares
        ? { ...schema, examples: kinds.map(([name]) => name) }
        : { ...without(schema, 'examples'), ...oneOfNames(kinds) };
    },
  };
}
