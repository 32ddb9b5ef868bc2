import type { LinkKind, Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import { blank, type Cell } from '../../table/dictionary.js';
import type { RawRecord } from '../json/raw-object.js';
import type { IdPlan } from '../plan/id-plan.js';
import type {
  FieldPlan,
  LinkPlan,
  RecordPlan,
  SectionPlan,
  Taker,
  WithinKey,
  WithinPlan,
} from '../plan/section-plan.js';
import { Ids } from './ids.js';
import { Rejections, type NoIds } from './rejections.js';
import { isList, scalarIn } from './row.js';
import { RowReader } from './row-reader.js';
import type { Scalar, Scalars } from './scalar.js';
import type { SectionNotes } from './section-notes.js';
import { leftOutBy, type IdNumbers, type SectionReading } from './section-reading.js';

/** Makes of the entries of a section the records and links of its kinds. */
export class KindReader {
  readonly rows: RowReader;
  readonly rejections = new Rejections();
  readonly #ids: Ids;

  /**
   * @param read by kind
   * @param isMany whether the document holds several schools
   */
  constructor(
    private readonly plan: SectionPlan,
    private readonly read: ReadonlyMap<string, SectionReading>,
    private readonly scalars: Scalars,
    private readonly notes: SectionNotes,
    private readonly isMany: boolean,
  ) {
    this.rows = new RowReader(plan, scalars, notes);
    this.#ids = new Ids(plan.definitions, scalars);
  }

  of(kind: string): SectionReading {
    const read = this.read.get(kind);
    if (read === undefined) throw new Error(`nothing of ${kind} is read in section ${this.plan.name}`);
    return read;
  }

  addRecord(plan: RecordPlan, record: RawRecord): void {
    if (this.isMany) this.#noteSchools(plan, record);
    const id = this.#id(plan.id, this.#ids.in(record, plan.id));
    if (id === null) {
      this.#rejectId(plan.kind, null, record, plan.id, 'It has no usable id.');
    } else {
      const { name } = plan.kind;
      const own = [id] as const;
      this.#addRow(name, own, '', plan.fields, record, null);
      this.notes.repeated(name, own, record);
      this.notes.repairs(name, own, plan.id, record);
    }
    for (const within of plan.within) this.#addWithin(within, id, record);
  }

  addLink(plan: LinkPlan, record: RawRecord): void {
    if (this.isMany) this.#noteSchools(plan, record);
    const kind = plan.kind.name;
    const [firstEnd, secondEnd] = plan.ends;
    const first = this.#id(firstEnd, this.#ids.in(record, firstEnd));
    const second = this.#id(secondEnd, this.#ids.in(record, secondEnd));
    if (first === null || second === null) {
      const side = first === null ? 0 : 1;
      const because = 'It does not name both its ends with a usable id.';
      this.#rejectId(plan.kind, plan.kind.ends[side].name, record, plan.ends[side], because);
      return;
    }
    const id = [first, second] as const;
    this.#addRow(kind, id, '', plan.fields, record, null);
    this.notes.repeated(kind, id, record);
    this.notes.repairs(kind, id, firstEnd, record);
    this.notes.repairs(kind, id, secondEnd, record);
  }

  /** A bad value hides whether a view takes an entry, so it does not. */
  noteUnknown(plan: RecordPlan | LinkPlan, row: RawRecord): void {
    if (this.isMany) this.#noteSchools(plan, row);
    const ids = ('ends' in plan ? plan.ends : [plan.id]).map((id) => this.#id(id, this.#ids.in(row, id)));
    const [first = null, second = null] = ids;
    const named =
      first === null || ids.includes(null) ? null : second === null ? ([first] as const) : ([first, second] as const);
    for (const column of plan.badIn(row, this.plan.definitions, this.scalars))
      this.notes.badValue(plan.kind.name, named, column);
  }

  /** What to say of those without a usable id, once nothing more comes. */
  rejectedIds(places: Pipeline['places']): NoIds {
    return this.rejections.findings(this.plan.name, places, ({ kind, path, count }) => {
      const { table, rejected } = this.of(kind.name);
      if (kind.type === 'record' || kind.within === null) return table.length > 0 || rejected > count;
      return table.hasKey(path);
    });
  }

  /** @param end of the link that is not named; null for a record */
  #rejectId(kind: RecordKind | LinkKind, end: string | null, record: RawRecord, id: IdPlan, because: string): void {
    const lacking = this.#ids.lackingIn(record, id);
    const path = this.notes.pathOf(lacking);
    this.rejections.note({ kind, end, path }, scalarIn(record, lacking) === this.scalars.nested);
    this.reject(kind.name, path, because);
  }

  reject(kind: string, key: string | null, because: string): void {
    this.#countRejected(kind);
    this.notes.note('rejected', builtInRules.noId, kind, null, key, because);
  }

  /** Links may name what no view takes: then they are outside, too. */
  leaveOut({ kind, views }: Taker<RecordPlan>, row: RawRecord): void {
    const of = this.of(kind);
    of.outside++;
    const ids = new Set<Cell>();
    for (const { id } of views) ids.add(this.#id(id, this.#ids.in(row, id)) ?? blank);
    for (const id of ids) if (id !== blank) of.leftOut.begin([id], this.notes.position, '');
    for (const { namedBy } of views)
      for (const { field, column } of namedBy) {
        const cell = this.scalars.cellOf(scalarIn(row, column) ?? this.scalars.blank, this.plan.definitions[column]);
        if (cell !== null && cell !== blank)
          of.leftOutBy.add(leftOutBy(field, String(this.scalars.dictionary.at(cell))));
      }
    for (const { kind: link, keys } of views[0].within) {
      const ofLinks = this.of(link.name);
      for (const { id } of keys) {
        const value = row.values[id.columns[0]];
        ofLinks.outside += isList(value) ? value.length : value === undefined || value.isBlank ? 0 : 1;
      }
    }
  }

  /** What the entry in hand says of its schools. */
  #noteSchools({ kind, school }: RecordPlan | LinkPlan, row: RawRecord): void {
    this.notes.schools = null;
    if (school === null) return;
    const value = row.values[school];
    const said = isList(value) ? value : value === undefined ? [] : [value];
    const cells = said.map((scalar) => this.scalars.cellOf(scalar, this.plan.definitions[school]));
    this.notes.schools = cells.flatMap((cell) => (cell === null || cell === blank ? [] : [cell]));
    if (cells.includes(null)) this.notes.badValue(kind.name, null, school);
  }

  #addWithin(plan: WithinPlan, holder: Cell | null, record: RawRecord): void {
    for (const key of plan.keys) {
      const value = key.id.parts === null ? record.values[key.id.columns[0]] : this.#ids.in(record, key.id);
      if (value === undefined) continue;
      if (isList(value))
        for (let at = 0; at < value.length; at++)
          if (key.split === null) this.#addEntry(plan, key, holder, record, at, value[at]);
          else
            for (const piece of this.scalars.pieces(value[at], key.split, key.key))
              this.#addEntry(plan, key, holder, record, at, piece);
      else if (!value.isBlank) this.#addEntry(plan, key, holder, record, null, value);
    }
  }

  /** @param at the place in a list; null if the key has no list */
  #addEntry(
    plan: WithinPlan,
    { id: source, key, fields }: WithinKey,
    holder: Cell | null,
    record: RawRecord,
    at: number | null,
    entry: Scalar,
  ): void {
    const kind = plan.kind.name;
    const other = this.#id(source, entry);
    if (other === null || holder === null) {
      this.#countRejected(kind);
      if (holder !== null) {
        const end = plan.kind.ends[plan.holder === 0 ? 1 : 0].name;
        this.rejections.note({ kind: plan.kind, end, path: key }, entry === this.scalars.nested);
        this.notes.note('rejected', builtInRules.noId, kind, null, key, `An entry of ${key} is no usable id.`);
      }
      return;
    }
    const id = plan.holder === 0 ? ([holder, other] as const) : ([other, holder] as const);
    this.#addRow(kind, id, key, fields, record, at);
    if (entry.needsRepair) this.notes.repair(kind, id, key);
  }

  #id({ definition }: IdPlan, raw: Scalar | undefined): Cell | null {
    const id = raw === undefined ? blank : this.scalars.cellOf(raw, definition);
    return id === blank ? null : id;
  }

  #addRow(
    kind: string,
    id: IdNumbers,
    key: string,
    fields: readonly FieldPlan[],
    record: RawRecord,
    at: number | null,
  ): void {
    const { table, schools } = this.of(kind);
    if (this.isMany) schools.push(this.notes.schools);
    this.rows.add({ kind, id, table, record, at }, key, fields);
  }

  #countRejected(kind: string): void {
    const of = this.of(kind);
    of.rejected++;
    if (this.isMany) of.rejectedOf.push(this.notes.schools);
  }
}
