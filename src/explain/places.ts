import type { LinkIds } from '../extract/link-ids.js';
import type { End, LinkSet } from '../decide/world.js';
import { blankOf } from './blank.js';
import type { Edit } from './draft.js';
import { linkSourceId } from './source-id.js';

/** A key that a reference may be under, and the edits that make room for it there. */
export interface Placed {
  readonly key: string;
  readonly first: readonly Edit[];
}

/** Where a new link may be named: lists before keys that take one id, and free ones before those that are taken. */
export function placesFor(links: LinkSet, ids: LinkIds, edits: readonly Edit[]): Placed[] {
  const all = keysNow(links, ids, edits).map(({ key, list, occupant }) => {
    const first: Edit[] = occupant === null ? [] : [{ type: 'unlink', kind: links.kind.name, ids: occupant, key }];
    return { key, first, cost: (list ? 0 : 1) + first.length };
  });
  return all.sort((a, b) => a.cost - b.cost);
}

/** Where a link that has these keys may be named instead, or as well: free keys first. */
export function otherPlaces(links: LinkSet, ids: LinkIds, keys: readonly string[], edits: readonly Edit[]): Placed[] {
  const { kind } = links;
  const other = holderOf(links).other.side;
  const free: Placed[] = [];
  const taken: Placed[] = [];
  for (const { key, occupant } of keysNow(links, ids, edits)) {
    if (keys.length === 1 && keys[0] === key) continue;
    const move: Edit = { type: 'move', kind: kind.name, ids, key };
    const also: Edit = { type: 'link', kind: kind.name, ids, key, values: blankOf(kind) };
    if (occupant === null || occupant[other] === ids[other]) {
      free.push({ key, first: [move] });
      if (keys.length > 0) taken.push({ key, first: [also] });
      continue;
    }
    const gone: Edit = { type: 'unlink', kind: kind.name, ids: occupant, key };
    if (keys.length > 0)
      taken.push({ key, first: [{ type: 'move', kind: kind.name, ids: occupant, key: keys[0] }, move] });
    taken.push({ key, first: [gone, move] }, { key, first: [gone, also] });
  }
  return [...free, ...taken];
}

/** The end whose record names the other. */
function holderOf({ ends }: LinkSet): End {
  return ends[0].kind.keys.length === 0 ? ends[0] : ends[1];
}

/** The keys of the record that names the other, and whom those that take one id name now. */
function keysNow(links: LinkSet, ids: LinkIds, edits: readonly Edit[]) {
  const holder = holderOf(links);
  return holder.other.kind.keys.map(({ key, list }) => ({
    key,
    list,
    occupant: list ? null : occupantOf(holder, ids[holder.side], key, edits),
  }));
}

function occupantOf(end: End, id: string, key: string, edits: readonly Edit[]): LinkIds | null {
  const { links, side, records } = end;
  for (const edit of edits)
    if (edit.type === 'link' && edit.kind === links.kind.name && edit.key === key && edit.ids[side] === id)
      return edit.ids;
  const index = records.ids.indexOf(id);
  const named = index < 0 ? undefined : end.linksOf(index).find((link) => links.keys[link].includes(key));
  return named === undefined ? null : linkSourceId(links, named);
}
