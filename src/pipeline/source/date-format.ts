import { isScalar, isSeq, type Node } from 'yaml';
import type { YamlType } from '../keys/yaml-type.js';
import { oneOf, oneOrMore } from '../keys/types.js';
import { dateFormatNamed, dateFormats, type DateFormatName } from '../vocabulary/date-formats.js';
import type { YamlFile } from '../yaml/yaml-file.js';

const names = dateFormats.map(({ name }) => name);
const one = oneOf(dateFormatNamed);

/** The formats that a date may have, none of which can be taken for another. */
export const formats: YamlType<readonly DateFormatName[]> = {
  schema: oneOrMore(one).schema,
  read(file, node, what) {
    const items: (Node | null)[] = isSeq(node) ? file.readList(node, what) : [node];
    if (items.length === 0) file.problem(node, 'missing-key', `${what} names no format.`);
    const read: DateFormatName[] = [];
    for (const item of items) {
      const name = readName(file, item, what);
      if (name === null) continue;
      const alike = read.find((other) => dateFormatNamed[name].alike.includes(other));
      if (alike !== undefined)
        file.problem(item, 'excludes', `${alike} and ${name} cannot be told apart.`, 'Keep one.');
      read.push(name);
    }
    return read;
  },
};

function readName(file: YamlFile, node: Node | null, what: string): DateFormatName | null {
  const text = isScalar(node) && typeof node.value === 'string' ? node.value : file.readText(node, what);
  const name = names.find((known) => known === text);
  if (name === undefined && text !== '')
    file.problem(node, 'unknown-format', `There is no format "${text}".`, `Formats are ${names.join(', ')}.`);
  return name ?? null;
}
