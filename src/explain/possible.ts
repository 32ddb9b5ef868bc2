import type { Solved } from '../decide/solved.js';
import { endIdAt, nowhere, setNamed, still, type LinkSet } from '../decide/world.js';
import type { Value } from '../extract/extract.js';
import { notKnown } from '../pipeline/rules/evaluate.js';
import {
  countsOf,
  recordKind,
  type Count,
  type LinkKind,
  type Pipeline,
  type RecordKind,
} from '../pipeline/pipeline.js';
import { blankOf } from './blank.js';
import { dimensionOf, isPossible, put, type Chosen, type Dimension } from './choices.js';
import type { Judge, Perhaps, Sketch, SketchedLink } from './judge.js';
import { sourceId } from './source-id.js';

/** After so many questions about one, it counts as possible. */
const mostQuestions = 4_000;
/** Links that would make any rule hold that counts them. */
const enough = 1_000_000;

/**
 * What could come through at all, were anything else at the source than there is, but for ids. What could not, no
 * correction brings through: a rule may leave out whatever anybody writes.
 */
export class Possible {
  readonly #pipeline: Pipeline;
  readonly #kinds = new Map<string, boolean>();
  readonly #records = new Map<string, boolean>();
  readonly #links = new Map<string, boolean>();
  #questions = 0;

  constructor(
    private readonly solved: Solved,
    private readonly judge: Judge,
  ) {
    this.#pipeline = solved.configuration.pipeline;
    for (const { name } of this.#pipeline.records) this.#kinds.set(name, true);
    for (let isSettled = false; !isSettled;) {
      isSettled = true;
      for (const kind of this.#pipeline.records) {
        if (
          this.#kinds.get(kind.name) === false ||
          this.#someIsIn(kind.name) ||
          this.#asked(() => this.#newRecord(kind))
        )
          continue;
        this.#kinds.set(kind.name, false);
        isSettled = false;
      }
    }
  }

  record(kind: string, index: number): boolean {
    return remembered(this.#records, `${kind} ${String(index)}`, () => {
      const set = setNamed(this.solved.world.records, kind);
      const id = String(sourceId(this.solved.world, { kind, index }));
      return this.#asked(() => this.#may(set.kind, { id, values: set.rows.of(index) }));
    });
  }

  /** A record of an id that the extract does not have. */
  missing(kind: string, id: string): boolean {
    return remembered(this.#records, JSON.stringify([kind, id]), () => {
      const of = recordKind(this.#pipeline, kind);
      return this.#asked(() => this.#may(of, { id, values: blankOf(of) }));
    });
  }

  /** A link, as far as its own rules and those of both its ends about values say. */
  link(links: LinkSet, link: number): boolean {
    return remembered(this.#links, `${links.kind.name} ${String(link)}`, () => {
      const ends = ([0, 1] as const).map((end): Sketch => {
        const index = links.ends[end][link];
        if (index !== nowhere) return { id: links.joins[end].ids[index], values: links.joins[end].rows.of(index) };
        return { id: endIdAt(links, end, link), values: blankOf(recordKind(this.#pipeline, links.kind.ends[end].to)) };
      });
      return this.#asked(() =>
        this.#linkMay(links.kind, [ends[0], ends[1]], links.rows.of(link), [true, true], links.keys.of(link)),
      );
    });
  }

  /** Whether a record, as it is or were it another, may have a link of a kind that comes through. */
  join(count: Count, kind: string, index: number): boolean {
    return remembered(this.#links, JSON.stringify([count.fact, kind, index]), () => {
      const set = setNamed(this.solved.world.records, kind);
      const id = String(sourceId(this.solved.world, { kind, index }));
      return this.#asked(() => this.#mayJoin(count, { id, values: set.rows.of(index) }, true));
    });
  }

