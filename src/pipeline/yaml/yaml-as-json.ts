import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { asWritten, type YamlFile } from './yaml-file.js';

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * A value of a YAML file as JSON text. Numbers keep their digits; one that JSON does not allow, such as 007, becomes
 * text as it is written.
 */
export function asJson(file: YamlFile, node: Node | null): string {
  if (node === null) return 'null';
  if (isSeq(node))
    return `[${file
      .readList(node, 'A list')
      .map((item) => asJson(file, item))
      .join(',')}]`;
  if (isMap(node)) {
    const entries = [...file.readMap(node, 'a value')];
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${asJson(file, entry.node)}`).join(',')}}`;
  }
  if (!isScalar(node)) {
    file.problem(node, 'wrong-type', 'A value must be written out: a case takes no aliases.');
    return 'null';
  }
  const { value } = node;
  if (typeof value === 'number') {
    const written = asWritten(node);
    return jsonNumber.test(written) ? written : JSON.stringify(written);
  }
  return JSON.stringify(value ?? null);
}
