import type { Value } from '../extract/extract.js';
import { notKnown } from '../pipeline/evaluate.js';
import {
  countsOf,
  hasValues,
  recordKind,
  type Count,
  type LinkKind,
  type Pipeline,
  type RecordKind,
} from '../pipeline/pipeline.js';
import type { Rule } from '../pipeline/rule.js';
import type { Mend } from './corrections.js';
import { changesOf, choices, put, type Change, type Chosen, type Dimension } from './choices.js';
import { linkAfter, valuesAfter, type Edit } from './draft.js';
import type { Correction } from './explanation.js';
import type { Imagined, Judge, Perhaps, Read, Sketch, SketchedLink } from './judge.js';
import type { Solved } from './solved.js';
import { sourceId, type Node } from './source-id.js';
import { endIdAt, nowhere, setNamed, still, type LinkSet } from './world.js';

/** Edits at the source, and what they are called. */
export interface Made {
  readonly edits: readonly Edit[];
  readonly corrections: readonly Named[];
}

/** A correction, and whether it is one only if what a choice of the school reads is wrong. */
export interface Named {
  readonly correction: Correction;
  readonly isChoice: boolean;
}

/** Somebody who gets links: in the extract, or made up. */
interface Owner extends Imagined {
  readonly kind: RecordKind;
  readonly index: number;
}

/** A link that is there; of a record that is missing at one of its ends nothing is known. */
interface WholeLink {
  readonly ends: readonly [Sketch, Sketch];
  readonly keys: readonly string[];
  readonly values: readonly Value[];
}

/** How a link to a partner would come through. */
interface Fit {
  readonly key: string;
  readonly values: readonly Value[];
  readonly first: readonly Edit[];
}

interface Placed {
  readonly key: string;
  readonly first: readonly Edit[];
}

/** No rule asks for more links than this of a record that is mended, or made up to mend one. */
const mostLinks = 100;
/** Of equally many changes, so many are weighed against one another. */
const mostWeighed = 48;
/** After so many questions nothing more is tried. */
const mostQuestions = 150_000;
/** Of links that a changed value may open, so many are looked at. */
const mostLooked = 60;
/** Beyond the first partners who fit, so many others are tried. */
const mostOthers = 3;
/** A partner who is made up needs partners in turn, and so on. */
const mostDeep = 4;

/**
 * The ways in which a mend can be made at the source, what is least to do first: which value is written, to whom a record
 * is linked, under which key. A partner that comes through is tried before one is made up.
 */
export class Making {
  /** Whether it stopped because it had asked enough, not because there was no other way. */
  ranOut = false;
  readonly #pipeline: Pipeline;
  #questions = 0;
  #number = 0;

  constructor(
    private readonly solved: Solved,
    private readonly judge: Judge,
  ) {
    this.#pipeline = solved.configuration.pipeline;
  }

  /** All ways to make all of them. */
  *all(mends: readonly Mend[], made: Made = { edits: [], corrections: [] }): Generator<Made> {
    if (mends.length === 0) {
      yield made;
      return;
    }
    const [mend, ...others] = mends;
    for (const one of this.#one(mend, made)) yield* this.all(others, one);
  }

  #one(mend: Mend, made: Made): Generator<Made> {
    const { rule } = mend;
    const links = this.solved.world.links.get(mend.node.kind);
    if (rule === null) return this.#reference(mend, made);
    if (links !== undefined) return this.#adjust(mend, rule, links, made);
    return mend.how === 'links' ? this.#joined(mend, rule, made) : this.#write(mend, rule, made);
  }

  #asked(): boolean {
    if (++this.#questions > mostQuestions) this.ranOut = true;
    return this.ranOut;
  }

  // Values of a record.

