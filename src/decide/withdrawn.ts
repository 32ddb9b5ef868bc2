import type { LinkIds } from '../extract/link-ids.js';
import { secondHalf } from '../pipeline/parts.js';
import type { AreWithdrawn } from './decision.js';
import type { Solved } from './solved.js';
import type { LinkSet } from './world.js';

export function withdrawnFrom({ world, solution }: Solved): AreWithdrawn {
  return (kind, links) => {
    const set = world.linksOf(kind);
    const { failed } = solution.of(set);
    const places = placesOf(set, links);
    return links.map((ids) => {
      const index = places.get(keyOf(ids)) ?? wholeOf(set, ids, places);
      return index === undefined || failed.has(index);
    });
  };
}

/** Where the extract has these links, and those that name a whole record instead of its second half. */
function placesOf(set: LinkSet, links: readonly LinkIds[]): Map<string, number> {
  const asked = new Set(links.flatMap((ids) => [ids, ...wholesOf(ids).map(({ whole }) => whole)]).map(keyOf));
  const places = new Map<string, number>();
  for (let index = 0; index < set.size; index++) {
    const key = keyOf(set.idsAt(index));
    if (asked.has(key) && !namesByOther(set, index)) places.set(key, index);
  }
  return places;
}

/** Whether an end that names records by another field than their ids names none: what stands there is no id. */
function namesByOther({ ends }: LinkSet, index: number): boolean {
  return ends.some((end) => end.kind.by !== null && end.isMissing(index));
}

/**
 * Links name a combined record as the extract does. If the extract has the link but not the record, nobody knows
 * whether the record would still be split.
 */
function wholeOf(set: LinkSet, ids: LinkIds, places: ReadonlyMap<string, number>): number | undefined {
  for (const { end, whole } of wholesOf(ids)) {
    const index = places.get(keyOf(whole));
    if (index !== undefined && set.ends[end].isMissing(index)) return index;
  }
  return undefined;
}

function wholesOf([first, second]: LinkIds): { readonly end: 0 | 1; readonly whole: LinkIds }[] {
  const wholes: { readonly end: 0 | 1; readonly whole: LinkIds }[] = [];
  if (first.endsWith(secondHalf)) wholes.push({ end: 0, whole: [first.slice(0, -secondHalf.length), second] });
  if (second.endsWith(secondHalf)) wholes.push({ end: 1, whole: [first, second.slice(0, -secondHalf.length)] });
  return wholes;
}

/** Ids hold no U+0000. */
function keyOf([first, second]: LinkIds): string {
  return `${first}\0${second}`;
}
