import type { Extract, Value } from '../extract/extract.js';
import { listed, numbered, type Listed } from '../extract/listed.js';
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
import { fieldIndex, type FactSource } from './facts.js';
import { fittingValues } from './fitting-values.js';
import { sourceId } from './source-id.js';
import type { RuleBook } from './rule-book.js';
import type { Solved } from './solved.js';
import { endIdAt, nowhere, setNamed } from './world.js';

/** No rule asks for more links than this of a record that is made up to mend it. */
const mostLinks = 100;

/**
 * The extract as it would be with the corrections made at the source: values written, missing records added, and for a
 * rule that counts, links to new records which qualify.
 * @returns null where it cannot be said how one of them would be made
 */
export async function withCorrections(solved: Solved, mends: readonly Mend[]): Promise<Extract | null> {
  const source = new CorrectedSource(solved);
  for (const mend of mends) if (!(await source.make(mend))) return null;
  return source.extract();
}

/** A record that is made up, and how many of its links come through. */
interface NewRecord {
  readonly kind: RecordKind;
  readonly id: string;
  readonly counts: Map<string, number>;
  /** By count: ids at the other end. */
  readonly linked: Map<string, Set<string>>;
}

class CorrectedSource {
  readonly #pipeline: Pipeline;
  readonly #book: RuleBook;
  readonly #records: Listed['records'];
  readonly #links: Listed['links'];
  #number = 0;

  constructor(private readonly solved: Solved) {
    const { extract, configuration, book } = solved;
    this.#pipeline = configuration.pipeline;
    this.#book = book;
    const { records, links } = listed(extract);
    this.#records = records;
    this.#links = links;
  }

