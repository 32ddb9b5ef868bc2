import { isSeq, type Node } from 'yaml';
import { narrowing, type YamlType } from './keys/yaml-type.js';
import { oneOrMore, text } from './keys/types.js';
import type { YamlFile } from './yaml/yaml-file.js';

/** Files, and where each is named. */
export const extending: YamlType<{ name: string; node: Node | null }[]> = {
  schema: oneOrMore({ ...text, schema: narrowing('extended', text.schema) }).schema,
  read(file, node, what) {
    if (isSeq(node)) return file.readNames(node, what);
    return [{ name: file.readText(node, what), node }].filter(({ name }) => name !== '');
  },
};

/** Reads only the `extends:` of a file, and notes on the file what is wrong. */
export function readExtends(file: YamlFile): { name: string; node: Node | null }[] {
  const node = file.find('extends');
  return node === null ? [] : extending.read(file, node, 'extends', node);
}