  #asked(question: () => boolean): boolean {
    this.#questions = 0;
    return question();
  }

  #someIsIn(kind: string): boolean {
    return setNamed(this.solved.solution.fates, kind).out.includes(still);
  }

  #newRecord(kind: RecordKind): boolean {
    const { ids } = setNamed(this.solved.world.records, kind.name);
    const values = blankOf(kind);
    return this.judge.idsOf(kind, ['new 1', ...ids]).some((id) => this.#may(kind, { id, values }));
  }

  #may(kind: RecordKind, record: { readonly id: string; readonly values: readonly Value[] }): boolean {
    const counts = countsOf(this.#pipeline, kind.name);
    const rules = this.judge.rulesOf(kind.name);
    // First what each count asks for by itself, which is soon found not to be there; then all of it at once.
    const mayJoin = new Map(counts.map((count) => [count.fact, this.#mayJoin(count, record, true) ? enough : 0]));
    if (rules.some((rule) => this.judge.fails(rule, kind, blurred(kind, record), mayJoin))) return false;
    const dimensions = this.#dimensions(kind, record.values);
    const unknown = new Map(counts.map(({ fact }) => [fact, notKnown] as const));
    return isPossible(dimensions, (chosen) => {
      if (++this.#questions > mostQuestions) return false;
      const values = put<Perhaps>(record.values, dimensions, chosen);
      if (rules.some((rule) => this.judge.fails(rule, kind, { ...record, values }, unknown))) return true;
      if (chosen.includes(notKnown)) return false;
      const fixed = { id: record.id, values: values as Value[] };
      const all = new Map(
        counts.map((count) => [
          count.fact,
          mayJoin.get(count.fact) === 0 || !this.#mayJoin(count, fixed, false) ? 0 : enough,
        ]),
      );
      return rules.some((rule) => this.judge.fails(rule, kind, fixed, all));
    });
  }

  /** @param isFree whether the record's own values may be others */
  #mayJoin(
    { link, end }: Count,
    owner: { readonly id: string; readonly values: readonly Value[] },
    isFree: boolean,
  ): boolean {
    const other = end === 0 ? 1 : 0;
    const kind = recordKind(this.#pipeline, link.ends[other].to);
    if (this.#kinds.get(kind.name) === false) return false;
    const { ids } = setNamed(this.solved.world.records, kind.name);
    const values = blankOf(kind);
    const own = blankOf(link);
    return this.judge.idsOf(kind, ['new 1', ...ids]).some((id) => {
      const partner = { id, values };
      const ends = end === 0 ? ([owner, partner] as const) : ([partner, owner] as const);
      const free = end === 0 ? ([isFree, true] as const) : ([true, isFree] as const);
      return this.#linkMay(link, ends, own, free);
    });
  }

  #linkMay(
    link: LinkKind,
    ends: readonly [Sketch, Sketch],
    own: readonly Value[],
    free: readonly [boolean, boolean],
    now: readonly string[] | null = null,
  ): boolean {
    const kinds = link.ends.map(({ to }) => recordKind(this.#pipeline, to));
    const at = (end: 0 | 1): Dimension<Where>[] =>
      free[end]
        ? this.#dimensions(kinds[end], ends[end].values as readonly Value[]).map((one) => ({
            ...one,
            place: [end, one.place],
            also: one.also.map((field) => [end, field]),
          }))
        : [];
    const ofLink = link.fields.flatMap(({ from }, field): Dimension<Where>[] =>
      from === null
        ? []
        : [{ place: ['own', field], also: [], now: own[field], options: this.judge.valuesOf(link, field) }],
    );
    const dimensions = [...ofLink, ...at(0), ...at(1)].filter(({ options }) => options.length > 0);
    const placed = (where: Where[0], values: readonly Perhaps[], chosen: Chosen): Perhaps[] => {
      const after = [...values];
      for (const [which, { place, also }] of dimensions.entries())
        for (const [there, field] of [place, ...also]) if (there === where) after[field] = chosen[which];
      return after;
    };
    return this.#keys(link, now).some((keys) =>
      isPossible(dimensions, (chosen) => {
        if (++this.#questions > mostQuestions) return false;
        const sketched: SketchedLink = {
          ends: [
            { id: ends[0].id, values: placed(0, ends[0].values, chosen) },
            { id: ends[1].id, values: placed(1, ends[1].values, chosen) },
          ],
          keys,
          values: placed('own', own, chosen),
        };
        if (this.judge.faults(link, sketched).length > 0) return true;
        return ([0, 1] as const).some(
          (end) =>
            free[end] &&
            this.judge
              .valueRules(kinds[end].name)
              .some((rule) => this.judge.fails(rule, kinds[end], sketched.ends[end] ?? ends[end])),
        );
      }),
    );
  }

  /** Under which keys a link may stand: those that name it now, one, or several at once. */
  #keys(link: LinkKind, now: readonly string[] | null): readonly (readonly string[])[] {
    if (link.section !== null) return [[]];
    const all = link.ends.flatMap(({ keys }) => keys.map(({ key }) => key));
    // Of two that one record names by a key which takes one id, the second is named by none.
    const mayHaveNone = link.ends.some(({ keys }) => keys.some(({ list }) => !list));
    const few = all.slice(0, 4);
    const sets = Array.from({ length: 2 ** few.length }, (_, bits) =>
      few.filter((_key, at) => (bits & (1 << at)) !== 0),
    );
    return [...(now === null ? [] : [now]), ...sets.slice(mayHaveNone ? 0 : 1), ...all.slice(4).map((key) => [key])];
  }

  /** What is read by rules, in a record or in the links that it has. */
  #dimensions(kind: RecordKind, values: readonly Value[]): Dimension<number>[] {
    const own = this.judge.rulesOf(kind.name).flatMap((rule) => this.judge.fieldsOf(kind, rule));
    const ofLinks = countsOf(this.#pipeline, kind.name).flatMap(({ link, end }) => this.judge.readsAt(link, end));
    return [...new Set([...own, ...ofLinks])].map((field) => dimensionOf(this.judge, kind, field, values));
  }
}

type Where = readonly [at: 'own' | 0 | 1, field: number];

/** A record of which nothing is known that the source gives. */
function blurred(kind: RecordKind, { id, values }: Sketch): Sketch {
  return { id, values: values.map((value, field) => (kind.fields[field].from === null ? value : notKnown)) };
}

function remembered(known: Map<string, boolean>, key: string, ask: () => boolean): boolean {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = ask()));
  return value;
}
