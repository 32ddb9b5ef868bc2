import { endIdAt, nowhere, setNamed, type RecordSet, type World } from '../decide/world.js';
import { linkId } from '../extract/items/section-reader.js';
import type { LinkKind } from '../pipeline/pipeline.js';
import type { Id } from './explanation.js';

/** A record or a link. */
export interface Node {
  readonly kind: string;
  readonly index: number;
}

/** A rule of a record or link; halves share the record that the source has, so they share its mending too. */
export function mendedKey(world: World, node: Node, rule: string): string {
  return JSON.stringify([node.kind, sourceId(world, node), rule]);
}

/** A rule of links that is mended in a record at one of their ends, and so for all of that record's links. */
export function mendedThroughKey(world: World, end: Node, link: LinkKind, rule: string): string {
  return JSON.stringify([end.kind, sourceId(world, end), link.name, rule]);
}

/** A record that links name and the extract does not have. */
export function missingKey(kind: string, id: string): string {
  return JSON.stringify([kind, id]);
}

/** The id that the source has: a second half's is the first half's. */
export function sourceId(world: World, { kind, index }: Node): Id {
  const links = world.links.get(kind);
  if (links === undefined) return sourceRecord(setNamed(world.records, kind), index);
  const [first, second] = ([0, 1] as const).map((end) => {
    const at = links.ends[end][index];
    return at === nowhere
      ? endIdAt(links, end, index)
      : sourceRecord(setNamed(world.records, links.kind.ends[end].to), at);
  });
  return [first, second];
}

/** A record or link, and what else a split made of the same one at the source. */
export function fromOneSource(world: World, node: Node): Node[] {
  const { kind, index } = node;
  const half = world.records.get(kind)?.otherHalf.get(index);
  if (half !== undefined) return [node, { kind, index: half }];
  const links = world.links.get(kind);
  if (links === undefined) return [node];
  const id = linkId(sourceId(world, node) as readonly [string, string]);
  return [...links.positions.keys()]
    .map((other) => ({ kind, index: other }))
    .filter((other) => linkId(sourceId(world, other) as readonly [string, string]) === id);
}

function sourceRecord(set: RecordSet, index: number): string {
  return set.ids[index < set.firstSecondHalf ? index : (set.otherHalf.get(index) ?? index)];
}
