import { format } from 'prettier/standalone';
import * as yamlPlugin from 'prettier/plugins/yaml';
import { splitMark } from '../text/byte-order-mark.js';
import { isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';

/**
 * YAML as prettier writes it: comments, order and quotes that mean something stay. No settings of prettier's own are
 * looked for, because they may be programs.
 * @param text YAML without a fault
 * @throws Error if what was written would not mean the same
 */
export async function formatYaml(text: string): Promise<string> {
  const { mark, rest } = splitMark(text);
  const formatted = await format(rest, {
    parser: 'yaml',
    plugins: [yamlPlugin],
    // A rule's conditions and an extract of a case are read best in one line each.
    printWidth: 160,
    singleQuote: true,
    endOfLine: 'auto',
  });
  if (meaning(formatted) !== meaning(rest)) throw new Error('formatted, the file would not mean the same');
  return mark + formatted;
}

/** What a reader of YAML can tell apart: values, their order, and whether quotes make a text of them. */
function meaning(text: string): string {
  return JSON.stringify(shapeOf(parseDocument(text).contents));
}

function shapeOf(node: unknown): unknown {
  if (isPair(node)) return [shapeOf(node.key), shapeOf(node.value)];
  if (isMap(node)) return { map: (node.items as unknown[]).map(shapeOf) };
  if (isSeq(node)) return { list: node.items.map(shapeOf) };
  if (!isScalar(node)) return null;
  return node.type === 'PLAIN' ? { plain: node.source } : { text: node.value };
}
