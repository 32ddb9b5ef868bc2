import { isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml';
import { keyMap, needed, optional } from './keys/key-map.js';
import { named, type YamlType } from './keys/yaml-type.js';
import { against, asIs, byName, listOf, oneOf, text } from './keys/types.js';
import { didYouMean } from './text/did-you-mean.js';
import type { Option, OptionValue } from './pipeline.js';
import { readConstant } from './vocabulary/read-constant.js';
import { normalise } from './text/text.js';
import { asWritten, type YamlFile } from './yaml/yaml-file.js';

const optionType = oneOf({
  boolean: 'true or false.',
  number: 'A number.',
  text: 'A text.',
  list: 'A list of texts.',
  'one of': 'One of the texts in `values`.',
});

const values: YamlType<string[]> = {
  schema: listOf(text.schema, { minItems: 1 }),
  read: (file, node, what) => file.readNames(node, what).map(({ name }) => normalise(name)),
};

const listEntries = listOf({ type: ['string', 'number', 'boolean'] });

const optionKeys = keyMap({
  type: needed(optionType, 'What its values are.'),
  values: optional(values, 'For `one of`: what it may be.'),
  default: needed(
    against({ ...listEntries, type: ['boolean', 'number', 'string', 'array'] }, (file, node, _what, _key, of: Option) =>
      readOptionValue(file, node, of, []),
    ),
    'Its value for schools that say nothing.',
  ),
  description: needed(
    text,
    'What it means, for those who write school files.',
    'Bring through only contacts who have parental responsibility for the student',
  ),
});

const option = named(
  'option',
  'Option',
  'Something that schools may choose.',
  {
    schema: optionKeys.schema,
    read(file, node, name, key): Option {
      const what = `The option "${name}"`;
      const entries = optionKeys.enter(file, node, name);
      const said = optionKeys.readFrom(file, entries, key, what);
      const type = said.type ?? 'text';
      if (type === 'one of' && said.values === null) file.require(entries, 'values', key, what);
      const place = file.place(entries.get('default')?.node ?? key);
      const of: Option = {
        name,
        type,
        values: said.values ?? [],
        default: false,
        description: said.description,
        place,
      };
      return { ...of, default: said.default(of) };
    },
  },
  { type: 'boolean', default: false, description: 'People sign in with their email address' },
);

/** The options that a pipeline declares. */
export const options: YamlType<Map<string, Option>> = {
  schema: byName(option.schema),
  read: (file, node, what) =>
    new Map(
      [...file.readMap(node, what)].map(([name, { node: body, key }]) => [name, option.read(file, body, name, key)]),
    ),
};

const addedKeys = keyMap({
  add: needed(asIs(listEntries), 'Further entries.'),
});

/** What files other than the pipeline say of options. */
export const optionValuesSchema = byName({
  anyOf: [
    { type: ['boolean', 'number', 'string'] },
    listEntries,
    { title: 'Added to the list', description: 'What the list has beside what it had.', ...addedKeys.schema },
  ],
});

/** A value for an option, as a file gives it; a list may be added to what it was with `{ add: [...] }`. */
export function readOptionValue(file: YamlFile, node: Node | null, option: Option, before: OptionValue): OptionValue {
  const what = `The option ${option.name}`;
  switch (option.type) {
    case 'boolean':
      return file.readBoolean(node, what);
    case 'number': {
      if (isScalar(node) && typeof node.value === 'number' && Number.isFinite(node.value)) return node.value;
      file.problem(node, 'wrong-type', `${what} must be a number.`);
      return 0;
    }
    case 'list': {
      if (!isMap(node)) return readEntries(file, node, what);
      return [...(before as readonly string[]), ...readEntries(file, addedKeys.read(file, node, what, node).add, what)];
    }
    case 'one of':
      return readChosen(file, node, what, option.values) ?? option.values[0] ?? '';
    case 'text':
      return readText(
        file,
        node,
        what,
        'Give it a text, or let an option of type boolean say whether a rule reads it.',
      );
  }
}

function readEntries(file: YamlFile, node: Node | null, what: string): string[] {
  if (!isSeq(node)) return file.readTexts(node, what);
  return file
    .readList(node, what)
    .map((item) => readText(file, item, what, 'Take it away: compare with null where a blank is meant.'));
}

function readText(file: YamlFile, node: Node | null, what: string, hint: string): string {
  if (!isScalar(node) || node.value === null) return file.readText(node, what);
  return readConstant(file, node, asWritten(node), hint);
}

function readChosen(file: YamlFile, node: Node | null, what: string, values: readonly string[]): string | null {
  const text = normalise(file.readText(node, what));
  if (text === '' || values.includes(text)) return text === '' ? null : text;
  file.problem(node, 'wrong-type', `${what} cannot be "${text}".`, didYouMean(text, values));
  return null;
}

/** What a value given with --set may be, where it is none. */
export function wantedOf(text: string, option: Option): string {
  switch (option.type) {
    case 'boolean':
      return 'It is true or false.';
    case 'number':
      return 'It is a number, such as 5 or 0.5.';
    case 'one of':
      return `It is one of ${option.values.join(', ')}. ${didYouMean(text, option.values)}`;
    case 'list':
      return 'Its entries are parted by commas, or it is a list as YAML writes it: [Mr, Mrs].';
    case 'text':
      return 'It is text, and not a blank.';
  }
}

/** A value for an option as `--set name=value` gives it; null where it is none. Lists are as YAML writes them, or parted by commas. */
export function parseOptionValue(text: string, option: Option): OptionValue | null {
  switch (option.type) {
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : null;
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : null;
    case 'list':
      return parseList(normalise(text));
    case 'one of':
      return option.values.includes(normalise(text)) ? normalise(text) : null;
    case 'text':
      return normalise(text) === '' ? null : normalise(text);
  }
}

/** Null where it begins as YAML does and is no list. */
function parseList(text: string): string[] | null {
  if (!/^[[{]/.test(text))
    return text
      .split(',')
      .map(normalise)
      .filter((entry) => entry !== '');
  // A list within the list is none of its entries, and a deep one is more than the parser can take.
  if (/[[{]\s*[[{]/.test(text)) return null;
  const { contents, errors } = parseDocument(text, { prettyErrors: false });
  if (errors.length > 0 || !isSeq(contents)) return null;
  const entries = contents.items.map((item) =>
    isScalar(item) && item.value !== null ? normalise(asWritten(item)) : '',
  );
  return entries.includes('') ? null : entries;
}

export function unknownOption(name: string, options: ReadonlyMap<string, Option>): { message: string; hint: string } {
  return { message: `There is no option "${name}".`, hint: didYouMean(name, [...options.keys()]) };
}
