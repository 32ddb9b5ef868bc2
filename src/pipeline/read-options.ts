import { isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml';
import { didYouMean } from './text/did-you-mean.js';
import type { Option, OptionType, OptionValue } from './pipeline.js';
import { readConstant } from './vocabulary/read-constant.js';
import { normalise } from './text/text.js';
import { asWritten, type Entries, type YamlFile } from './yaml/yaml-file.js';

/** What the values of an option may be. */
export const optionTypes: readonly OptionType[] = ['boolean', 'number', 'text', 'list', 'one of'];

/** The options that a pipeline declares. */
export function readOptions(file: YamlFile, node: Node | null): Map<string, Option> {
  const options = new Map<string, Option>();
  if (node === null) return options;
  for (const [name, { node: body, key }] of file.readMap(node, 'options')) {
    const entries: Entries = file.readMap(body, name, ['type', 'values', 'default', 'description']);
    const need = (word: string) => file.require(entries, word, key, `The option "${name}"`);
    const type = file.readOneOf(need('type'), 'type', optionTypes) ?? 'text';
    const values = entries.get('values');
    if (type === 'one of' && values === undefined) need('values');
    const given = need('default');
    const option: Option = {
      name,
      type,
      values:
        values === undefined ? [] : file.readNames(values.node, 'values').map(({ name: value }) => normalise(value)),
      default: false,
      description: file.readText(need('description'), 'description'),
      place: file.place(given ?? key),
    };
    options.set(name, { ...option, default: readOptionValue(file, given, option, []) });
  }
  return options;
}

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
      const added = file.readMap(node, what, ['add']);
      return [...(before as readonly string[]), ...readEntries(file, file.require(added, 'add', node, what), what)];
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
