import { builtInRules } from '../pipeline/rule.js';
import type { ExtractFinding, ExtractedLinks, ExtractedRecords, Value } from './extract.js';
import { isBlank } from '../pipeline/text.js';
import { chooseEntry } from './choose.js';
import { rowOf, rowOfKeys } from './columns.js';
import type { Nested, RawObject, RawRecord, RawScalar, RawValue } from './raw.js';
import type { FieldPlan, LinkPlan, RecordPlan, SectionPlan, WithinKey, WithinPlan } from './section-plan.js';
import { needsRepair, toId, toValue } from './values.js';
import type { Definition } from './definition.js';
import type { Texts } from './texts.js';
import type { Fault, Validator } from './validate.js';

/** A record's id, or the two of a link, which become one text only where a finding names it. */
type Id = string | readonly [string, string];

/** Maps the items of one section: from source keys to the pipeline's fields, ids and links. */
export class SectionReader {
  readonly findings: ExtractFinding[] = [];
  readonly records: ExtractedRecords = { ids: [], positions: [], values: [], read: 0, rejected: 0 };
  readonly links = new Map<string, ExtractedLinks>();
  #position = -1;

  constructor(
    readonly plan: SectionPlan,
    private readonly validate: Validator,
    private readonly texts: Texts,
  ) {
    const kinds = [...plan.links, ...(plan.record?.within ?? [])].map((link) => link.kind.name);
    for (const kind of kinds) {
      this.links.set(kind, { first: [], second: [], positions: [], keys: [], values: [], read: 0, rejected: 0 });
    }
  }

  /** An item that is no object has no id either. */
  addNoObject(): void {
    this.#position++;
    if (this.plan.record !== null) this.#rejectRecord(this.plan.record, null, 'It is not an object.');
    for (const link of this.plan.links) this.#rejectLink(link, null, 'It is not an object.');
  }

  add(object: RawObject): void {
    this.#position++;
    const { columns, isFlat } = this.plan;
    const record = isFlat ? rowOfKeys(object, columns) : rowOf(object, columns);
    const faults = this.validate(record);
    if (this.plan.record !== null) this.#addRecord(this.plan.record, record, faults);
    for (const link of this.plan.links) this.#addLink(link, record, faults);
  }

  #addRecord(plan: RecordPlan, record: RawRecord, faults: readonly Fault[]): void {
    const id = this.#id(record, plan.id, faults);
    if (id === null) {
      this.#rejectRecord(plan, plan.kind.idKey, 'It has no usable id.');
    } else {
      this.records.read++;
      this.records.ids.push(id);
      this.records.positions.push(this.#position);
      this.records.values.push(this.#values(plan.kind.name, id, plan.fields, record, faults));
      this.#noteRepeated(plan.kind.name, id, record);
      this.#noteRepair(plan.kind.name, id, plan.kind.idKey, record.values[plan.id]);
    }
    for (const within of plan.within) this.#addWithin(within, id, record, faults);
  }

  #addWithin(plan: WithinPlan, holder: string | null, record: RawRecord, faults: readonly Fault[]): void {
    for (const key of plan.keys) {
      const value = record.values[key.column];
      if (!key.list || !Array.isArray(value)) {
        if (!isBlank(value)) this.#addEntry(plan, key, holder, record, faults, 0, value as RawScalar | Nested);
        continue;
      }
      for (let at = 0; at < value.length; at++) this.#addEntry(plan, key, holder, record, faults, at, value[at]);
    }
  }

