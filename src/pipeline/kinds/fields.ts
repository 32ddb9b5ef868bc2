import { isScalar, isSeq, type Node } from 'yaml';
import { keyMap, optional, usually } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { byName, oneOf, scalar, text, yesOrNo } from '../keys/types.js';
import type { Field } from '../pipeline.js';
import { fieldSource } from '../source/field-source.js';
import { formats } from '../source/date-format.js';
import { textSteps } from '../source/text-steps.js';
import { inWords, snakeCase } from '../text/text.js';
import { readConstant, readTextConstant } from '../vocabulary/read-constant.js';
import { fieldTypeNamed, usualFieldType } from '../vocabulary/source-types.js';
import { asWritten, type YamlFile } from '../yaml/yaml-file.js';
import { onBad } from './bad-marks.js';
import { checkField } from './check-field.js';
import { checkStored, fittingConstant } from './fitting-constant.js';
import { store } from './store-keys.js';

/** Whether a name already means something in rules. */
function isReserved(name: string): boolean {
  return ['fields', 'today', 'option', 'id'].includes(name) || name.includes('.') || name.endsWith('Count');
}

/** A number stays one; everything else is text. */
const value: YamlType<string | number | null> = {
  schema: scalar.schema,
  read(file, node, what) {
    const given = file.readScalar(node, what);
    if (given === null || typeof given === 'number') return given;
    return readConstant(file, node, String(given), 'Omit "value" of a field that is blank.');
  },
};

const otherwise: YamlType<string | null> = {
  schema: scalar.schema,
  read: (file, node, what) => readTextConstant(file, node, what, 'Write null, to store nothing.'),
};

const fieldOfALink: YamlType<Field['else']> = {
  schema: text.schema,
  read(file, node, what) {
    const written = file.readText(node, what);
    const [link, field, ...rest] = written.split('.');
    if (link !== undefined && field !== undefined && rest.length === 0) return { link, field };
    const message = `else must name a field of a link, like contactLinks.relationship, not "${written}".`;
    file.problem(node, 'unknown-field', message);
    return null;
  },
};

const fieldKeys = keyMap({
  from: optional(
    fieldSource,
    'The path in the extract, or a value chosen from a list; or several of these, the first of which that is neither blank nor bad counts. A dot steps into an object; a dot in a key is written \\.',
    'DateOfBirth',
    'person.dateOfBirth',
    { list: 'emails', value: 'address', lowest: 'priority' },
    ['mobile', 'home', { list: 'phones', value: 'number' }],
  ),
  type: usually(oneOf(fieldTypeNamed), usualFieldType, 'How its value is read.'),
  text: {
    ...optional(
      textSteps,
      'What changes its text before it is read as its type: a text function, or a list of them in their order.',
      'lower',
      [{ part: '#' }, 'upper'],
    ),
    title: 'Text functions',
  },
  format: optional(
    formats,
    'How its days are written, with type `date`: a format, or a list of them. A time after a T or a space may follow each. Without it, YYYY-MM-DD.',
    'DD/MM/YYYY',
    ['YYYY-MM-DD', 'YYYYMMDD'],
  ),
  onBad: optional(onBad, 'What a bad value does. Without it, the value counts as blank.', 'out'),
  optional: usually(
    yesOrNo,
    false,
    'Its path may be in no entry of an extract. Without it, that is a warning, and with `onBad: out` the extract fails.',
    true,
  ),
  value: optional(value, 'The value of every record, where nothing is read.'),
  store: optional(store, 'What is stored for a value that was read. Rules see the value as it was read.', {
    'Teaching set': 'class',
  }),
  otherwise: {
    ...optional(otherwise, 'What is stored for a value that `store` does not list; without it the value itself.'),
    otherwise: undefined,
  },
  else: optional(
    fieldOfALink,
    'Where it is blank: the first value that its links which come through have in this field.',
    'contactLinks.relationship',
  ),
  label: optional(
    text,
    "What people call it, as a column's heading. Without it, its name in words: `yearGroup` is Year group.",
    'Class',
  ),
  show: usually(
    yesOrNo,
    true,
    'Whether the Data pages and exports show it. With `false` it is still stored, searched and in the history, and rules read it.',
  ),
  personal: optional(
    yesOrNo,
    'Whether its values are those of a person; with `false`, commands may show which values there are. Without it, a field is personal unless its values are in the configuration: `store` lists them, or a rule or the `where` of a view compares it with them and people are not known by it.',
    false,
  ),
});

/** The keys that say how a field gets its value, and what is stored of it. */
export const fieldKeyNames = [
  'from',
  'type',
  'text',
  'format',
  'onBad',
  'value',
  'store',
  'otherwise',
  'else',
] as const;

const fieldMap = named(
  'fieldMap',
  'How a field gets its value',
  'From a key of the extract, a constant, or a rule (where nothing is said).',
  fieldKeys,
);

export const field = named(
  'field',
  'A field',
  'The path in the extract that is read, or how the field gets its value.',
  {
    schema: {
      anyOf: [{ ...text.schema, description: 'The path in the extract, read as text.' }, fieldMap.schema],
    },
    read(file, node, name, key): Omit<Field, 'kept'> {
      const usual = { name, column: snakeCase(name), label: inWords(name) };
      const simple = {
        type: usualFieldType,
        text: [],
        personal: null,
        format: null,
        onBad: null,
        isOptional: false,
        isShown: true,
        marks: null,
        constant: null,
        store: null,
        otherwise: undefined,
        else: null,
      } as const;
      if (isScalar(node)) return { ...usual, ...simple, ...fieldSource.read(file, node, name, key) };
      if (isSeq(node)) {
        const hint = `Of several paths, the first that is not blank: ${name}: { from: [...] }.`;
        file.problem(node, 'wrong-type', `${name} must be a path, or a map of keys and values.`, hint);
        return { ...usual, ...simple, from: null, source: null, further: [] };
      }
      const {
        label,
        from,
        text: steps,
        value: constant,
        optional: isOptional,
        show: isShown,
        ...rest
      } = fieldMap.read(file, node, name, key);
      return {
        ...usual,
        label: label ?? usual.label,
        ...(from ?? { from: null, source: null, further: [] }),
        ...rest,
        text: steps ?? [],
        isOptional,
        isShown,
        marks: null,
        constant,
      };
    },
  },
  'Surname',
  { from: 'DateOfBirth', type: 'date' },
);

/** Fields by name. */
export function fields(kept: boolean): YamlType<Field[]> {
  return {
    schema: byName(field.schema),
    read: (file, node, what) =>
      [...file.readMap(node, what)].map(([name, { node: body, key }]) => {
        if (isReserved(name))
          file.problem(key, 'reserved-name', `A field cannot be called "${name}": the name means something in rules.`);
        const read = { ...field.read(file, body, name, key), kept };
        checkField(file, body, read);
        const fitting = { ...read, constant: fittingConstant(file, body, read) };
        checkStored(file, body, fitting);
        return fitting;
      }),
  };
}

/** The name of a field that is kept and shown; for any other, notes a problem and gives null. */
export function readKeptField(file: YamlFile, node: Node | null, what: string, all: readonly Field[]): string | null {
  const kept = all.filter((one) => one.kept);
  const hidden = kept.find((one) => !one.isShown && isScalar(node) && one.name === asWritten(node));
  if (hidden !== undefined) {
    file.problem(node, 'excludes', `"${hidden.name}" has \`show: false\`: ${what} is on the Data pages.`);
    return null;
  }
  const names = kept.map((one) => one.name);
  return file.readOneOf(node, what, names, 'unknown-field');
}
