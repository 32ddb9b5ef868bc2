import { setNamed } from '../decide/world.js';
import type { LinkKind } from '../pipeline/pipeline.js';
import { blankLink } from './blank.js';
import type { Edit } from './draft.js';
import type { EditedSource } from './edited-source.js';

type Ids = readonly [string, string];

/** A key under which a reference may stand, and what makes room for it there. */
export interface Placed {
  readonly key: string;
  readonly first: readonly Edit[];
}

/** Where a new link may be named: a list before a key that takes one id, and one that is free before one that is not. */
export function placesFor(source: EditedSource, link: LinkKind, ids: Ids, edits: readonly Edit[]): Placed[] {
  const all = keysNow(source, link, ids, edits).map(({ key, list, occupant }) => {
    const first: Edit[] = occupant === null ? [] : [{ type: 'unlink', kind: link.name, ids: occupant, key }];
    return { key, first, cost: (list ? 0 : 1) + first.length };
  });
  return all.sort((a, b) => a.cost - b.cost);
}

/** Where a link that has these keys may be named instead, or as well: what is free first. */
export function otherPlaces(
  source: EditedSource,
  kind: LinkKind,
  ids: Ids,
  keys: readonly string[],
  edits: readonly Edit[],
): Placed[] {
  const other = kind.ends[0].keys.length === 0 ? 1 : 0;
  const free: Placed[] = [];
  const taken: Placed[] = [];
  for (const { key, occupant } of keysNow(source, kind, ids, edits)) {
    if (keys.length === 1 && keys[0] === key) continue;
    const move: Edit = { type: 'move', kind: kind.name, ids, key };
    const also: Edit = { type: 'link', kind: kind.name, ids, key, values: blankLink(kind) };
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

/** The keys of the record that names the other, and of those that take one id whom they name now. */
function keysNow(source: EditedSource, link: LinkKind, ids: Ids, edits: readonly Edit[]) {
  const holder = link.ends[0].keys.length === 0 ? 0 : 1;
  return link.ends[holder === 0 ? 1 : 0].keys.map(({ key, list }) => ({
    key,
    list,
    occupant: list ? null : occupantOf(source, link, holder, ids[holder], key, edits),
  }));
}

function occupantOf(
  source: EditedSource,
  kind: LinkKind,
  holder: 0 | 1,
  id: string,
  key: string,
  edits: readonly Edit[],
): Ids | null {
  for (const edit of edits)
    if (edit.type === 'link' && edit.kind === kind.name && edit.key === key && edit.ids[holder] === id) return edit.ids;
  const links = setNamed(source.solved.world.links, kind.name);
  const index = links.joins[holder].ids.indexOf(id);
  for (let link = 0; index >= 0 && link < links.ends[holder].length; link++)
    if (links.ends[holder][link] === index && links.keys.of(link).includes(key)) return source.linkIds(kind.name, link);
  return null;
}
