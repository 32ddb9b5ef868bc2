import { fieldIndex } from '../decide/facts.js';
import type { RuleBook } from '../decide/rule-book.js';
import { isPeriodFact, isPeriodSide, periodOn, periodSides } from '../pipeline/kinds/period.js';
import type { Value } from '../table/value.js';
import { holdsSoFar, notKnown, testOf, type Facts } from '../pipeline/rules/evaluate.js';
import {
  countAsRead,
  countReadBy,
  countsOf,
  recordKind,
  type Field,
  type LinkKind,
  type Pipeline,
  type RecordKind,
} from '../pipeline/pipeline.js';
import { rankFact } from '../pipeline/rules/rank.js';
import { valuesSetBy, wantedBy, type Rule } from '../pipeline/rules/rule.js';
import { fieldTypeNamed } from '../pipeline/vocabulary/source-types.js';
import { valueChange } from '../pipeline/text/text-functions.js';
import { samplesOf } from '../pipeline/vocabulary/samples.js';

/** A value, or that it is not known yet. */
export type Perhaps<T = Value> = T | typeof notKnown;

/** How many links a record would have, as the extract would name them, by the name of the count; null if nobody knows. */
export type Named = (count: string) => number | null;

/** A record as it would be. */
export interface Imagined {
  readonly id: string;
  readonly named?: Named;
  readonly values: readonly Value[];
}

/** A record that may not be fully known yet. */
export interface Sketch {
  readonly id: Perhaps<string>;
  readonly named?: Named;
  readonly values: readonly Perhaps[];
}

/** The rank of a link, by the name of the fact; null if nobody knows. */
export type RankBy = (fact: string) => number | null;

/** A link as it would be; an end is null if nobody is there. */
export interface SketchedLink {
  readonly ends: readonly [Sketch | null, Sketch | null];
  readonly keys: Perhaps<readonly string[]>;
  readonly values: readonly Perhaps[];
  readonly rankBy?: RankBy;
}

/** Where a value that rules read is: in the link itself, or in the record at one of its ends. */
export interface ValuePlace {
  readonly at: 'own' | 0 | 1;
  readonly field: number;
}

/** What rules would say of records and links that are not there, or are different now; from the conditions alone. */
export class Judge {
  readonly #pipeline: Pipeline;
  readonly #judging = new Map<string, readonly Rule[]>();
  readonly #setting = new Map<string, readonly Rule[]>();
  readonly #ofValues = new Map<string, readonly Rule[]>();
  readonly #values = new Map<string, readonly Value[]>();
  #ranks: ReadonlySet<string> | null = null;

  constructor(private readonly book: RuleBook) {
    this.#pipeline = book.configuration.pipeline;
  }

  /** The rules of a kind by which its records or links stay out. */
  rulesOf(kind: string): readonly Rule[] {
    return remembered(this.#judging, kind, () => this.book.rulesThatJudge(kind));
  }

  /** Those of a record's kind that read no counts. */
  valueRules(kind: string): readonly Rule[] {
    return remembered(this.#ofValues, kind, () => {
      const counts = countsOf(this.#pipeline, kind).flatMap(({ fact }) => [fact, countAsRead(fact)]);
      return this.rulesOf(kind).filter((rule) => !this.book.factsOf(rule).some((fact) => counts.includes(fact)));
    });
  }

  /**
   * Whether a rule of a record fails, whatever is not known yet.
   * @param counts by the names of facts; the rule reads no others
   */
  fails(
    rule: Rule,
    kind: RecordKind,
    record: Sketch,
    counts: ReadonlyMap<string, Perhaps<number>> = noCounts,
  ): boolean {
    const values = this.#set(
      kind,
      record.values,
      this.#facts((fact) => ofRecord(kind, record, fact)),
    );
    const facts = this.#facts((fact) => counts.get(fact) ?? ofRecord(kind, { ...record, values }, fact));
    return holdsSoFar(rule.conditions, facts) === !wantedBy(rule);
  }

  /** Whether all rules about values that hold for a record still hold with other values. */
  keepsRules(kind: RecordKind, record: Imagined, values: readonly Perhaps[]): boolean {
    return this.valueRules(kind.name).every(
      (rule) => this.fails(rule, kind, record) || !this.fails(rule, kind, { ...record, values }),
    );
  }

  /** The rules of a link by which it stays out, whatever is not known yet and whatever becomes of its ends. */
  faults(link: LinkKind, sketched: SketchedLink): readonly Rule[] {
    const rules = this.rulesOf(link.name);
    if (rules.length === 0) return rules;
    const isWhole = !sketched.ends.includes(null);
    const values = isWhole ? this.#set(link, sketched.values, this.#ofLink(link, sketched)) : sketched.values;
    const facts = this.#ofLink(link, { ...sketched, values });
    return rules.filter((rule) => holdsSoFar(rule.conditions, facts) === !wantedBy(rule));
  }

