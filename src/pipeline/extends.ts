import { isSeq, type Node } from 'yaml';
import type { YamlFile } from './yaml/yaml-file.js';

/** What a file says under `extends:`, each with where it stands; what is wrong is noted on the file. */
export function readExtends(file: YamlFile): { name: string; node: Node }[] {
  const node = file.find('extends');
  if (node === null) return [];
  if (isSeq(node)) return file.readNames(node, 'extends');
  return [{ name: file.readText(node, 'extends'), node }].filter(({ name }) => name !== '');
}
