export type Json = null | boolean | number | string | Json[] | Entry;
export interface Entry {
  [key: string]: Json;
}

/** A document with its keys, and the objects in its lists, in another order. Those of one key stay in theirs: the first counts. */
export function rearranged(document: Entry, seed: number, keyOf: (entry: Entry) => unknown): Entry {
  const next = numbersFrom(seed);
  const again = (value: Json): Json => {
    if (Array.isArray(value)) return mixed(value, next, (one) => (isEntry(one) ? keyOf(one) : null)).map(again);
    if (!isEntry(value)) return value;
    return Object.fromEntries(
      mixed(Object.entries(value), next, ([key]) => key).map(([key, inner]) => [key, again(inner)]),
    );
  };
  return again(document) as Entry;
}

function isEntry(value: Json): value is Entry {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The pages of a list, cut at some places. */
export function pagesOf<T>(list: readonly T[], cuts: readonly number[]): { data: T[] } | { data: T[] }[] {
  if (cuts.length === 0) return { data: [...list] };
  const places = cuts.map((cut) => cut % (list.length + 1)).sort((a, b) => a - b);
  return [0, ...places].map((start, at) => ({ data: list.slice(start, places[at] ?? list.length) }));
}

function mixed<T>(list: readonly T[], next: () => number, keyOf: (one: T) => unknown): T[] {
  const places = list.map((one) => ({ key: keyOf(one), place: next() })).sort((a, b) => a.place - b.place);
  const inOrder = new Map<unknown, T[]>();
  for (const one of list) inOrder.set(keyOf(one), [...(inOrder.get(keyOf(one)) ?? []), one]);
  return places.flatMap(({ key }) => inOrder.get(key)?.splice(0, 1) ?? []);
}

/** Numbers that look random and follow from the seed. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}
