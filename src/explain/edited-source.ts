import { linkId } from '../extract/link-ids.js';
import type { Solved } from '../decide/solved.js';
import { nowhere, type End, type LinkSet, type RecordSet } from '../decide/world.js';
import type { Value } from '../table/value.js';
import { notKnown } from '../pipeline/rules/evaluate.js';
import { addedValues, linkAfter, valuesAfter, type Edit } from './draft.js';
import type { Imagined, RankBy, Sketch } from './judge.js';
import { linkSourceId, recordSourceId } from './source-id.js';

/** Somebody who gets links: in the extract, or made up. */
export interface Owner extends Imagined {
  readonly set: RecordSet;
  readonly index: number;
}

/** A link that is there; if a record at one of its ends is missing, nothing is known of that record. */
export interface WholeLink {
  readonly ends: readonly [Sketch, Sketch];
  readonly keys: readonly string[];
  readonly values: readonly Value[];
  /** As it is now: edits that change it have to be tried. */
  readonly rankBy: RankBy;
}

/** What is at the source once edits are made. */
export class EditedSource {
  constructor(readonly solved: Solved) {}

  record(set: RecordSet, index: number, edits: readonly Edit[]): Owner {
    const id = recordSourceId(set, index);
    const values = valuesAfter(edits, set.kind.name, id, set.rows.values(index));
    return { set, id, index, values, named: (count) => namedAfter(edits, set, index, count) };
  }

  /** The same record after further edits. */
  again(owner: Owner, edits: readonly Edit[]): Owner {
    const { set, id, index, values } = owner;
    if (index !== nowhere) return this.record(set, index, edits);
    const { name } = set.kind;
    return { ...owner, values: addedValues(edits, name, id) ?? valuesAfter(edits, name, id, values) };
  }

  find(set: RecordSet, id: string, edits: readonly Edit[]): Imagined | null {
    const index = set.ids.indexOf(id);
    if (index >= 0) return this.record(set, index, edits);
    const values = addedValues(edits, set.kind.name, id);
    return values === null ? null : { id, values };
  }

  link(links: LinkSet, link: number, edits: readonly Edit[]): WholeLink {
    const { kind } = links;
    // Nothing is known of a record that is not there until it is added.
    const [first, second] = links.ends.map((end): Sketch => {
      const { records, at } = end;
      if (at[link] !== nowhere) return this.record(records, at[link], edits);
      const id = end.idAt(link);
      return this.find(records, id, edits) ?? { id, values: records.kind.fields.map(() => notKnown) };
    });
    return {
      ends: [first, second],
      rankBy: (fact) => links.ranks.get(fact)?.at[link] || null,
      ...linkAfter(edits, kind.name, linkSourceId(links, link), {
        values: links.rows.values(link),
        keys: links.keys[link],
      }),
    };
  }

  /** The ids that a record of the extract is linked to at the source. */
  linkedIds(end: End, { index }: Owner): string[] {
    if (index === nowhere) return [];
    return Array.from(end.linksOf(index), (link) => linkSourceId(end.links, link)[end.other.side]);
  }
}

/** How many links a record has at the source once edits are made; null if it has no such count. */
function namedAfter(edits: readonly Edit[], { ends, rows }: RecordSet, index: number, count: string): number | null {
  const end = ends.find(({ fact }) => fact === count);
  if (end === undefined) return null;
  const { links, side } = end;
  const named = new Set(Array.from(end.linksOf(index), (link) => linkId(linkSourceId(links, link))));
  const before = named.size;
  for (const edit of edits)
    if (edit.type === 'link' && edit.kind === links.kind.name && edit.ids[side] === rows.id(index))
      named.add(linkId(edit.ids));
  return end.namedBy(index) + named.size - before;
}
