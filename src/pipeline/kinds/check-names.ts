import { isMap, isScalar, type Node } from 'yaml';
import { asWritten, type Entries, type YamlFile } from '../yaml/yaml-file.js';

/** Notes fields that `read` names although `keep` does: of two fields of one name, rules would see one. */
export function checkNames(file: YamlFile, entries: Entries): void {
  const kept = new Map(keysOf(entries.get('keep')?.node).map((key) => [asWritten(key), key]));
  for (const key of keysOf(entries.get('read')?.node)) {
    const name = asWritten(key);
    const other = kept.get(name);
    if (other === undefined) continue;
    const message = `"${name}" is under keep already, at line ${String(file.place(other).line)}.`;
    const hint = 'Rules read what is under keep, too: remove this one, or give it another name.';
    file.problem(key, 'repeated-name', message, hint);
  }
}

function keysOf(node: Node | null | undefined): Node[] {
  return isMap(node) ? node.items.flatMap(({ key }) => (isScalar(key) ? [key] : [])) : [];
}
