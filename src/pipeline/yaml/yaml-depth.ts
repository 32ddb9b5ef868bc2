import { isMap, isPair, isSeq, Parser, type CST } from 'yaml';

/** How deep lists and maps may be nested. No file of ours is a fifth as deep. */
export const mostDeep = 100;

/** Whether lists and maps are nested deeper than that. */
export function isTooDeep(node: unknown, depth = 0): boolean {
  if (isPair(node)) return isTooDeep(node.key, depth) || isTooDeep(node.value, depth);
  if (!isMap(node) && !isSeq(node)) return false;
  return depth >= mostDeep || (node.items as unknown[]).some((item) => isTooDeep(item, depth + 1));
}

/** Where the first list or map that is too deep begins; 0 if there is none. It makes no nested call for each level. */
export function placeOfTooDeep(text: string): number {
  const waiting = [...new Parser().parse(text)].map((token) => ({ token, depth: 0 }));
  let first = text.length;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next;
    if (depth > mostDeep) first = Math.min(first, token.offset);
    else for (const inner of below(token)) waiting.push({ token: inner, depth: depth + (isCollection(inner) ? 1 : 0) });
  }
  return first === text.length ? 0 : first;
}

function isCollection({ type }: CST.Token): boolean {
  return type === 'block-map' || type === 'block-seq' || type === 'flow-collection';
}

function below(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((one) => one !== null && one !== undefined));
}
