import { linkId } from '../extract/link-ids.js';
import type { Node } from '../decide/given.js';
import { LinkSet, nowhere, type RecordSet } from '../decide/world.js';
import type { Rule } from '../pipeline/rules/rule.js';
import type { Id } from './explanation.js';

/** A rule of a record or link (rules of bad values share a name); halves share one record at the source, so they share its mending too. */
export function mendedKey(node: Node, { name, because }: Rule): string {
  return JSON.stringify([node.set.kind.name, sourceId(node), name, because]);
}

/** A rule of links that is mended in a record at one of their ends, and so for all of that record's links. */
export function mendedThroughKey(end: Node, { kind }: LinkSet, { name, because }: Rule): string {
  return JSON.stringify([end.set.kind.name, sourceId(end), kind.name, name, because]);
}

/** A record that links name but the extract does not have. */
export function missingKey(kind: string, id: string): string {
  return JSON.stringify([kind, id]);
}

/** The id that the source has: a second half's is the first half's. */
export function sourceId({ set, index }: Node): Id {
  return set instanceof LinkSet ? linkSourceId(set, index) : recordSourceId(set, index);
}

export function recordSourceId(set: RecordSet, index: number): string {
  return set.rows.id(index);
}

export function linkSourceId({ rows }: LinkSet, link: number): readonly [string, string] {
  return [rows.id(link, 0), rows.id(link, 1)];
}

/** A record or link, and what else a split made from the same one at the source. */
export function fromOneSource<Set extends Node['set']>(set: Set, index: number): { set: Set; index: number }[] {
  return (set instanceof LinkSet ? linksFromOneSource(set, index) : halvesOf(set, index)).map((one) => ({
    set,
    index: one,
  }));
}

function halvesOf({ otherHalf }: RecordSet, index: number): number[] {
  const half = otherHalf.get(index);
  return half === undefined ? [index] : [index, half];
}

function linksFromOneSource(links: LinkSet, link: number): number[] {
  const end = links.ends.find(({ at }) => at[link] !== nowhere);
  if (end === undefined) return [link];
  const id = linkId(linkSourceId(links, link));
  return halvesOf(end.records, end.at[link])
    .flatMap((record) => [...end.linksOf(record)])
    .filter((other) => linkId(linkSourceId(links, other)) === id);
}