  *#write(mend: Mend, rule: Rule, made: Made): Generator<Made> {
    const owner = this.#owner(mend.node.kind, mend.node.index, made.edits);
    const { kind } = owner;
    const counts = this.#countsNow(owner);
    const isMet = (one: Rule, values: readonly Perhaps[]) => !this.judge.fails(one, kind, { ...owner, values }, counts);
    if (isMet(rule, owner.values)) {
      yield made;
      return;
    }
    const kept = this.judge.valueRules(kind.name).filter((one) => isMet(one, owner.values));
    const own = this.judge.fieldsOf(kind, rule);
    const all = [...new Set(this.judge.valueRules(kind.name).flatMap((one) => this.judge.fieldsOf(kind, one)))];
    for (const changes of this.#inTurn([own, all], (fields) => {
      const dimensions = fields.map((field) => this.#field(kind, field, owner.values));
      const fails = (chosen: Chosen) => {
        const values = put<Perhaps>(owner.values, dimensions, chosen);
        return [rule, ...kept].some((one) => !isMet(one, values));
      };
      return this.#changes(dimensions, fails, (chosen) =>
        this.#openWith(owner, put(owner.values, dimensions, chosen), made.edits),
      );
    })) {
      const fields = changes.map(([field]) => field);
      yield {
        edits: [...made.edits, ...written(kind.name, owner.id, changes)],
        corrections: [
          ...made.corrections,
          this.#named(mend, rule, { kind: kind.name, id: owner.id }, sources(kind, fields)),
        ],
      };
    }
  }

  // A link's own rules.

  *#adjust(mend: Pick<Mend, 'node' | 'via' | 'said'>, rule: Rule, links: LinkSet, made: Made): Generator<Made> {
    const { kind } = links;
    const link = mend.node.index;
    const before = this.#link(links, link, made.edits);
    const faults = this.judge.faults(kind, before);
    if (!faults.includes(rule)) {
      yield made;
      return;
    }
    const ids = sourceId(this.solved.world, mend.node) as readonly [string, string];
    const owners = ([0, 1] as const).map((end) => {
      const index = links.ends[end][link];
      return index === nowhere ? null : this.#owner(kind.ends[end].to, index, made.edits);
    });
    const reads = this.judge.readsOfLink(kind, rule);
    const placed = this.judge.readsKeys(kind, rule)
      ? [null, ...this.#placesFor(kind, ids, before.keys, made.edits)]
      : [null];
    const all = [...reads, ...this.judge.rulesOf(kind.name).flatMap((one) => this.judge.readsOfLink(kind, one))];
    const turns = [reads.filter(({ at }) => at === mend.via), reads, onceEach(all)];
    let isFound = false;
    for (const [turn, some] of turns.entries()) {
      if (isFound) return;
      const dimensions = some.map((read) => this.#read(kind, read, before)).filter(({ options }) => options.length > 0);
      const places = turn === 0 && mend.via !== 'own' ? [null] : placed;
      for (const place of places) {
        const after = (chosen: Chosen): SketchedLink => withChosen(before, dimensions, chosen, place);
        const fails = (chosen: Chosen): boolean => {
          const sketched = after(chosen);
          const left = this.judge.faults(kind, sketched);
          if (left.includes(rule) || left.some((one) => !faults.includes(one))) return true;
          return ([0, 1] as const).some((end) => {
            const [owner, sketch] = [owners[end], sketched.ends[end]];
            return owner !== null && sketch !== null && !this.#keepsRules(owner, sketch.values);
          });
        };
        const worth = (chosen: readonly Value[]): number => {
          let open = 0;
          for (const end of [0, 1] as const) {
            const owner = owners[end];
            const isChanged = dimensions.some(({ place: { at }, now }, which) => at === end && chosen[which] !== now);
            if (owner === null || !isChanged) continue;
            open += this.#openWith(owner, after(chosen).ends[end]?.values as readonly Value[], made.edits);
          }
          return open;
        };
        for (const changes of this.#changes(dimensions, fails, worth, place === null ? 1 : 0)) {
          isFound = true;
          yield this.#adjusted(mend, rule, links, { ids, place, changes }, made);
        }
      }
    }
  }

  #adjusted(
    mend: Pick<Mend, 'said'>,
    rule: Rule,
    { kind }: LinkSet,
    {
      ids,
      place,
      changes,
    }: {
      readonly ids: readonly [string, string];
      readonly place: Placed | null;
      readonly changes: readonly Change<Read>[];
    },
    made: Made,
  ): Made {
    const edits: Edit[] = [...made.edits, ...(place?.first ?? [])];
    const named: Named[] = [];
    const own = changes.filter(([{ at }]) => at === 'own');
    for (const [{ field }, value] of own) edits.push({ type: 'write link', kind: kind.name, ids, field, value });
    const fields = [
      ...(place === null ? [] : [place.key]),
      ...sources(
        kind,
        own.map(([{ field }]) => field),
      ),
    ];
    if (fields.length > 0) named.push(this.#named(mend, rule, { kind: kind.name, id: ids }, fields));
    for (const end of [0, 1] as const) {
      const there = changes.flatMap(([{ at, field }, value]): Change<number>[] => (at === end ? [[field, value]] : []));
      if (there.length === 0) continue;
      const to = recordKind(this.#pipeline, kind.ends[end].to);
      edits.push(...written(to.name, ids[end], there));
      named.push(
        this.#named(
          mend,
          rule,
          { kind: to.name, id: ids[end] },
          sources(
            to,
            there.map(([field]) => field),
          ),
        ),
      );
    }
    return { edits, corrections: [...made.corrections, ...named] };
  }

  /** Other keys under which a reference may stand, and what makes room for it there. */
  #placesFor(
    kind: LinkKind,
    ids: readonly [string, string],
    keys: readonly string[],
    edits: readonly Edit[],
  ): Placed[] {
    const holder = kind.ends[0].keys.length === 0 ? 0 : 1;
    const free: Placed[] = [];
    const taken: Placed[] = [];
    for (const { key, list } of kind.ends[holder === 0 ? 1 : 0].keys) {
      if (keys.length === 1 && keys[0] === key) continue;
      const move: Edit = { type: 'move', kind: kind.name, ids, key };
      const also: Edit = { type: 'link', kind: kind.name, ids, key, values: blankLink(kind) };
      const occupant = list ? null : this.#occupant(kind, holder, ids[holder], key, edits);
      if (occupant === null || occupant[1 - holder] === ids[1 - holder]) {
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

  /** Whom a key that takes one id names in a record now. */
  #occupant(
    kind: LinkKind,
    holder: 0 | 1,
    id: string,
    key: string,
    edits: readonly Edit[],
  ): readonly [string, string] | null {
    for (const edit of edits)
      if (edit.type === 'link' && edit.kind === kind.name && edit.key === key && edit.ids[holder] === id)
        return edit.ids;
    const links = setNamed(this.solved.world.links, kind.name);
    const index = links.joins[holder].ids.indexOf(id);
    for (let link = 0; index >= 0 && link < links.ends[holder].length; link++) {
      if (links.ends[holder][link] !== index || !links.keys.of(link).includes(key)) continue;
      return sourceId(this.solved.world, { kind: kind.name, index: link }) as readonly [string, string];
    }
    return null;
  }

  // Links that are added.

  *#joined(mend: Mend, rule: Rule, made: Made): Generator<Made> {
    const owner = this.#owner(mend.node.kind, mend.node.index, made.edits);
    const keys = this.#counts(rule).map(
      ({ link, end }) => link.ends[end === 0 ? 1 : 0].keys.map(({ key }) => key)[0] ?? link.name,
    );
    const named = this.#named(mend, rule, { kind: owner.kind.name, id: owner.id }, keys);
    yield* this.#satisfied(rule, owner, { edits: made.edits, corrections: [...made.corrections, named] }, 0);
  }

  /** Joins a record to others until a rule that counts holds by those alone. */
  *#satisfied(rule: Rule, owner: Owner, made: Made, depth: number): Generator<Made> {
    const counts = this.#counts(rule);
    const missing = new Map(counts.map(({ fact }) => [fact, 0]));
    const has = new Map(
      counts.map(({ fact, link, end }) => [
        fact,
        owner.index === nowhere ? linkedTo(made.edits, link, end, owner.id).length : 0,
      ]),
    );
    for (let times = 0; ; times++) {
      const all = new Map([...has].map(([fact, count]) => [fact, count + (missing.get(fact) ?? 0)]));
      if (!this.judge.fails(rule, owner.kind, owner, all)) break;
      if (times === mostLinks) {
        this.ranOut = true;
        return;
      }
      for (const { fact } of counts) missing.set(fact, times + 1);
    }
    yield* this.#allJoins(counts, missing, owner, made, depth);
  }

  *#allJoins(
    counts: readonly Count[],
    missing: ReadonlyMap<string, number>,
    owner: Owner,
    made: Made,
    depth: number,
  ): Generator<Made> {
    if (counts.length === 0) {
      yield made;
      return;
    }
    const [count, ...others] = counts;
    for (const one of this.#joins(count, missing.get(count.fact) ?? 0, owner, made, depth))
      yield* this.#allJoins(others, missing, this.#again(owner, one.edits), one, depth);
  }

  *#joins(count: Count, links: number, owner: Owner, made: Made, depth: number): Generator<Made> {
    let isFound = false;
    for (const one of this.#partnered(count, links, owner, made, depth)) {
      isFound = true;
      yield one;
    }
    if (isFound) return;
    // Nobody would do as the record is: then something of its own has to be another.
    const { link, end } = count;
    const rules = this.judge.rulesOf(link.name);
    const { fields } = this.#readAt(link, end);
    const dimensions = fields.map((field) => this.#field(owner.kind, field, owner.values));
    const fails = (chosen: Chosen): boolean => {
      const values = put<Perhaps>(owner.values, dimensions, chosen);
      return !this.#keepsRules(owner, values) || !this.#keepsLinks(owner, values, made.edits);
    };
    for (const changes of this.#changes(dimensions, fails)) {
      const read = new Set(changes.map(([field]) => field));
      const reader = rules.find((rule) =>
        this.judge.readsOfLink(link, rule).some(({ at, field }) => at === end && read.has(field)),
      );
      const keys = sources(owner.kind, [...read]);
      const named =
        owner.index === nowhere || reader === undefined
          ? []
          : [this.#named(null, reader, { kind: owner.kind.name, id: owner.id }, keys)];
      const other = {
        edits: [...made.edits, ...written(owner.kind.name, owner.id, changes)],
        corrections: [...made.corrections, ...named],
      };
      yield* this.#partnered(count, links, this.#again(owner, other.edits), other, depth);
    }
  }

  /** Joins a record as it is: to those who come through, then to some who are made up. */
  *#partnered(count: Count, links: number, owner: Owner, made: Made, depth: number): Generator<Made> {
    if (links <= 0) {
      yield made;
      return;
    }
    const known = this.#partners(count, links + mostOthers, owner, made.edits);
    for (let start = 0; start + links <= known.length; start++)
      yield { ...made, edits: [...made.edits, ...known.slice(start, start + links).flat()] };
    const some = known.slice(0, links - 1).flat();
    yield* this.#invented(
      count,
      links - Math.min(known.length, links - 1),
      owner,
      { ...made, edits: [...made.edits, ...some] },
      depth,
    );
  }

  /** For each of the extract's records that come through and could be linked to it, what links it. */
  #partners(count: Count, most: number, owner: Owner, edits: readonly Edit[]): (readonly Edit[])[] {
    const { link, end } = count;
    const other = end === 0 ? 1 : 0;
    const set = setNamed(this.solved.world.records, link.ends[other].to);
    const { out } = setNamed(this.solved.solution.fates, set.kind.name);
    const linked = new Set([...this.#linkedIds(count, owner), ...linkedTo(edits, link, end, owner.id)]);
    const fits = new Map<string, Fit | null>();
    const found: (readonly Edit[])[] = [];
    const reads = this.#readAt(link, other);
    let singles = new Set<string>();
    for (let index = 0; index < set.firstSecondHalf && found.length < most; index++) {
      const id = set.ids[index];
      if (out[index] !== still || linked.has(id) || (set.kind.name === owner.kind.name && id === owner.id)) continue;
      const partner = this.#owner(set.kind.name, index, edits);
      const kind = JSON.stringify([reads.fields.map((field) => partner.values[field]), reads.id ? id : null]);
      let fit = fits.get(kind);
      if (fit === undefined) fits.set(kind, (fit = this.#fit(count, owner, partner, edits)));
      if (fit === null) continue;
      const isSingle =
        link.ends.some(({ keys }) => keys.some(({ key, list }) => key === fit?.key && !list)) && link.section === null;
      // A key that takes one id takes no second one.
      if (isSingle && singles.has(fit.key)) continue;
      if (isSingle) singles = new Set([...singles, fit.key]);
      found.push(linking(count, owner.id, id, fit));
    }
    return found;
  }

  /** What rules of links look at in the records at one end. */
  #readAt(link: LinkKind, end: 0 | 1): { readonly fields: readonly number[]; readonly id: boolean } {
    const rules = this.judge.rulesOf(link.name);
    const fields = rules
      .flatMap((rule) => this.judge.readsOfLink(link, rule))
      .flatMap(({ at, field }) => (at === end ? [field] : []));
    const id = rules.some((rule) => this.judge.factsBehind(link.name, rule).has(`${link.ends[end].name}.id`));
    return { fields: [...new Set(fields)], id };
  }

  /** Under which key, and with which values, a link between two would come through. */
  #fit(count: Count, owner: Imagined, partner: Imagined, edits: readonly Edit[]): Fit | null {
    const { link, end } = count;
    const ends: readonly [Imagined, Imagined] = end === 0 ? [owner, partner] : [partner, owner];
    const ids = [ends[0].id, ends[1].id] as const;
    const places = link.section === null ? this.#keysFor(link, ids, edits) : [{ key: '', first: [] }];
    const blank = link.fields.map(({ constant }) => constant);
    const rules = this.judge.rulesOf(link.name);
    const fields = [
      ...new Set(
        rules
          .flatMap((rule) => this.judge.readsOfLink(link, rule))
          .flatMap(({ at, field }) => (at === 'own' ? [field] : [])),
      ),
    ];
    const dimensions = fields.map((field) => this.#field(link, field, blank));
    for (const { key, first } of places) {
      const fails = (chosen: Chosen): boolean =>
        this.judge.faults(link, {
          ends,
          keys: key === '' ? [] : [key],
          values: put<Perhaps>(blank, dimensions, chosen),
        }).length > 0;
      for (const changes of this.#changes(dimensions, fails, undefined, 0))
        return { key, first, values: changed(blank, changes) };
    }
    return null;
  }

  /** Whether some link between them might come through, once all is known. */
  #mayFit({ link, end }: Count, owner: Imagined, partner: Sketch, edits: readonly Edit[]): boolean {
    const ends: SketchedLink['ends'] = end === 0 ? [owner, partner] : [partner, owner];
    const values = link.fields.map(({ constant, from }) => (from === null ? constant : notKnown));
    const keys =
      link.section === null ? this.#keysFor(link, holderIds(link, end, owner), edits).map(({ key }) => [key]) : [[]];
    return keys.some((key) => this.judge.faults(link, { ends, keys: key, values }).length === 0);
  }

  /** A list before a key that takes one id, and one that is free before one that is not. */
  #keysFor(link: LinkKind, ids: readonly [string, string], edits: readonly Edit[]): Placed[] {
    const holder = link.ends[0].keys.length === 0 ? 0 : 1;
    const all = link.ends[holder === 0 ? 1 : 0].keys.map(({ key, list }) => {
      const occupant = list ? null : this.#occupant(link, holder, ids[holder], key, edits);
      const first: Edit[] = occupant === null ? [] : [{ type: 'unlink', kind: link.name, ids: occupant, key }];
      return { key, first, cost: (list ? 0 : 1) + first.length };
    });
    return all.sort((a, b) => a.cost - b.cost);
  }

  *#invented(count: Count, links: number, owner: Owner, made: Made, depth: number): Generator<Made> {
    if (links <= 0) {
      yield made;
      return;
    }
    if (depth >= mostDeep) return;
    const { link, end } = count;
    const other = end === 0 ? 1 : 0;
    const kind = recordKind(this.#pipeline, link.ends[other].to);
    const blank = this.#blank(kind);
    if (blank === null) return;
    const id = `new ${String(++this.#number)}`;
    const partner: Owner = { kind, id, index: nowhere, values: blank };
    const { fields } = this.#readAt(link, other);
    const dimensions = fields.map((field) => this.#field(kind, field, blank));
    const isRight = (values: readonly Perhaps[]): boolean =>
      this.judge.valueRules(kind.name).every((rule) => !this.judge.fails(rule, kind, { id, values }));
    const open = (values: readonly Value[]): Fit | null => this.#fit(count, owner, { id, values }, made.edits);
    const mayFit = (chosen: Chosen): boolean => {
      const values = put<Perhaps>(blank, dimensions, chosen);
      return isRight(values) && this.#mayFit(count, owner, { id, values }, made.edits);
    };
    for (const changes of this.#changes(dimensions, (chosen) => !mayFit(chosen), undefined, 0)) {
      const values = changed(blank, changes);
      const fit = open(values);
      if (fit === null) continue;
      const edits: Edit[] = [
        ...made.edits,
        { type: 'add', kind: kind.name, id, values },
        ...linking(count, owner.id, id, fit),
      ];
      for (const one of this.#qualified({ ...partner, values }, { ...made, edits }, depth + 1))
        yield* this.#invented(count, links - 1, this.#again(owner, one.edits), one, depth);
    }
  }

  /** Gives a record that is made up the links that its own rules ask for. */
  *#qualified(record: Owner, made: Made, depth: number, done = 0): Generator<Made> {
    const counting = this.judge.rulesOf(record.kind.name).filter((rule) => this.#counts(rule).length > 0);
    if (done === counting.length) {
      yield made;
      return;
    }
    for (const one of this.#satisfied(counting[done], record, made, depth))
      yield* this.#qualified(this.#again(record, one.edits), one, depth, done + 1);
  }

  /** Values of a record that is made up, by which its own rules hold; null where none are known. */
  #blank(kind: RecordKind): readonly Value[] | null {
    let values: readonly Value[] = kind.fields.map(({ constant }) => constant);
    const done: Rule[] = [];
    for (const rule of this.judge.valueRules(kind.name)) {
      done.push(rule);
      const before = values;
      const dimensions = [...new Set(done.flatMap((one) => this.judge.fieldsOf(kind, one)))].map((field) =>
        this.#field(kind, field, before),
      );
      const fails = (chosen: Chosen): boolean =>
        done.some((one) => this.judge.fails(one, kind, { id: '', values: put<Perhaps>(before, dimensions, chosen) }));
      const [changes] = this.#changes(dimensions, fails, undefined, 0);
      if (changes === undefined) return null;
      values = changed(before, changes);
    }
    return values;
  }

  // References to nothing.

  *#reference({ node, missing, said }: Mend, made: Made): Generator<Made> {
    const links = this.solved.world.links.get(node.kind);
    if (links === undefined || missing === null || said === null) return;
    const { kind } = links;
    const ids = [endIdAt(links, 0, node.index), endIdAt(links, 1, node.index)] as const;
    const to = recordKind(this.#pipeline, kind.ends[missing].to);
    const corrections = [...made.corrections, { correction: said, isChoice: false }];
    if (made.edits.some((edit) => edit.type === 'add' && edit.kind === to.name && edit.id === ids[missing])) {
      yield made;
      return;
    }
    const blank = this.#blank(to);
    const before = this.#link(links, node.index, made.edits);
    const { fields } = this.#readAt(kind, missing);
    const withRecord = (values: readonly Perhaps[]): SketchedLink => {
      const record: Sketch = { id: ids[missing], values };
      return { ...before, ends: missing === 0 ? [record, before.ends[1]] : [before.ends[0], record] };
    };
    const dimensions = blank === null ? [] : fields.map((field) => this.#field(to, field, blank));
    const isWrong = (values: readonly Perhaps[]): boolean =>
      this.judge.valueRules(to.name).some((rule) => this.judge.fails(rule, to, { id: ids[missing], values })) ||
      this.judge.faults(kind, withRecord(values)).length > 0;
    if (blank !== null) {
      const added = (values: readonly Value[]): Generator<Made> => {
        const edits: Edit[] = [...made.edits, { type: 'add', kind: to.name, id: ids[missing], values }];
        return this.#qualified({ kind: to, id: ids[missing], index: nowhere, values }, { edits, corrections }, 1);
      };
      let isFound = false;
      for (const changes of this.#changes(
        dimensions,
        (chosen) => isWrong(put<Perhaps>(blank, dimensions, chosen)),
        undefined,
        0,
      )) {
        isFound = true;
        yield* added(changed(blank, changes));
      }
      // Whoever is added, something else that the link's own rules read has to be another.
      if (!isFound) for (const one of added(blank)) yield* this.#opened(node, links, one);
    }
    const other = missing === 0 ? 1 : 0;
    const index = links.ends[other][node.index];
    if (index === nowhere) return;
    const owner = this.#owner(kind.ends[other].to, index, made.edits);
    const count: Count = { fact: kind.ends[missing].count, link: kind, end: other };
    const rest = { ...before, keys: before.keys };
    for (const partner of this.#through(count, owner, made.edits)) {
      const ends: SketchedLink['ends'] = missing === 0 ? [partner, rest.ends[1]] : [rest.ends[0], partner];
      if (this.#asked() || this.judge.faults(kind, { ...rest, ends }).length > 0) continue;
      const target = missing === 0 ? ([partner.id, ids[1]] as const) : ([ids[0], partner.id] as const);
      yield { edits: [...made.edits, { type: 'point', kind: kind.name, ids, to: target }], corrections };
    }
  }

  /** Makes all of a link's own rules hold, one after another. */
  *#opened(node: Node, links: LinkSet, made: Made, most = Infinity): Generator<Made> {
    const faults = this.judge.faults(links.kind, this.#link(links, node.index, made.edits));
    if (faults.length >= most) return;
    const [rule] = faults as readonly (Rule | undefined)[];
    if (rule === undefined) {
      yield made;
      return;
    }
    for (const one of this.#adjust({ node, via: 'own', said: null }, rule, links, made))
      yield* this.#opened(node, links, one, faults.length);
  }

  /** Those who come through and are not linked to it. */
  *#through({ link, end, fact }: Count, owner: Owner, edits: readonly Edit[]): Generator<Imagined> {
    const set = setNamed(this.solved.world.records, link.ends[end === 0 ? 1 : 0].to);
    const { out } = setNamed(this.solved.solution.fates, set.kind.name);
    const linked = new Set(this.#linkedIds({ link, end, fact }, owner));
    for (let index = 0; index < set.firstSecondHalf; index++)
      if (out[index] === still && !linked.has(set.ids[index])) yield this.#owner(set.kind.name, index, edits);
  }

  // What is there, with the edits made.

  #owner(kind: string, index: number, edits: readonly Edit[]): Owner {
    const set = setNamed(this.solved.world.records, kind);
    const id = String(sourceId(this.solved.world, { kind, index }));
    return { kind: set.kind, id, index, values: valuesAfter(edits, kind, id, set.rows.of(index)) };
  }

  #again(owner: Owner, edits: readonly Edit[]): Owner {
    if (owner.index !== nowhere) return this.#owner(owner.kind.name, owner.index, edits);
    const added = edits.find((edit) => edit.type === 'add' && edit.kind === owner.kind.name && edit.id === owner.id);
    const values = added?.type === 'add' ? added.values : owner.values;
    return { ...owner, values: valuesAfter(edits, owner.kind.name, owner.id, values) };
  }

  #link(links: LinkSet, link: number, edits: readonly Edit[]): WholeLink {
    const { kind } = links;
    // Of a record that is not there nothing is known, before it is added.
    const end = (at: 0 | 1): Sketch => {
      const index = links.ends[at][link];
      if (index !== nowhere) return this.#owner(kind.ends[at].to, index, edits);
      const { name, fields } = recordKind(this.#pipeline, kind.ends[at].to);
      const id = endIdAt(links, at, link);
      return this.#find(name, id, edits) ?? { id, values: fields.map(() => notKnown) };
    };
    const ids = sourceId(this.solved.world, { kind: kind.name, index: link }) as readonly [string, string];
    return {
      ends: [end(0), end(1)],
      ...linkAfter(edits, kind.name, ids, { values: links.rows.of(link), keys: links.keys.of(link) }),
    };
  }

  #counts(rule: Rule): Count[] {
    const facts = this.solved.book.factsOf(rule);
    return countsOf(this.#pipeline, rule.kind).filter(({ fact }) => facts.includes(fact));
  }

  #countsNow({ kind, index }: Owner): ReadonlyMap<string, number> {
    const counts = this.solved.solution.counts.get(kind.name) ?? new Map<string, Int32Array>();
    return new Map([...counts].map(([fact, total]) => [fact, total[index] ?? 0]));
  }

  #linkedIds({ fact, link, end }: Count, { kind, index }: Owner): string[] {
    const counted = (this.solved.solution.counted.get(kind.name) ?? []).find(
      ({ count }) => count.fact === fact && count.link.name === link.name,
    );
    if (counted === undefined || index === nowhere) return [];
    const { links, neighbours } = counted;
    const other = end === 0 ? 1 : 0;
    return [...neighbours.of(index)].map(
      (at) => (sourceId(this.solved.world, { kind: links.kind.name, index: at }) as readonly [string, string])[other],
    );
  }

  /** Whether other values take from a record none of its own rules that hold. */
  #keepsRules(owner: Owner, values: readonly Perhaps[]): boolean {
    return this.judge
      .valueRules(owner.kind.name)
      .every(
        (rule) =>
          this.judge.fails(rule, owner.kind, owner) || !this.judge.fails(rule, owner.kind, { ...owner, values }),
      );
  }

  /** Whether a record that is made up keeps the links that it has got. */
  #keepsLinks(owner: Owner, values: readonly Perhaps[], edits: readonly Edit[]): boolean {
    if (owner.index !== nowhere) return true;
    return edits.every((edit) => {
      if (edit.type !== 'link') return true;
      const link = this.#pipeline.links.find(({ name }) => name === edit.kind);
      const end = link?.ends.findIndex(({ to }, at) => to === owner.kind.name && edit.ids[at] === owner.id) ?? -1;
      if (link === undefined || end < 0) return true;
      const other = end === 0 ? 1 : 0;
      const partner = this.#find(link.ends[other].to, edit.ids[other], edits);
      const ends: SketchedLink['ends'] = end === 0 ? [{ ...owner, values }, partner] : [partner, { ...owner, values }];
      const own = edit.values.length > 0 ? edit.values : blankOf(link);
      return this.judge.faults(link, { ends, keys: edit.key === '' ? [] : [edit.key], values: own }).length === 0;
    });
  }

  #find(kind: string, id: string, edits: readonly Edit[]): Imagined | null {
    const index = setNamed(this.solved.world.records, kind).ids.indexOf(id);
    if (index >= 0) return this.#owner(kind, index, edits);
    const added = edits.find((edit) => edit.type === 'add' && edit.kind === kind && edit.id === id);
    return added?.type === 'add' ? { id, values: valuesAfter(edits, kind, id, added.values) } : null;
  }

  /** How many of its links no rule of their own would keep out, did it have these values. */
  #openWith(owner: Owner, values: readonly Value[], edits: readonly Edit[]): number {
    let open = 0;
    for (const { count, links, neighbours } of this.solved.solution.counted.get(owner.kind.name) ?? []) {
      if (this.#readAt(links.kind, count.end).fields.length === 0) continue;
      for (const link of neighbours.of(owner.index).subarray(0, mostLooked)) {
        const imagined = this.#link(links, link, edits);
        const one = { ...owner, values };
        const ends: SketchedLink['ends'] = count.end === 0 ? [one, imagined.ends[1]] : [imagined.ends[0], one];
        if (!this.#asked() && this.judge.faults(links.kind, { ...imagined, ends }).length === 0) open++;
      }
    }
    return open;
  }

  // Values that may be others.

  #field(kind: RecordKind | LinkKind, field: number, values: readonly Value[]): Dimension<number> {
    const now = values[field];
    return {
      place: field,
      also: this.judge.twinsOf(kind, field),
      now,
      options: this.judge.valuesOf(kind, field).filter((value) => value !== now),
    };
  }

  #read(kind: LinkKind, read: Read, { ends, values }: WholeLink): Dimension<Read> {
    const of = read.at === 'own' ? kind : recordKind(this.#pipeline, kind.ends[read.at].to);
    const own = read.at === 'own' ? values : ends[read.at].values;
    if (!isKnown(own)) return { place: read, also: [], now: null, options: [] };
    const dimension = this.#field(of, read.field, own);
    return { ...dimension, place: read, also: dimension.also.map((field) => ({ at: read.at, field })) };
  }

  /** Of several ways to change something, the first that there is. */
  *#inTurn<From, To>(turns: readonly From[], way: (turn: From) => Generator<To>): Generator<To> {
    for (const turn of turns) {
      let isFound = false;
      for (const one of way(turn)) {
        isFound = true;
        yield one;
      }
      if (isFound) return;
    }
  }

  /**
   * Changes that will do: few before many, of as many those first that are worth more.
   * @param fails whether they will not, whatever is chosen for what is not known yet
   */
  *#changes<Place>(
    dimensions: readonly Dimension<Place>[],
    fails: (chosen: Chosen) => boolean,
    worth: (chosen: readonly Value[]) => number = () => 0,
    fewest = 1,
  ): Generator<readonly Change<Place>[]> {
    for (let size = fewest; size <= dimensions.length; size++) {
      const found: { readonly changes: readonly Change<Place>[]; readonly worth: number }[] = [];
      for (const chosen of choices(dimensions, size, (some) => this.#asked() || fails(some))) {
        found.push({ changes: changesOf(dimensions, chosen), worth: worth(chosen) });
        if (found.length === mostWeighed) break;
      }
      found.sort((a, b) => b.worth - a.worth);
      for (const { changes } of found) yield changes;
    }
  }

  /** A choice of the school says nothing to do; then it is said which keys of the extract would have to be others. */
  #named(
    mend: Pick<Mend, 'said'> | null,
    rule: Rule,
    of: Pick<Correction, 'kind' | 'id'>,
    keys: readonly string[],
  ): Named {
    if (mend?.said != null) return { correction: mend.said, isChoice: false };
    if (rule.fix !== null) return { correction: { ...of, rule: rule.name, fix: rule.fix }, isChoice: false };
    return {
      correction: { ...of, rule: rule.name, fix: `Correct ${[...new Set(keys)].join(' and ')}` },
      isChoice: true,
    };
  }
}

