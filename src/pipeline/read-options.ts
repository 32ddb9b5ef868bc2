import type { Node } from 'yaml';
import { keyMap, needed, optional } from './keys/key-map.js';
import { named, narrowing, type YamlType } from './keys/yaml-type.js';
import { against, byName, listOf, oneOf, text } from './keys/types.js';
import { didYouMean } from './text/did-you-mean.js';
import { added, listEntries, optionTypeNamed, type Option, type OptionValue } from './vocabulary/option-types.js';
import { normalise } from './text/text.js';
import type { YamlFile } from './yaml/yaml-file.js';

const values: YamlType<string[]> = {
  schema: listOf(text.schema, { minItems: 1 }),
  read: (file, node, what) => file.readNames(node, what).map(({ name }) => normalise(name)),
};

const optionKeys = keyMap({
  type: needed(oneOf(optionTypeNamed), 'What its values are.'),
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
    'Bring through only parents who have parental responsibility for the student',
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
      const type = said.type ?? optionTypeNamed.text.name;
      if (optionTypeNamed[type].needsValues && said.values === null) file.require(entries, 'values', key, what);
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

/** What files other than the pipeline say of options. */
export const optionValuesSchema = narrowing(
  'optionValues',
  byName({ anyOf: [{ type: ['boolean', 'number', 'string'] }, listEntries, added] }),
);

/** A value for an option, as a file gives it; `{ add: [...] }` adds to the list that it was. */
export function readOptionValue(file: YamlFile, node: Node | null, option: Option, before: OptionValue): OptionValue {
  return optionTypeNamed[option.type].read(file, node, `The option ${option.name}`, option, before);
}

export function unknownOption(name: string, options: ReadonlyMap<string, Option>): { message: string; hint: string } {
  return { message: `There is no option "${name}".`, hint: didYouMean(name, [...options.keys()]) };
}