  /** As it is now. */
  extract(): Extract {
    return { ...this.solved.extract, ...numbered({ records: this.#records, links: this.#links }) };
  }

  /** @returns false where it cannot be said how */
  async make({ node, rule, missing }: Mend): Promise<boolean> {
    const { world } = this.solved;
    const links = world.links.get(node.kind);
    if (rule === null) {
      if (links === undefined || missing === null) return false;
      const kind = recordKind(this.#pipeline, links.kind.ends[missing].to);
      return (await this.#addRecord(kind, endIdAt(links, missing, node.index))) !== null;
    }
    if (this.#countsIn(rule).length > 0) return this.#addLinks(rule, String(sourceId(world, node)), node.index);
    return links === undefined ? this.#writeRecord(rule, node.index) : this.#writeLink(rule, node.kind, node.index);
  }

  #countsIn(rule: Rule): Count[] {
    const facts = this.#book.factsOf(rule);
    return countsOf(this.#pipeline, rule.kind).filter(({ fact }) => facts.includes(fact));
  }

  async #writeRecord(rule: Rule, index: number): Promise<boolean> {
    const set = setNamed(this.solved.world.records, rule.kind);
    const before = set.rows.of(index);
    const after = await fittingValues(this.#book, set.kind.fields, before, [rule], ofValues(set.kind));
    if (after === null) return false;
    const id = sourceId(this.solved.world, { kind: rule.kind, index });
    const { ids, values } = setNamed(this.#records, rule.kind);
    ids.forEach((other, at) => {
      if (other === id) values[at] = written(values[at], before, after);
    });
    return true;
  }

  async #writeLink(rule: Rule, kind: string, index: number): Promise<boolean> {
    const set = setNamed(this.solved.world.links, kind);
    const before = set.rows.of(index);
    const ends = ([0, 1] as const).map((end) => {
      const record = set.ends[end][index];
      return record === nowhere ? null : set.joins[end].rows.of(record);
    });
    const facts = ofLinkValues(set.kind, this.#pipeline, set.keys.of(index), ends);
    const after = await fittingValues(this.#book, set.kind.fields, before, [rule], facts);
    if (after === null) return false;
    const [firstId, secondId] = sourceId(this.solved.world, { kind, index });
    const { first, second, values } = setNamed(this.#links, kind);
    first.forEach((id, at) => {
      const row = values[at] as readonly Value[] | undefined;
      if (id === firstId && second[at] === secondId && row !== undefined) values[at] = written(row, before, after);
    });
    return true;
  }

  /** Joins a record to new ones that qualify, until the rule would hold by those alone. */
  async #addLinks(rule: Rule, id: string, index: number): Promise<boolean> {
    const set = setNamed(this.solved.world.records, rule.kind);
    const owner: NewRecord = { kind: set.kind, id, counts: new Map(), linked: new Map() };
    const added: NewRecord[] = [];
    for (let times = 0; times < mostLinks; times++) {
      if (await this.#holds(rule, owner, set.rows.of(index))) return this.#qualify(added);
      for (const count of this.#countsIn(rule)) {
        const partner = await this.#newRecord(otherKind(this.#pipeline, count));
        if (partner === null || !(await this.#join(count, owner, partner))) return false;
        added.push(partner);
      }
    }
    return false;
  }

  async #addRecord(kind: RecordKind, id: string): Promise<NewRecord | null> {
    const record = await this.#newRecord(kind, id);
    return record !== null && (await this.#qualify([record])) ? record : null;
  }

  /** Gives new records the links that their own rules ask for, among themselves where that will do. */
  async #qualify(records: readonly NewRecord[]): Promise<boolean> {
    const all = [...records];
    for (const record of all) {
      for (const rule of this.#rulesOf(record.kind.name).filter((one) => this.#countsIn(one).length > 0)) {
        for (let times = 0; !(await this.#holds(rule, record, this.#valuesOf(record))); times++) {
          if (times === mostLinks) return false;
          for (const count of this.#countsIn(rule)) {
            const other = otherKind(this.#pipeline, count);
            const isFree = ({ kind, id }: NewRecord) =>
              kind === other && record.linked.get(count.fact)?.has(id) !== true;
            let partner = all.find((candidate) => candidate !== record && isFree(candidate)) ?? null;
            if (partner === null) {
              partner = await this.#newRecord(other);
              if (partner === null) return false;
              all.push(partner);
            }
            if (!(await this.#join(count, record, partner))) return false;
          }
        }
      }
    }
    return true;
  }

  #rulesOf(kind: string): Rule[] {
    return this.#book.rulesFor(kind, 'require', 'exclude');
  }

  async #holds(rule: Rule, { id, kind, counts }: NewRecord, values: readonly Value[]): Promise<boolean> {
    const own = ofValues(kind)(values);
    const source: FactSource = (fact) => {
      if (fact === 'id') return () => id;
      if (this.#countsIn(rule).some((count) => count.fact === fact)) return () => counts.get(fact) ?? 0;
      return own(fact);
    };
    const holds = await this.#book.prepare(rule, source)([0]);
    return holds(0) === (rule.effect.type === 'require');
  }

  #valuesOf({ kind, id }: NewRecord): readonly Value[] {
    const { ids, values } = setNamed(this.#records, kind.name);
    return values[ids.indexOf(id)];
  }

  /** With values by which its own rules hold. */
  async #newRecord(kind: RecordKind, asId?: string): Promise<NewRecord | null> {
    const own = this.#rulesOf(kind.name).filter((rule) => this.#countsIn(rule).length === 0);
    const blank = kind.fields.map((field) => field.constant);
    const fitting = await fittingValues(this.#book, kind.fields, blank, own, ofValues(kind));
    if (fitting === null) return null;
    const list = setNamed(this.#records, kind.name);
    const id = asId ?? this.#newId(list.ids);
    list.ids.push(id);
    list.positions.push(0);
    list.values.push(fitting);
    list.read++;
    return { kind, id, counts: new Map(), linked: new Map() };
  }

  #newId(taken: readonly string[]): string {
    for (;;) {
      const id = `new ${String(++this.#number)}`;
      if (!taken.includes(id)) return id;
    }
  }

  async #join({ link, end }: Count, record: NewRecord, partner: NewRecord): Promise<boolean> {
    const pair = end === 0 ? ([record, partner] as const) : ([partner, record] as const);
    const named = link.ends.find(({ keys }) => keys.length > 0)?.keys ?? [];
    const key = (named.find(({ value }) => value !== null) ?? named.find(({ list }) => list) ?? named[0]).key;
    const keys = link.section === null ? [key] : [];
    const ends = pair.map((one) => this.#valuesOf(one));
    const own = this.#rulesOf(link.name);
    const blank = link.fields.map((field) => field.constant);
    const facts = ofLinkValues(link, this.#pipeline, keys, ends);
    const fitting = await fittingValues(this.#book, link.fields, blank, own, facts);
    if (fitting === null) return false;
    const list = setNamed(this.#links, link.name);
    list.first.push(pair[0].id);
    list.second.push(pair[1].id);
    list.positions.push(0);
    list.keys.push(keys[0] ?? '');
    if (hasValues(link)) list.values.push(fitting);
    list.read++;
    note(pair[0], link.ends[1].count, pair[1].id);
    note(pair[1], link.ends[0].count, pair[0].id);
    return true;
  }
}

function note({ counts, linked }: NewRecord, fact: string, id: string): void {
  counts.set(fact, (counts.get(fact) ?? 0) + 1);
  linked.set(fact, (linked.get(fact) ?? new Set()).add(id));
}

/** A row in which stands what differs of two others. */
function written(row: readonly Value[], before: readonly Value[], after: readonly Value[]): readonly Value[] {
  return row.map((value, field) => (after[field] === before[field] ? value : after[field]));
}

function otherKind(pipeline: Pipeline, { link, end }: Count): RecordKind {
  return recordKind(pipeline, link.ends[end === 0 ? 1 : 0].to);
}

function ofValues(kind: RecordKind): (values: readonly Value[]) => FactSource {
  return (values) => (fact) => {
    if (fact === 'id') return () => '';
    const field = fieldIndex(kind.fields, fact, kind.name);
    return () => values[field] ?? null;
  };
}

function ofLinkValues(
  kind: LinkKind,
  pipeline: Pipeline,
  keys: readonly string[],
  ends: readonly (readonly Value[] | null)[],
): (values: readonly Value[]) => FactSource {
  return (values) => (fact) => {
    if (fact === 'fields') return () => keys;
    const dot = fact.indexOf('.');
    if (dot < 0) {
      const field = fieldIndex(kind.fields, fact, kind.name);
      return () => values[field] ?? null;
    }
    const end = kind.ends[0].name === fact.slice(0, dot) ? 0 : 1;
    const record = recordKind(pipeline, kind.ends[end].to);
    const name = fact.slice(dot + 1);
    if (name === 'id') return () => '';
    const field = fieldIndex(record.fields, name, record.name);
    return () => ends[end]?.[field] ?? null;
  };
}
