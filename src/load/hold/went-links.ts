import type { LinkKind } from '../../pipeline/pipeline.js';
import { joinKey } from '../compare/existing-rows.js';

/** Links by the kind's name, each by both its ids (joinKey). */
export type Links = ReadonlyMap<string, ReadonlySet<string>>;

export const noLinks: Links = new Map();

export function countLinks(links: Links): number {
  return [...links.values()].reduce((sum, { size }) => sum + size, 0);
}

/** As JSON; null for none. */
export function storedLinks(links: Links): string | null {
  if (links.size === 0) return null;
  const kinds = [...links].map(([kind, keys]) => [kind, Array.from(keys, (key) => key.split('\0'))]);
  return JSON.stringify(Object.fromEntries(kinds));
}

/** Those that do not end at a record. */
export function linksWithout(links: Links, kinds: readonly LinkKind[], record: { kind: string; id: string }): Links {
  const left = new Map<string, ReadonlySet<string>>();
  for (const [kind, keys] of links) {
    const ends = kinds.find(({ name }) => name === kind)?.ends ?? [];
    const stay = [...keys].filter((key) => {
      const ids = key.split('\0');
      return !ends.some(({ to }, at) => to === record.kind && ids[at] === record.id);
    });
    if (stay.length > 0) left.set(kind, new Set(stay));
  }
  return left;
}

export function linksFromStored(text: string | null): Links {
  const stored = text === null ? {} : (JSON.parse(text) as Record<string, readonly (readonly string[])[]>);
  return new Map(Object.entries(stored).map(([kind, all]) => [kind, new Set(all.map(joinKey))]));
}
