import type { Solved } from '../decide/solved.js';
import type { End, LinkSet, RecordSet } from '../decide/world.js';
import type { Value } from '../table/value.js';
import { notKnown } from '../pipeline/rules/evaluate.js';
import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import { blankOf } from './blank.js';
import { dimensionOf, isPossible, put, putAt, type Dimension } from './choices.js';
import type { Imagined, Judge, Perhaps, ValuePlace, Sketch, SketchedLink } from './judge.js';
import { recordSourceId } from './source-id.js';

/** After this many questions about one, it counts as possible. */
const mostQuestions = 4_000;
/** So many links that every rule that counts them holds. */
const enough = 1_000_000;

/**
 * What could come through at all if everything at the source except ids could be different. No correction brings the
 * rest through: a rule may keep something out whatever anybody writes.
 */
export class Possible {
  /** Kinds of which nothing can come through. */
  readonly #none = new Set<RecordSet>();
  readonly #records = new Map<string, boolean>();
  readonly #links = new Map<string, boolean>();
  #questions = 0;

  constructor(
    private readonly solved: Solved,
    private readonly judge: Judge,
  ) {
    const { records } = solved.world;
    const open = records.filter((set) => solved.solution.of(set).through.length === 0);
    for (let before = -1; before < this.#none.size;) {
      before = this.#none.size;
      for (const set of open) if (!this.#none.has(set) && !this.#asked(() => this.#newRecord(set))) this.#none.add(set);
    }
  }

  record(set: RecordSet, index: number): boolean {
    return remembered(this.#records, `${set.kind.name} ${String(index)}`, () => {
      const record = { id: recordSourceId(set, index), values: set.rows.values(index) };
      return this.#asked(() => this.#may(set, record));
    });
  }

  /** A record with an id that the extract does not have. */
  missing(set: RecordSet, id: string): boolean {
    return remembered(this.#records, JSON.stringify([set.kind.name, id]), () =>
      this.#asked(() => this.#may(set, { id, values: blankOf(set.kind) })),
    );
  }

