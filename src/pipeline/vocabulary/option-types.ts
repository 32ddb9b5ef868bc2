import { isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml';
import { keyMap, needed } from '../keys/key-map.js';
import { asIs, listOf } from '../keys/types.js';
import type { Keywords } from '../keys/yaml-type.js';
import { didYouMean } from '../text/did-you-mean.js';
import { normalise } from '../text/text.js';
import { asWritten, type Place, type YamlFile } from '../yaml/yaml-file.js';
import { factTypeNamed, type FactType } from './fact-types.js';
import { readConstant } from './read-constant.js';
import { withNames } from './with-names.js';

export type OptionValue = boolean | number | string | readonly string[];

/** What a school can set, and rules read. */
export interface Option {
  readonly name: string;
  readonly type: OptionTypeName;
  /** What it may be, if its type needs that. */
  readonly values: readonly string[];
  readonly default: OptionValue;
  readonly description: string;
  /** Where its default is written. */
  readonly place: Place;
}

/** What the values of an option may be, and everything about it. */
export interface OptionType {
  readonly name: OptionTypeName;
  readonly meaning: string;
  readonly needsValues: boolean;
  /** What a file may give it. */
  readonly schema: (option: Option) => Keywords;
  /** What it is for conditions. */
  readonly fact: FactType;
  /**
   * Reads a value as a file gives it, and notes on the file what is wrong.
   * @param what the option, as the subject of a sentence
   * @param before what it was in the layer below
   */
  readonly read: (file: YamlFile, node: Node | null, what: string, option: Option, before: OptionValue) => OptionValue;
  /** A value as `--set name=value` gives it; null if it is wrong. */
  readonly parse: (text: string, option: Option) => OptionValue | null;
  /** What a value given with --set may be, for a message about a wrong one. */
  readonly wanted: (option: Option, given: string) => string;
  /** What a starter file says after the option's name. */
  readonly more: (option: Option) => string;
  /** Values that it may have, besides the default. */
  readonly samples: (option: Option) => readonly unknown[];
}

const entry = { type: ['string', 'number', 'boolean'] };

export const listEntries = listOf(entry);

const addedKeys = keyMap({
  add: needed(asIs(listEntries), 'Further entries.'),
});

/** What adds to a list. */
export const added: Keywords = {
  title: 'Added to the list',
  description: 'What the list has beside what it had.',
  ...addedKeys.schema,
};

const table = {
  boolean: {
    meaning: 'true or false.',
    needsValues: false,
    schema: () => ({ type: 'boolean' }),
    fact: factTypeNamed.boolean,
    read: (file, node, what) => file.readBoolean(node, what),
    parse: (text) => (text === 'true' ? true : text === 'false' ? false : null),
    wanted: () => 'It is true or false.',
    more: () => '',
    samples: (option) => [option.default !== true],
  },
  number: {
    meaning: 'A number.',
    needsValues: false,
    schema: () => ({ type: 'number' }),
    fact: factTypeNamed.number,
    read: (file, node, what) => {
      if (isScalar(node) && typeof node.value === 'number' && Number.isFinite(node.value)) return node.value;
      file.problem(node, 'wrong-type', `${what} must be a number.`);
      return 0;
    },
    parse: (text) => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : null),
    wanted: () => 'It is a number, such as 5 or 0.5.',
    more: () => '',
    samples: (option) => [Number(option.default) + 1, 0],
  },
  text: {
    meaning: 'A text.',
    needsValues: false,
    schema: () => entry,
    fact: factTypeNamed.text,
    read: (file, node, what) =>
      readText(file, node, what, 'Give it a text, or let an option of type boolean say whether a rule reads it.'),
    parse: (text) => normalise(text) || null,
    wanted: () => 'It is text, not a blank.',
    more: () => '',
    samples: () => ['x'],
  },
  list: {
    meaning: 'A list of texts.',
    needsValues: false,
    schema: () => ({ anyOf: [listOf(entry), added] }),
    fact: factTypeNamed.list,
    read: (file, node, what, _, before) => {
      if (!isMap(node)) return readEntries(file, node, what);
      return [...(before as readonly string[]), ...readEntries(file, addedKeys.read(file, node, what, node).add, what)];
    },
    parse: (text) => parseList(normalise(text)),
    wanted: () => 'Separate its entries by commas, or write a YAML list: [Mr, Mrs].',
    more: () => '; { add: [...] } adds to it',
    samples: () => [[]],
  },
  'one of': {
    meaning: 'One of the texts in `values`.',
    needsValues: true,
    schema: ({ values }) => ({ enum: values }),
    fact: factTypeNamed.text,
    read: (file, node, what, { values }) => readChosen(file, node, what, values) ?? values[0] ?? '',
    parse: (text, { values }) => (values.includes(normalise(text)) ? normalise(text) : null),
    wanted: ({ values }, given) => `It is one of ${values.join(', ')}. ${didYouMean(given, values)}`,
    more: ({ values }) => ` ${values.join(', ')}`,
    samples: (option) => option.values.filter((value) => value !== option.default),
  },
} satisfies Readonly<Record<string, Omit<OptionType, 'name'>>>;

export type OptionTypeName = keyof typeof table;

export const optionTypeNamed: Readonly<Record<OptionTypeName, OptionType>> = withNames(table);
export const optionTypes: readonly OptionType[] = Object.values(optionTypeNamed);

function readEntries(file: YamlFile, node: Node | null, what: string): string[] {
  if (!isSeq(node)) return file.readTexts(node, what);
  return file
    .readList(node, what)
    .map((item) => readText(file, item, what, 'Remove it: compare with null if you mean a blank.'));
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

/** Null if it begins as a YAML list and is not one. */
function parseList(text: string): string[] | null {
  if (!/^[[{]/.test(text))
    return text
      .split(',')
      .map(normalise)
      .filter((entry) => entry !== '');
  // An entry cannot be a list, and a deep one is more than the parser can take.
  if (/[[{]\s*[[{]/.test(text)) return null;
  const { contents, errors } = parseDocument(text, { prettyErrors: false });
  if (errors.length > 0 || !isSeq(contents)) return null;
  const entries = contents.items.map((item) =>
    isScalar(item) && item.value !== null ? normalise(asWritten(item)) : '',
  );
  return entries.includes('') ? null : entries;
}
