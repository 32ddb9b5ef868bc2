import type { Solved } from '../decide/solved.js';
import { endIdAt, nowhere, setNamed, type LinkSet } from '../decide/world.js';
import type { Value } from '../extract/extract.js';
import { notKnown } from '../pipeline/rules/evaluate.js';
import { recordKind, type Count, type RecordKind } from '../pipeline/pipeline.js';
import { addedValues, linkAfter, valuesAfter, type Edit } from './draft.js';
import type { Imagined, Sketch } from './judge.js';
import { sourceId } from './source-id.js';

/** Somebody who gets links: in the extract, or made up. */
export interface Owner extends Imagined {
  readonly kind: RecordKind;
  readonly index: number;
}

/** A link that is there; of a record that is missing at one of its ends nothing is known. */
export interface WholeLink {
  readonly ends: readonly [Sketch, Sketch];
  readonly keys: readonly string[];
  readonly values: readonly Value[];
}

/** What is at the source once edits are made. */
export class EditedSource {
  constructor(readonly solved: Solved) {}

  record(kind: string, index: number, edits: readonly Edit[]): Owner {
    const set = setNamed(this.solved.world.records, kind);
    const id = String(sourceId(this.solved.world, { kind, index }));
    return { kind: set.kind, id, index, values: valuesAfter(edits, kind, id, set.rows.of(index)) };
  }

  /** The same record after further edits. */
  again(owner: Owner, edits: readonly Edit[]): Owner {
    const { kind, id, index, values } = owner;
    if (index !== nowhere) return this.record(kind.name, index, edits);
    return { ...owner, values: addedValues(edits, kind.name, id) ?? valuesAfter(edits, kind.name, id, values) };
  }

  find(kind: string, id: string, edits: readonly Edit[]): Imagined | null {
    const index = setNamed(this.solved.world.records, kind).ids.indexOf(id);
    if (index >= 0) return this.record(kind, index, edits);
    const values = addedValues(edits, kind, id);
    return values === null ? null : { id, values };
  }

  link(links: LinkSet, link: number, edits: readonly Edit[]): WholeLink {
    const { kind } = links;
    // Of a record that is not there nothing is known, before it is added.
    const end = (at: 0 | 1): Sketch => {
      const index = links.ends[at][link];
      if (index !== nowhere) return this.record(kind.ends[at].to, index, edits);
      const { name, fields } = recordKind(this.solved.configuration.pipeline, kind.ends[at].to);
      const id = endIdAt(links, at, link);
      return this.find(name, id, edits) ?? { id, values: fields.map(() => notKnown) };
    };
    return {
      ends: [end(0), end(1)],
      ...linkAfter(edits, kind.name, this.linkIds(kind.name, link), {
        values: links.rows.of(link),
        keys: links.keys.of(link),
      }),
    };
  }

  /** The ids of a link as the extract has them. */
  linkIds(kind: string, index: number): readonly [string, string] {
    return sourceId(this.solved.world, { kind, index }) as readonly [string, string];
  }

  /** To whom a record of the extract is linked there. */
  linkedIds({ fact, link, end }: Count, { kind, index }: Owner): string[] {
    const counted = (this.solved.solution.counted.get(kind.name) ?? []).find(
      ({ count }) => count.fact === fact && count.link.name === link.name,
    );
    if (counted === undefined || index === nowhere) return [];
    const other = end === 0 ? 1 : 0;
    return [...counted.neighbours.of(index)].map((at) => this.linkIds(counted.links.kind.name, at)[other]);
  }
}