  /** All rules judge the values as mapped; if two set one field, the first that holds wins. */
  #set({ name: kind, fields }: RecordKind | LinkKind, before: readonly Perhaps[], facts: Facts): readonly Perhaps[] {
    const rules = remembered(this.#setting, kind, () => this.book.rulesThatSet(kind));
    if (rules.length === 0) return before;
    const values = [...before];
    const given = new Set<number>();
    for (const rule of rules) {
      const isSet = holdsSoFar(rule.conditions, facts);
      if (isSet === false) continue;
      for (const [name, value] of valuesSetBy(rule)) {
        const field = fieldIndex(fields, name, kind);
        if (given.has(field)) continue;
        given.add(field);
        if (isSet === null) values[field] = notKnown;
        else if ('constant' in value) values[field] = value.constant;
        else values[field] = valueChange(value.text)(facts(value.field) as Perhaps);
      }
    }
    return values;
  }

  #ofLink(link: LinkKind, { ends, keys, values, rankBy }: SketchedLink): Facts {
    return this.#facts((fact) => {
      if (fact === 'fields') return keys;
      if (this.#isRank(fact)) return rankBy?.(fact) ?? notKnown;
      if (isPeriodFact(link, fact)) return this.#periodOf(link, values);
      const dot = isPeriodSide(link, fact) ? -1 : fact.indexOf('.');
      if (dot < 0) return values[fieldIndex(link.fields, fact, link.name)];
      const at = link.ends[0].name === fact.slice(0, dot) ? 0 : 1;
      const end = ends[at];
      return end === null ? null : ofRecord(recordKind(this.#pipeline, link.ends[at].to), end, fact.slice(dot + 1));
    });
  }

