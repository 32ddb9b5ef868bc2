import type { Node } from 'yaml';
import type { LinkEnd, RecordKind } from '../pipeline.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/**
 * Notes links within records of which no end, or an end of another kind, is the record that holds them.
 * @param node what `within` says
 * @param named the ends that say `to`
 */
export function checkHolder(
  file: YamlFile,
  node: Node | null,
  within: string,
  ends: readonly LinkEnd[],
  named: ReadonlySet<string>,
  records: readonly RecordKind[],
): void {
  const [holder, second] = ends.filter(({ keys }) => keys.length === 0);
  const start = `The links are within ${within}`;
  if (holder === undefined) {
    const message = `${start}, but both ends have a "from": none is the record that holds them.`;
    file.problem(node, 'missing-key', message, 'The end that is the record itself is written {}.');
  } else if (second !== undefined) {
    const message = `${start}, but neither end has a "from".`;
    file.problem(node, 'missing-key', message, 'The other end names its records: give it a `from`.');
  } else if (holder.to !== within) {
    const message = `${start}, but the end without "from", "${holder.name}", is of ${holder.to}.`;
    file.problem(node, 'wrong-type', message, `Write within: ${holder.to}, or give the end a \`from\`.`);
  } else if (!named.has(holder.name)) {
    const { name } = holder;
    const meant = records.find(({ one }) => one === name);
    if (meant === undefined || records.some((kind) => kind.name === within && kind.one === name)) return;
    const message = `${start}, so the end "${name}" is one of them, though one of ${meant.name} is called "${name}".`;
    const hint = `Write within: ${meant.name}; if ${within} are meant, give the end to: ${within}.`;
    file.problem(node, 'wrong-type', message, hint);
  }
}
