import type { Field } from '../pipeline.js';
import { oneOf } from '../keys/types.js';
import { fieldTypeNamed } from '../vocabulary/source-types.js';

/** What a bad value does. */
export const onBad = oneOf({
  blank: 'The value counts as blank, and nothing else.',
  out: 'Where the field is blank because of it, the record or link stays out, by the rule `bad-value`.',
});

/**
 * The fields of a kind, and behind them one for each whose bad values keep a record out: it is true where such a value
 * was met and none took its place. No rule of a file can name it, and nothing stores it.
 */
export function withBadMarks(fields: readonly Field[]): Field[] {
  return [...fields, ...fields.filter(({ onBad }) => onBad === 'out').map(markOf)];
}

function markOf({ name, column, label, from }: Field): Field {
  return {
    ...{
      name: `${name.replaceAll('.', ' ')}:bad`,
      column,
      label: `Bad value in ${label}`,
      from,
      source: null,
      further: [],
    },
    ...{
      type: fieldTypeNamed.boolean.name,
      text: [],
      format: null,
      onBad: null,
      isOptional: true,
      isShown: false,
      marks: name,
    },
    ...{ kept: false, personal: null, constant: null, store: null, otherwise: undefined, else: null },
  };
}

/** The same fields, each mark with the paths that its field has after all. */
export function withPathsOfMarks(fields: readonly Field[]): readonly Field[] {
  if (fields.every(({ marks }) => marks === null)) return fields;
  const paths = new Map(fields.map(({ name, from }) => [name, from]));
  return fields.map((field) =>
    field.marks === null ? field : { ...field, from: paths.get(field.marks) ?? field.from },
  );
}