  #isRank(fact: string): boolean {
    this.#ranks ??= new Set(
      this.book.configuration.rules.flatMap((rule) => this.book.ranksOf(rule).map((rank) => rankFact(rank))),
    );
    return this.#ranks.has(fact);
  }

  #periodOf({ fields, name }: LinkKind, values: readonly Perhaps[]): Perhaps<string> {
    const [from, until] = [periodSides.from, periodSides.until].map((side) => values[fieldIndex(fields, side, name)]);
    return from === notKnown || until === notKnown ? notKnown : periodOn(this.book.today, from, until);
  }

  #facts(own: Facts): Facts {
    return (fact) => (fact === 'today' || fact.startsWith('option.') ? this.book.constant(fact) : own(fact));
  }

  /** Whether a rule reads what more edits than those of values and new links would change. */
  readsMore(rule: Rule): boolean {
    return this.book.factsOf(rule).some((fact) => countReadBy(fact) !== null || this.#isRank(fact));
  }

  /** The facts that a rule's outcome depends on, including those by which `set` rules give values that it reads. */
  factsBehind(kind: string, rule: Rule): ReadonlySet<string> {
    const facts = new Set(this.book.factsOf(rule));
    const link = this.#pipeline.links.find(({ name }) => name === kind);
    for (const fact of facts) {
      if (link !== undefined && isPeriodFact(link, fact)) {
        facts.add(periodSides.from);
        facts.add(periodSides.until);
      }
      for (const setting of this.book.rulesThatSet(kind)) {
        const value = valuesSetBy(setting).get(fact);
        if (value === undefined) continue;
        for (const other of this.book.factsOf(setting)) facts.add(other);
        if ('field' in value) facts.add(value.field);
      }
    }
    return facts;
  }

  /** Where the source has the values that a rule of links reads. */
  readsOfLink(link: LinkKind, rule: Rule): ValuePlace[] {
    return [...this.factsBehind(link.name, rule)].flatMap((fact): ValuePlace[] => {
      const dot = isPeriodSide(link, fact) ? -1 : fact.indexOf('.');
      const at = dot < 0 ? 'own' : link.ends[0].name === fact.slice(0, dot) ? 0 : 1;
      const fields = at === 'own' ? link.fields : recordKind(this.#pipeline, link.ends[at].to).fields;
      const field = fields.findIndex(({ name, from }) => name === fact.slice(dot + 1) && from !== null);
      return field < 0 ? [] : [{ at, field: sameKey(fields, field)[0] }];
    });
  }

  /** The fields that a link's rules read in the link itself, or in the record at one of its ends. */
  readsAt(link: LinkKind, where: ValuePlace['at']): number[] {
    const reads = this.rulesOf(link.name).flatMap((rule) => this.readsOfLink(link, rule));
    return [...new Set(reads.flatMap(({ at, field }) => (at === where ? [field] : [])))];
  }

  /** Whether they read the id of the record at one of its ends. */
  readsIdAt(link: LinkKind, end: 0 | 1): boolean {
    return this.rulesOf(link.name).some((rule) => this.factsBehind(link.name, rule).has(`${link.ends[end].name}.id`));
  }

  /** Whether a rule of links may look at which key of the extract names them. */
  readsKeys(link: LinkKind, rule: Rule): boolean {
    return this.factsBehind(link.name, rule).has('fields') && link.ends.some(({ keys }) => keys.length > 1);
  }

  /** The fields of a record that the source gives and a rule of its own reads. */
  fieldsOf(kind: RecordKind, rule: Rule): number[] {
    return [...this.factsBehind(kind.name, rule)].flatMap((fact) => {
      const field = kind.fields.findIndex(({ name, from }) => name === fact && from !== null);
      return field < 0 ? [] : [sameKey(kind.fields, field)[0]];
    });
  }

  /** The other fields that are read from the same key of the extract. */
  twinsOf(kind: RecordKind | LinkKind, field: number): number[] {
    return sameKey(kind.fields, field).filter((other) => other !== field);
  }

  /**
   * Values of a field, one for each combination of outcomes of the conditions that read it; what a person would write
   * comes first. They are only used to decide again, never shown or kept.
   */
  valuesOf(kind: RecordKind | LinkKind, field: number): readonly Value[] {
    return remembered(this.#values, `${kind.name} ${String(field)}`, () => this.#distinct(kind, field));
  }

  /** Those of some ids that rules tell apart. */
  idsOf(kind: RecordKind, ids: readonly string[]): readonly string[] {
    return distinct(this.#comparisons(kind, 'id'), ids);
  }

  #distinct(kind: RecordKind | LinkKind, field: number): Value[] {
    const { type } = kind.fields[field];
    const compared = sameKey(kind.fields, field).flatMap((one) => this.#comparisons(kind, kind.fields[one].name));
    return distinct(
      compared,
      samplesOf(
        fieldTypeNamed[type].fact.name,
        compared.map(({ leaf, value }) => ({ operator: leaf.operator, value })),
      ) as Value[],
    );
  }

  #comparisons(kind: RecordKind | LinkKind, field: string): Comparison[] {
    if (kind.type === 'link' && isPeriodSide(kind, field))
      return [...this.#compared(kind, field), ...this.#ofDay(field)];
    return this.#compared(kind, field);
  }

  /** Where the day is to a period depends on whether it comes before or after each side. */
  #ofDay(side: string): Comparison[] {
    const value = { fact: 'today' };
    return (['before', 'after'] as const).map((operator) => ({
      leaf: { fact: side, operator, value },
      value: this.book.today,
    }));
  }

  #compared(kind: RecordKind | LinkKind, field: string): Comparison[] {
    return this.book.configuration.rules.flatMap((rule) => {
      const names = this.#namesOf(kind, field, rule.kind);
      return this.book.comparisons(rule).filter(({ leaf }) => names.includes(leaf.fact));
    });
  }

  /** How rules of a kind name a field of another. */
  #namesOf(kind: RecordKind | LinkKind, field: string, of: string): string[] {
    if (of === kind.name) return [field];
    const link = this.#pipeline.links.find(({ name }) => name === of);
    return (link?.ends ?? []).filter(({ to }) => to === kind.name).map(({ name }) => `${name}.${field}`);
  }
}

/** The fields that are read from the same key as one, including that one, in their order. */
function sameKey(fields: readonly Field[], field: number): number[] {
  const { from, type } = fields[field];
  return [...fields.keys()].filter((other) => fields[other].from === from && fields[other].type === type);
}

const noCounts: ReadonlyMap<string, Perhaps<number>> = new Map();

function ofRecord(kind: RecordKind, { id, values, named }: Sketch, fact: string): unknown {
  const count = countReadBy(fact);
  if (count !== null) return named?.(count) ?? notKnown;
  return fact === 'id' ? id : values[fieldIndex(kind.fields, fact, kind.name)];
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make()));
  return value;
}

type Comparison = ReturnType<RuleBook['comparisons']>[number];

function distinct<T extends Value>(compared: readonly Comparison[], values: readonly T[]): T[] {
  const found = new Map<string, T>();
  for (const one of values) {
    const outcomes = compared.map(({ leaf, value }) => (testOf(leaf)(one, value) ? '1' : '0'));
    const key = one === null ? 'blank' : outcomes.join('');
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}