function changed(values: readonly Value[], changes: readonly Change<number>[]): readonly Value[] {
  const after = [...values];
  for (const [field, value] of changes) after[field] = value;
  return after;
}

function withChosen(
  before: WholeLink,
  dimensions: readonly Dimension<Read>[],
  chosen: Chosen,
  place: Placed | null,
): SketchedLink {
  const at = (where: Read['at'], values: readonly Perhaps[]): readonly Perhaps[] => {
    const after = [...values];
    for (const [which, { place: read, also }] of dimensions.entries())
      for (const { at: there, field } of [read, ...also]) if (there === where) after[field] = chosen[which];
    return after;
  };
  const end = (which: 0 | 1): Sketch => {
    const one = before.ends[which];
    return { id: one.id, values: at(which, one.values) };
  };
  const isAlso = place?.first.some(({ type }) => type === 'link') === true;
  const keys = place === null ? before.keys : isAlso ? [...before.keys, place.key] : [place.key];
  return { ends: [end(0), end(1)], values: at('own', before.values), keys };
}

/** Of a link that is to be, the ids as far as they matter to whoever holds the list. */
function holderIds(link: LinkKind, end: 0 | 1, { id }: Imagined): readonly [string, string] {
  return end === 0 ? [id, ''] : ['', id];
}