  /** A link, judged by its own rules and by those of both its ends about values. */
  link(links: LinkSet, link: number): boolean {
    return remembered(this.#links, `${links.kind.name} ${String(link)}`, () => {
      const [first, second] = links.ends.map((end): Imagined => {
        const { kind, rows } = end.records;
        return { id: end.idAt(link), values: end.isMissing(link) ? blankOf(kind) : rows.values(end.at[link]) };
      });
      return this.#asked(() =>
        this.#linkMay(links, [first, second], links.rows.values(link), [true, true], links.keys[link]),
      );
    });
  }

  /** Whether a record, with its own values or others, may have a link of a kind that comes through. */
  join(end: End, index: number): boolean {
    const { records } = end;
    return remembered(this.#links, JSON.stringify([end.fact, records.kind.name, index]), () => {
      const record = { id: recordSourceId(records, index), values: records.rows.values(index) };
      return this.#asked(() => this.#mayJoin(end, record, true));
    });
  }

  #asked(question: () => boolean): boolean {
    this.#questions = 0;
    return question();
  }

  #newRecord(set: RecordSet): boolean {
    const values = blankOf(set.kind);
    return this.#idsOf(set).some((id) => this.#may(set, { id, values }));
  }

  /** The ids of the extract, and a new one. */
  #idsOf({ kind, ids }: RecordSet): readonly string[] {
    return this.judge.idsOf(kind, ['new 1', ...ids]);
  }

  #may(set: RecordSet, record: Imagined): boolean {
    const { kind, ends } = set;
    const rules = this.judge.rulesOf(kind.name);
    // First each count by itself, which quickly shows what is impossible; then all of them at once.
    const mayJoin = new Map(ends.map((end) => [end.fact, this.#mayJoin(end, record, true) ? enough : 0]));
    if (rules.some((rule) => this.judge.fails(rule, kind, blurred(kind, record), mayJoin))) return false;
    const dimensions = this.#dimensions(set, record.values);
    const unknown = new Map(ends.map(({ fact }) => [fact, notKnown] as const));
    return isPossible(dimensions, (chosen) => {
      if (++this.#questions > mostQuestions) return false;
      const values = put<Perhaps>(record.values, dimensions, chosen);
      if (rules.some((rule) => this.judge.fails(rule, kind, { ...record, values }, unknown))) return true;
      if (chosen.includes(notKnown)) return false;
      const fixed = { id: record.id, values: values as Value[] };
      const all = new Map(
        ends.map((end) => [end.fact, mayJoin.get(end.fact) === 0 || !this.#mayJoin(end, fixed, false) ? 0 : enough]),
      );
      return rules.some((rule) => this.judge.fails(rule, kind, fixed, all));
    });
  }

  /** @param isFree whether the record's own values may be others */
  #mayJoin(end: End, owner: Imagined, isFree: boolean): boolean {
    const { links, other } = end;
    if (this.#none.has(other.records)) return false;
    const values = blankOf(other.records.kind);
    const own = blankOf(links.kind);
    return this.#idsOf(other.records).some((id) =>
      this.#linkMay(links, end.pair(owner, { id, values }), own, end.pair(isFree, true)),
    );
  }

  #linkMay(
    links: LinkSet,
    ends: readonly [Imagined, Imagined],
    own: readonly Value[],
    free: readonly [boolean, boolean],
    now: readonly string[] | null = null,
  ): boolean {
    const link = links.kind;
    const at = ({ side, records }: End): Dimension<ValuePlace>[] =>
      free[side]
        ? this.#dimensions(records, ends[side].values).map((one) => ({
            ...one,
            place: { at: side, field: one.place },
            also: one.also.map((field) => ({ at: side, field })),
          }))
        : [];
    const ofLink = link.fields.flatMap(({ from }, field): Dimension<ValuePlace>[] =>
      from === null
        ? []
        : [{ place: { at: 'own', field }, also: [], now: own[field], options: this.judge.valuesOf(link, field) }],
    );
    const dimensions = [...ofLink, ...links.ends.flatMap(at)].filter(({ options }) => options.length > 0);
    return this.#keys(link, now).some((keys) =>
      isPossible(dimensions, (chosen) => {
        if (++this.#questions > mostQuestions) return false;
        const sketched: SketchedLink = {
          ends: [
            { id: ends[0].id, values: putAt(0, ends[0].values, dimensions, chosen) },
            { id: ends[1].id, values: putAt(1, ends[1].values, dimensions, chosen) },
          ],
          keys,
          values: putAt('own', own, dimensions, chosen),
        };
        if (this.judge.faults(link, sketched).length > 0) return true;
        return links.ends.some(
          ({ side, records: { kind } }) =>
            free[side] &&
            this.judge
              .valueRules(kind.name)
              .some((rule) => this.judge.fails(rule, kind, sketched.ends[side] ?? ends[side])),
        );
      }),
    );
  }

  /** The keys that a link may be under: those that name it now, one, or several at once. */
  #keys(link: LinkKind, now: readonly string[] | null): readonly (readonly string[])[] {
    if (link.within === null) return [[]];
    const all = link.ends.flatMap(({ keys }) => keys.map(({ key }) => key));
    // If a record names two by a key that takes one id, no key names the second.
    const mayHaveNone = link.ends.some(({ keys }) => keys.some(({ list }) => !list));
    const few = all.slice(0, 4);
    const sets = Array.from({ length: 2 ** few.length }, (_, bits) =>
      few.filter((_key, at) => (bits & (1 << at)) !== 0),
    );
    return [...(now === null ? [] : [now]), ...sets.slice(mayHaveNone ? 0 : 1), ...all.slice(4).map((key) => [key])];
  }

  /** The fields of a record that its own rules or those of its links read. */
  #dimensions({ kind, ends }: RecordSet, values: readonly Value[]): Dimension<number>[] {
    const own = this.judge.rulesOf(kind.name).flatMap((rule) => this.judge.fieldsOf(kind, rule));
    const ofLinks = ends.flatMap(({ links, side }) => this.judge.readsAt(links.kind, side));
    return [...new Set([...own, ...ofLinks])].map((field) => dimensionOf(this.judge, kind, field, values));
  }
}

/** A record without the values that the source gives: they count as not known. */
function blurred(kind: RecordKind, { id, values }: Sketch): Sketch {
  return { id, values: values.map((value, field) => (kind.fields[field].from === null ? value : notKnown)) };
}

function remembered(known: Map<string, boolean>, key: string, ask: () => boolean): boolean {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = ask()));
  return value;
}
