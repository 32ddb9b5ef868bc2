import { nowhere, type End, type RecordSet } from '../decide/world.js';
import type { Value } from '../table/value.js';
import type { Rule } from '../pipeline/rules/rule.js';
import { blankOf } from './blank.js';
import { dimensionOf, put, type Chosen } from './choices.js';
import type { Mend } from './corrections.js';
import type { Edit } from './draft.js';
import type { Owner } from './edited-source.js';
import type { Perhaps, Sketch } from './judge.js';
import { changed, named, sources, written, type Made } from './made.js';
import type { MakingTools } from './making-tools.js';
import { fitOf, linkedTo, linking, linksToPartners, mayFit } from './partners.js';
import { passingValues } from './passing-values.js';

/** No rule asks for more links than this of a record that is mended, or made up to mend one. */
const mostLinks = 100;
/** How many others are tried after the first partners who fit. */
const mostOthers = 3;
/** How deep this goes: a made-up partner needs partners in turn. */
const mostDeep = 4;

/** Ways to join a record to others until its rules that count hold: to those who come through, then to some made up. */
export class Joining {
  #madeUp = 0;

  constructor(private readonly tools: MakingTools) {}

  /** Ways to make a rule of a record hold by more links. */
  ways(set: RecordSet, mend: Mend, rule: Rule, made: Made): Generator<Made> {
    const owner = this.tools.source.record(set, mend.node.index, made.edits);
    const keys = this.#endsCountedBy(rule, set).map(
      ({ links, other }) => other.kind.keys.at(0)?.key ?? links.kind.name,
    );
    const correction = named(mend.said, rule, { kind: set.kind.name, id: owner.id }, keys);
    return this.#satisfied(rule, owner, { edits: made.edits, corrections: [...made.corrections, correction] }, 0);
  }

  /**
   * Gives a record that is made up the links that its own rules ask for.
   * @param depth how many records are made up for one another, including this one
   */
  *qualified(record: Owner, made: Made, depth: number, done = 0): Generator<Made> {
    const { judge, source } = this.tools;
    const counting = judge
      .rulesOf(record.set.kind.name)
      .filter((rule) => this.#endsCountedBy(rule, record.set).length > 0);
    if (done === counting.length) {
      yield made;
      return;
    }
    for (const one of this.#satisfied(counting[done], record, made, depth))
      yield* this.qualified(source.again(record, one.edits), one, depth, done + 1);
  }

  /** Joins a record to others until they alone make a rule that counts hold. */
  *#satisfied(rule: Rule, owner: Owner, made: Made, depth: number): Generator<Made> {
    const { judge, search } = this.tools;
    const ends = this.#endsCountedBy(rule, owner.set);
    const has = new Map(
      ends.map((end) => [end.fact, owner.index === nowhere ? linkedTo(made.edits, end, owner.id).length : 0]),
    );
    // How many more links each count needs.
    let missing = 0;
    const isMet = (): boolean =>
      !judge.fails(rule, owner.set.kind, owner, new Map([...has].map(([fact, count]) => [fact, count + missing])));
    for (; !isMet(); missing++) {
      if (missing < mostLinks) continue;
      search.giveUp();
      return;
    }
    yield* this.#allJoins(ends, missing, owner, made, depth);
  }

  *#allJoins(ends: readonly End[], links: number, owner: Owner, made: Made, depth: number): Generator<Made> {
    if (ends.length === 0) {
      yield made;
      return;
    }
    const [end, ...others] = ends;
    for (const one of this.#joins(end, links, owner, made, depth))
      yield* this.#allJoins(others, links, this.tools.source.again(owner, one.edits), one, depth);
  }

  *#joins(end: End, links: number, owner: Owner, made: Made, depth: number): Generator<Made> {
    let isFound = false;
    for (const one of this.#partnered(end, links, owner, made, depth)) {
      isFound = true;
      yield one;
    }
    if (isFound) return;
    // Nobody fits the record as it is, so one of its own values has to change.
    for (const other of this.#changedOwner(end, owner, made))
      yield* this.#partnered(end, links, this.tools.source.again(owner, other.edits), other, depth);
  }

  /** Ways to change those values of a record that rules of its links read. */
  *#changedOwner({ links, side }: End, owner: Owner, made: Made): Generator<Made> {
    const { judge, search } = this.tools;
    const { id } = owner;
    const { kind } = owner.set;
    const link = links.kind;
    const dimensions = judge.readsAt(link, side).map((field) => dimensionOf(judge, kind, field, owner.values));
    const fails = (chosen: Chosen): boolean => {
      const values = put<Perhaps>(owner.values, dimensions, chosen);
      return !judge.keepsRules(kind, owner, values) || !this.#keepsLinks(owner, values, made.edits);
    };
    for (const changes of search.changes(dimensions, fails)) {
      const read = new Set(changes.map(([field]) => field));
      const reader = judge
        .rulesOf(link.name)
        .find((rule) => judge.readsOfLink(link, rule).some(({ at, field }) => at === side && read.has(field)));
      const corrections =
        owner.index === nowhere || reader === undefined
          ? []
          : [named(null, reader, { kind: kind.name, id }, sources(kind, [...read]))];
      yield {
        edits: [...made.edits, ...written(kind.name, id, changes)],
        corrections: [...made.corrections, ...corrections],
      };
    }
  }

  /** Joins a record as it is: to those who come through, then to some who are made up. */
  *#partnered(end: End, links: number, owner: Owner, made: Made, depth: number): Generator<Made> {
    if (links <= 0) {
      yield made;
      return;
    }
    const known = linksToPartners(this.tools, end, links + mostOthers, owner, made.edits);
    for (let start = 0; start + links <= known.length; start++)
      yield { ...made, edits: [...made.edits, ...known.slice(start, start + links).flat()] };
    const some = known.slice(0, links - 1);
    const before = { ...made, edits: [...made.edits, ...some.flat()] };
    yield* this.#invented(end, links - some.length, owner, before, depth);
  }

  *#invented(end: End, links: number, owner: Owner, made: Made, depth: number): Generator<Made> {
    if (links <= 0) {
      yield made;
      return;
    }
    if (depth >= mostDeep) return;
    const { source, judge, search } = this.tools;
    const { records: set, side } = end.other;
    const { kind } = set;
    const blank = passingValues(this.tools, kind);
    if (blank === null) return;
    const id = `new ${String(++this.#madeUp)}`;
    const dimensions = judge.readsAt(end.links.kind, side).map((field) => dimensionOf(judge, kind, field, blank));
    const fails = (chosen: Chosen): boolean => {
      const partner = { id, values: put<Perhaps>(blank, dimensions, chosen) };
      if (judge.valueRules(kind.name).some((rule) => judge.fails(rule, kind, partner))) return true;
      return !mayFit(this.tools, end, owner, partner, made.edits);
    };
    for (const changes of search.changes(dimensions, fails, { fewest: 0 })) {
      const values: readonly Value[] = changed(blank, changes);
      const fit = fitOf(this.tools, end, owner, { id, values }, made.edits);
      if (fit === null) continue;
      const added: Edit = { type: 'add', kind: kind.name, id, values };
      const edits = [...made.edits, added, ...linking(end, owner.id, id, fit)];
      for (const one of this.qualified({ set, id, index: nowhere, values }, { ...made, edits }, depth + 1))
        yield* this.#invented(end, links - 1, source.again(owner, one.edits), one, depth);
    }
  }

  /** Whether a record that is made up keeps the links that it has. */
  #keepsLinks(owner: Owner, values: readonly Perhaps[], edits: readonly Edit[]): boolean {
    if (owner.index !== nowhere) return true;
    const { source, judge } = this.tools;
    return edits.every((edit) => {
      if (edit.type !== 'link') return true;
      const end = owner.set.ends.find(
        ({ links, side }) => links.kind.name === edit.kind && edit.ids[side] === owner.id,
      );
      if (end === undefined) return true;
      const partner = source.find(end.other.records, edit.ids[end.other.side], edits);
      const ends = end.pair<Sketch | null>({ ...owner, values }, partner);
      const { kind } = end.links;
      const own = edit.values.length > 0 ? edit.values : blankOf(kind);
      return judge.faults(kind, { ends, keys: edit.key === '' ? [] : [edit.key], values: own }).length === 0;
    });
  }

  #endsCountedBy(rule: Rule, set: RecordSet): End[] {
    return this.tools.source.solved.book.endsCountedBy(rule, set);
  }
}
