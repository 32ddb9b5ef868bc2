import { join, normalize } from 'node:path';
import { isMap, isScalar, type Node } from 'yaml';
import { hintFor, lackInWords, type ConfigurationFolder } from './configuration-folder.js';
import { keyMap, needed } from '../keys/key-map.js';
import type { YamlType } from '../keys/yaml-type.js';
import { listOf, text } from '../keys/types.js';
import type { Rule } from '../rules/rule.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/** Which files of rules the pipeline says must be there, and where it names each. */
export interface Required {
  /** Whether the pipeline says that it wants no rules. */
  readonly isNone: boolean;
  /** Where it says so, or could. */
  readonly key: Node | null;
  readonly files: readonly { readonly name: string; readonly node: Node }[];
}

const files: YamlType<Required['files']> = {
  schema: listOf(text.schema),
  read(file, node, what) {
    if (node === null) return [];
    const listed = file.readList(node, what).map((item) => ({ name: file.readText(item, 'A file'), node: item }));
    return listed.filter(({ name, node: item }) => name !== '' && isWithin(file, name, item));
  },
};

const requiredKeys = keyMap({ files: needed(files, 'Paths within rules/.') });

/** `rules:` of the pipeline. */
export const required: YamlType<Required> = {
  schema: { anyOf: [{ const: 'none' }, requiredKeys.schema] },
  read(file, node, what, key) {
    const nothing = { isNone: false, key, files: [] };
    if (node === null) return nothing;
    if (isScalar(node) && node.value === 'none') return { ...nothing, isNone: true };
    if (!isMap(node)) {
      const hint = 'Write rules: { files: [students.yaml] }, or rules: none if no rule at all is wanted.';
      file.problem(node, 'wrong-type', 'rules is none, or names files that must be there.', hint);
      return nothing;
    }
    return { ...nothing, files: requiredKeys.read(file, node, what, key).files };
  },
};

function isWithin(file: YamlFile, name: string, node: Node): boolean {
  if (!/^\.\.(?:[/\\]|$)/.test(normalize(name))) return true;
  file.problem(node, 'wrong-type', `"${name}" is outside rules/.`, 'A path in this list is within rules/.');
  return false;
}

/**
 * Notes which of the files are not there, and that there are no rules unless none are wanted: a lost rule restricts
 * nobody.
 * @param folder `rules/`
 */
export function noteLostRules(
  file: YamlFile,
  { isNone, key, files }: Required,
  rules: readonly Rule[],
  folder: { readonly path: string; readonly of: ConfigurationFolder },
): void {
  for (const { name, node } of files) {
    const found = folder.of.find(join(folder.path, name));
    if (found.type === 'file') continue;
    const what = found.type === 'folder' ? 'is a folder' : lackInWords(found.lack);
    const hint = found.type === 'nothing' && found.lack !== 'missing' ? hintFor(found.lack) : null;
    const usual = 'Put it back, or remove it from this list if it is no longer wanted.';
    file.problem(node, 'cannot-read', `${join(folder.path, name)} ${what}.`, hint ?? usual);
  }
  if (isNone || rules.length > 0) return;
  const hint = 'Put the rules back, or write rules: none if everything may come through.';
  file.problem(key, 'no-rules', `There is no rule in ${folder.path}.`, hint);
}
