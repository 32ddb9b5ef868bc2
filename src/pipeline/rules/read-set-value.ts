import { isMap, type Node } from 'yaml';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { define, narrowing, type Keywords, type SchemaDefinition } from '../keys/yaml-type.js';
import { byName, scalar, text } from '../keys/types.js';
import { namedFields, recordKind, type Field, type LinkKind, type Pipeline, type RecordKind } from '../pipeline.js';
import { textSteps } from '../source/text-steps.js';
import { wholeNumberOf } from '../text/decimal.js';
import { didYouMean } from '../text/did-you-mean.js';
import { factTypeNamed } from '../vocabulary/fact-types.js';
import { readTextConstant } from '../vocabulary/read-constant.js';
import { typeOf } from '../vocabulary/source-types.js';
import type { YamlFile } from '../yaml/yaml-file.js';
import type { SetValue } from './rule.js';

const setValueKeys = keyMap({
  field: needed(
    text,
    'A field of the same record or link, or of a link an end and one of its fields.',
    'legalName',
    'class.code',
  ),
  text: {
    ...optional(textSteps, 'What changes its text: a text function, or a list of them in their order.', 'lower'),
    title: 'Text functions',
  },
});

/** A value that another field gives. */
export const anotherField: Keywords = {
  title: 'Another field',
  description:
    'The value of another field of the same record or link, or of one of the records that a link joins, as rules see it, perhaps changed by text functions.',
  ...setValueKeys.schema,
};

/** What `set` gives, by field. */
export const setValues: SchemaDefinition = define(
  'set',
  'What set gives',
  'Each field with the value it gets.',
  narrowing('setValues', byName({ anyOf: [scalar.schema, anotherField] })),
  { role: 'main' },
  { forename: { field: 'legalForename' } },
  { email: { field: 'email', text: 'lower' } },
  { code: { field: 'class.code' } },
);

/** Fields that a rule may copy, by the names of their facts. */
export function copiedFields(pipeline: Pipeline, kind: RecordKind | LinkKind): ReadonlyMap<string, Field> {
  const own = namedFields(kind).map((field) => [field.name, field] as const);
  if (kind.type === 'record') return new Map(own);
  const ofEnds = kind.ends.flatMap(({ name, to }) =>
    namedFields(recordKind(pipeline, to)).map((field) => [`${name}.${field.name}`, field] as const),
  );
  return new Map([...own, ...ofEnds]);
}

export function readSetValue(
  file: YamlFile,
  node: Node | null,
  of: Field,
  fields: ReadonlyMap<string, Field>,
): SetValue {
  if (!isMap(node)) return { constant: readSetConstant(file, node, of) };
  const entries = setValueKeys.enter(file, node, 'A value to set');
  const { field, text: steps } = setValueKeys.readFrom(file, entries, node, 'A value to set');
  const inner = entries.get('field')?.node ?? null;
  const from = fields.get(field);
  if (from === undefined) {
    if (field !== '')
      file.problem(inner, 'unknown-field', `There is no field "${field}" here.`, didYouMean(field, [...fields.keys()]));
  } else if (!takes(of, from)) {
    file.problem(inner, 'wrong-type', `"${of.name}" is a ${of.type}, and "${field}" is ${from.type}.`);
  } else if (steps !== null && [of, from].some((one) => typeOf(one).fact !== factTypeNamed.text)) {
    const key = entries.get('text')?.key ?? null;
    file.problem(key, 'excludes', `"text" changes text, and "${field}" or "${of.name}" is of another type.`);
  }
  return { field, text: steps ?? [] };
}

/** Whether a field may get what another has: one of type text takes any value. */
export function takes(of: Field, from: Field): boolean {
  const { fact } = typeOf(of);
  return fact === factTypeNamed.text || fact === typeOf(from).fact;
}

function readSetConstant(file: YamlFile, node: Node | null, of: Field) {
  const { fact, constants, column } = typeOf(of);
  const written = fact.isWritten
    ? readTextConstant(file, node, 'A value to set', 'Write null, to leave the field blank.')
    : file.readScalar(node, 'A value to set');
  const constant = typeof written === 'string' ? (fact.canonical?.(written) ?? written) : written;
  if (constant !== null && !fact.has(constant)) file.problem(node, 'wrong-type', `"${of.name}" ${constants}`);
  else if (typeof constant === 'number' && column !== 'text' && wholeNumberOf(String(constant)) === null)
    file.problem(
      node,
      'wrong-type',
      `"${of.name}" is a whole number, and ${String(constant)} is none.`,
      'Write a whole number. A fraction needs type: decimal where the field is read.',
    );
  return constant;
}