function isKnown(values: readonly Perhaps[]): values is readonly Value[] {
  return !values.includes(notKnown);
}

function onceEach(reads: readonly Read[]): Read[] {
  return [...new Map(reads.map((read) => [`${String(read.at)} ${String(read.field)}`, read])).values()];
}

function written(kind: string, id: string, changes: readonly Change<number>[]): Edit[] {
  return changes.map(([field, value]): Edit => ({ type: 'write', kind, id, field, value }));
}

function linking({ link, end }: Count, owner: string, partner: string, { key, values, first }: Fit): Edit[] {
  const ids = end === 0 ? ([owner, partner] as const) : ([partner, owner] as const);
  return [...first, { type: 'link', kind: link.name, ids, key, values: hasValues(link) ? values : [] }];
}

/** The ids that edits link to one at an end. */
function linkedTo(edits: readonly Edit[], link: LinkKind, end: 0 | 1, id: string): string[] {
  return edits.flatMap((edit) =>
    edit.type === 'link' && edit.kind === link.name && edit.ids[end] === id ? [edit.ids[end === 0 ? 1 : 0]] : [],
  );
}

function blankOf(link: LinkKind): readonly Value[] {
  return link.fields.map(({ constant }) => constant);
}

function blankLink(link: LinkKind): readonly Value[] {
  return hasValues(link) ? blankOf(link) : [];
}

function sources(kind: RecordKind | LinkKind, fields: readonly number[]): string[] {
  return [...new Set(fields.map((field) => kind.fields[field].from ?? kind.fields[field].name))];
}
