import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { keyMap, optional } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { byName, listOf, oneOf, scalar } from '../keys/types.js';
import { textWords, type TextStep } from '../text/text-functions.js';
import { composed, repair } from '../text/text.js';
import { asWritten, type YamlFile } from '../yaml/yaml-file.js';

/** A text to look for or to put: spaces at its ends count. */
function literal(file: YamlFile, node: Node | null, what: string): string {
  const value = file.readScalar(node, what);
  return value === null || !isScalar(node) ? '' : asLiteral(asWritten(node));
}

/** In the form that data has. */
function asLiteral(text: string): string {
  return repair(composed(text));
}

/** A text that something is parted by. */
export const separator: YamlType<string> = {
  schema: { type: 'string', minLength: 1 },
  read(file, node, what) {
    const text = literal(file, node, what);
    if (text === '') file.problem(node, 'blank-value', `${what} is empty: every text has that anywhere.`);
    return text;
  },
};

const replace: YamlType<ReadonlyMap<string, string>> = {
  schema: { minProperties: 1, ...byName(scalar.schema) },
  read(file, node, what) {
    const entries = [...file.readMap(node, what)];
    const pairs = new Map<string, string>();
    for (const [old, { key, node: body }] of entries) {
      if (old === '') file.problem(key, 'blank-value', 'This is empty: every text has that anywhere.');
      else pairs.set(asLiteral(old), literal(file, body, `What "${old}" becomes`));
    }
    if (isMap(node) && entries.length === 0) file.problem(node, 'missing-key', 'replace replaces nothing.');
    return pairs;
  },
};

const take: YamlType<number> = {
  schema: { type: 'integer', not: { const: 0 } },
  read(file, node, what) {
    const count = file.readScalar(node, what);
    if (typeof count === 'number' && Number.isSafeInteger(count) && count !== 0) return count;
    const hint = '3 takes the first three characters, -3 the last three.';
    file.problem(node, 'wrong-type', `${what} must be a whole number other than 0.`, hint);
    return 1;
  },
};

const stepKeys = keyMap(
  {
    replace: optional(
      replace,
      'Each text, as it is written, with the one that it becomes. What was replaced is not replaced again; where several fit, the longest is.',
      { 'Tel: ': '' },
    ),
    part: optional(separator, 'What follows the last of this text; all, if it is not there.', '/'),
    take: optional(take, 'As many characters from the beginning, or if it is negative from the end.', 3, -3),
  },
  { minProperties: 1, maxProperties: 1 },
);

const word = oneOf(textWords, { as: 'A text function' });

const step = named(
  'textStep',
  'A text function',
  'How a text is changed.',
  {
    schema: { anyOf: [word.schema, stepKeys.schema] },
    read(file, node, what, key): TextStep[] {
      if (!isMap(node)) {
        const name = word.read(file, node, what, key);
        return name === null ? [] : [name];
      }
      const entries = stepKeys.enter(file, node, 'a text function');
      const [first, second] = [...entries.values()];
      if (first === undefined) {
        if (node.items.length === 0)
          file.problem(node, 'missing-key', 'A text function is one of replace, part, take.');
        return [];
      }
      if (second !== undefined)
        file.problem(second.key, 'excludes', 'A text function has one key.', 'Write a list: they are done in order.');
      const { replace: pairs, part, take: count } = stepKeys.readFrom(file, entries, node, 'A text function');
      if (pairs !== null) return [{ replace: pairs }];
      return part !== null ? [{ part }] : count !== null ? [{ take: count }] : [];
    },
  },
  'lower',
  { part: '/' },
  { take: 3 },
);

/** Text functions in their order. */
export const textSteps: YamlType<readonly TextStep[]> = {
  schema: { anyOf: [step.schema, listOf(step.schema, { minItems: 1 })] },
  read(file, node, what, key) {
    if (!isSeq(node)) return step.read(file, node, what, key);
    const items = file.readList(node, what);
    if (items.length === 0) file.problem(node, 'missing-key', `${what} has no function.`);
    const read = items.map((item) => ({ item, steps: step.read(file, item, what, item) }));
    // Each may make a text longer, so several could make it longer without end.
    const [, again] = read.filter(({ steps }) => steps.some((one) => typeof one === 'object' && 'replace' in one));
    if (again !== undefined)
      file.problem(again.item, 'excludes', 'There is a second replace.', 'Write all pairs into one replace.');
    return read.flatMap(({ steps }) => steps);
  },
};
