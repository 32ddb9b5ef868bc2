import type { Rule } from '../pipeline/rules/rule.js';
import type { End, LinkSet, RecordSet } from './world.js';

/** A record or a link. */
export interface Node {
  readonly set: RecordSet | LinkSet;
  readonly index: number;
}

/** What is taken for granted when a school is solved. */
export interface Given {
  /** Records and links that stay in, whatever their rules say. */
  readonly held: readonly Node[];
  readonly mended: readonly Mended[];
}

/** Something that is taken to be otherwise than it is. */
export interface Mended {
  /** The records and links that it applies to. */
  readonly of: readonly Node[];
  /** The rule of theirs that is taken to hold. */
  readonly rule: Rule | null;
  /** The record that these links name and the extract does not have, and that is taken to be there. */
  readonly missing: { readonly records: RecordSet; readonly id: string } | null;
  /** How many links to others who qualify each of these gets, and the ends that count them. */
  readonly added: { readonly ends: readonly End[]; readonly links: number } | null;
}

export const nothingGiven: Given = { held: [], mended: [] };

/** What is given, by records and links. */
export class GivenOf {
  readonly #held = new Map<Node['set'], Set<number>>();
  readonly #mended = new Map<Node['set'], Map<number, Mended[]>>();

  constructor(readonly given: Given) {
    for (const { set, index } of given.held) this.#held.set(set, (this.#held.get(set) ?? new Set()).add(index));
    for (const mended of given.mended)
      for (const { set, index } of mended.of) {
        const known = this.#mended.get(set) ?? new Map<number, Mended[]>();
        this.#mended.set(set, known.set(index, [...(known.get(index) ?? []), mended]));
      }
  }

  /** By index. */
  held(set: Node['set']): ReadonlySet<number> {
    return this.#held.get(set) ?? none;
  }

  /** By index. */
  mended(set: Node['set']): ReadonlyMap<number, readonly Mended[]> {
    return this.#mended.get(set) ?? noneMended;
  }

  isMended(set: Node['set'], index: number, rule: Rule): boolean {
    return (
      this.mended(set)
        .get(index)
        ?.some((mended) => mended.rule === rule) === true
    );
  }

  /** By index, the rules that fail, without those that are taken to hold. */
  withoutMended<Failing extends Map<number, readonly Rule[]>>(set: Node['set'], failing: Failing): Failing {
    for (const index of this.mended(set).keys()) {
      const left = failing.get(index)?.filter((rule) => !this.isMended(set, index, rule)) ?? [];
      if (left.length > 0) failing.set(index, left);
      else failing.delete(index);
    }
    return failing;
  }

  /** Whether the record that a link names at an end and the extract does not have is taken to be there. */
  isThere(end: End, link: number): boolean {
    const id = end.isMissing(link) ? end.idAt(link) : null;
    const mended = this.mended(end.links).get(link) ?? [];
    return mended.some(({ missing }) => missing?.records === end.records && missing.id === id);
  }

  /** How many links a record is given at an end. */
  added(end: End, record: number): number {
    let links = 0;
    for (const { added } of this.mended(end.records).get(record) ?? [])
      if (added?.ends.includes(end) === true) links += added.links;
    return links;
  }
}

const none: ReadonlySet<number> = new Set();
const noneMended: ReadonlyMap<number, readonly Mended[]> = new Map();