  #addEntry(
    plan: WithinPlan,
    { column, key, list, fields }: WithinKey,
    holder: string | null,
    record: RawRecord,
    faults: readonly Fault[],
    at: number,
    entry: RawScalar | Nested,
  ): void {
    const kind = plan.kind.name;
    const links = this.#linksOf(kind);
    links.read++;
    const other = isBad(faults, column, list ? at : null) ? null : this.#once(entry, literalAt(record, column, at));
    if (other === null || holder === null) {
      links.rejected++;
      if (holder !== null)
        this.#note('rejected', builtInRules.noId, kind, null, key, `An entry of ${key} is no usable id.`);
      return;
    }
    const first = plan.holder === 0 ? holder : other;
    const second = plan.holder === 0 ? other : holder;
    const entryAt = list ? at : null;
    if (fields !== null) links.values.push(this.#values(kind, [first, second], fields, record, faults, entryAt));
    links.first.push(first);
    links.second.push(second);
    links.positions.push(this.#position);
    links.keys.push(key);
    this.#noteRepair(kind, [first, second], key, entry);
  }

  #addLink(plan: LinkPlan, record: RawRecord, faults: readonly Fault[]): void {
    const first = this.#id(record, plan.ends[0], faults);
    const second = this.#id(record, plan.ends[1], faults);
    if (first === null || second === null) {
      const index = first === null ? plan.ends[0] : plan.ends[1];
      this.#rejectLink(plan, this.#path(index), 'It does not name both its ends with a usable id.');
      return;
    }
    const kind = plan.kind.name;
    const links = this.#linksOf(kind);
    const id: Id = [first, second];
    links.read++;
    links.first.push(first);
    links.second.push(second);
    links.positions.push(this.#position);
    links.keys.push('');
    links.values.push(this.#values(kind, id, plan.fields, record, faults));
    this.#noteRepeated(kind, id, record);
    for (const end of plan.ends) this.#noteRepair(kind, id, this.#path(end), record.values[end]);
  }

  #id(record: RawRecord, index: number, faults: readonly Fault[]): string | null {
    if (faults.length > 0 && faults.some((fault) => fault.value === index)) return null;
    return this.#once(record.values[index], record.literals[index] as string | undefined);
  }

  #once(raw: RawValue, literal: string | undefined): string | null {
    const id = toId(raw, literal);
    return id === null ? null : this.texts.id(id);
  }

  /** @param at the entry of the list, for fields that are read from each entry */
  #values(
    kind: string,
    id: Id,
    fields: readonly FieldPlan[],
    record: RawRecord,
    faults: readonly Fault[],
    at: number | null = null,
  ): Value[] {
    const values = new Array<Value>(fields.length);
    for (let index = 0; index < fields.length; index++)
      values[index] = this.#value(kind, id, fields[index], record, faults, at);
    return values;
  }

  #value(
    kind: string,
    id: Id,
    { field, column, choice }: FieldPlan,
    record: RawRecord,
    faults: readonly Fault[],
    at: number | null,
  ): Value {
    if (column === null) return field.constant;
    let entry = at;
    if (choice !== null) {
      const chosen = chooseEntry(choice, column, record, faults);
      for (const bad of chosen.bad) this.#noteBadValue(kind, id, bad);
      if (chosen.entry === null) return null;
      entry = chosen.entry;
    } else if (faults.length > 0 && faults.some((fault) => fault.value === column && fault.entry === entry)) {
      this.#noteBadValue(kind, id, column);
      return null;
    }
    const values = record.values[column];
    const literals = record.literals[column];
    const raw = entry === null ? values : ((values as RawValue[])[entry] ?? null);
    this.#noteRepair(kind, id, this.#path(column), raw);
    const value = toValue(field.type, raw, entry === null ? (literals as string | undefined) : literals?.[entry]);
    return typeof value === 'string' ? this.texts.text(value) : value;
  }

  #noteBadValue(kind: string, id: Id, column: number): void {
    const path = this.#path(column);
    const definition = this.plan.columns[column]?.definition ?? 'text';
    const because = `${path} is not ${wanted[definition]}; it counts as blank.`;
    this.#note('warning', builtInRules.badValue, kind, id, path, because);
  }

  #path(column: number): string {
    return this.plan.columns[column]?.path ?? '';
  }

  #rejectRecord(plan: RecordPlan, key: string | null, because: string): void {
    this.records.read++;
    this.records.rejected++;
    this.#note('rejected', builtInRules.noId, plan.kind.name, null, key, because);
  }

  #rejectLink(plan: LinkPlan, key: string | null, because: string): void {
    const links = this.#linksOf(plan.kind.name);
    links.read++;
    links.rejected++;
    this.#note('rejected', builtInRules.noId, plan.kind.name, null, key, because);
  }

  #linksOf(kind: string): ExtractedLinks {
    const links = this.links.get(kind);
    if (links === undefined) throw new Error(`no links of ${kind} are read in section ${this.plan.name}`);
    return links;
  }

  #noteRepeated(kind: string, id: Id, record: RawRecord): void {
    for (const key of record.repeated) {
      this.#note('warning', builtInRules.repeatedKey, kind, id, key, `${key} stands more than once; the last counts.`);
    }
  }

  #noteRepair(kind: string, id: Id, key: string, raw: RawValue): void {
    if (typeof raw !== 'string' || !needsRepair(raw)) return;
    const because = `${key} has a character that no database holds; U+FFFD stands in its place.`;
    this.#note('warning', builtInRules.badValue, kind, id, key, because);
  }

  #note(
    severity: 'rejected' | 'warning',
    rule: string,
    kind: string,
    id: Id | null,
    field: string | null,
    because: string,
  ): void {
    const recordId = id === null || typeof id === 'string' ? id : linkId(id);
    this.findings.push({ severity, rule, kind, recordId, field, position: this.#position, because });
  }
}

/** @param at the entry of a list, of which any fault of the list itself counts too */
function isBad(faults: readonly Fault[], column: number, at: number | null): boolean {
  if (faults.length === 0) return false;
  return faults.some((fault) => fault.value === column && (at === null || fault.entry === null || fault.entry === at));
}

function literalAt({ literals }: RawRecord, column: number, at: number): string | undefined {
  const beside = literals[column];
  return Array.isArray(beside) ? beside[at] : beside;
}

const wanted: Readonly<Record<Definition, string>> = {
  text: 'text',
  date: 'an existing day (YYYY-MM-DD)',
  boolean: 'a yes or no',
  number: 'a number',
  id: 'an id',
};

/** A link's id: the JSON list of its ids. */
export function linkId(ids: readonly [string, string]): string {
  return JSON.stringify(ids);
}
