import { linkId } from '../link-ids.js';
import type { Limits } from '../../pipeline/limits.js';
import type { LinkKind, Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import type { SchoolList } from '../../pipeline/source/whose-document.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import { chooseEntry, type ChoicePlan } from './choose.js';
import { rowOf, rowOfKeys } from './columns.js';
import { Ids } from './ids.js';
import { InnerSection } from './inner-section.js';
import { stepOf } from '../../pipeline/source/source-path.js';
import { blank, type Cell } from '../../table/dictionary.js';
import { Table } from '../../table/table.js';
import type { ExtractFinding } from '../extract.js';
import { KeptFindings } from './kept-findings.js';
import { tooMany } from '../limits.js';
import type { IdPlan } from '../plan/id-plan.js';
import type { Shape } from '../plan/shape.js';
import { neededPaths, unreadPaths } from './unread-paths.js';
import { ViewCounts } from './view-counts.js';
import { untakenFinding } from './view-findings.js';
import type { RawObject, RawRecord } from '../json/raw-object.js';
import { LookupIndex } from './lookup-index.js';
import { Answers, keysOf, type Ask } from './lookup-answers.js';
import { Rejections } from './rejections.js';
import { isList, scalarAt, scalarIn } from './row.js';
import type { Scalar, Scalars } from './scalar.js';
import type {
  FieldPlan,
  LookupPlan,
  LinkPlan,
  RecordPlan,
  SectionPlan,
  Taker,
  WithinKey,
  WithinPlan,
} from '../plan/section-plan.js';

/** A record's id, or those of a link's two ends. */
type IdNumbers = readonly [Cell] | readonly [Cell, Cell];

/** The schools of a document to which an entry belongs, as it says them; null if it says none. */
export type OwnSchools = readonly Cell[] | null;

export interface NotedFinding extends ExtractFinding {
  readonly schools?: OwnSchools;
}

/** What is read of a kind. */
export interface SectionReading {
  readonly table: Table;
  /** How many have no usable id. */
  rejected: number;
  /** By row, and of those without a usable id; nothing if no entry of the kind says its school. */
  readonly schools: OwnSchools[];
  readonly rejectedOf: OwnSchools[];
  /** How many no view takes, and which records these are. */
  outside: number;
  readonly leftOut: Table;
  /** What they have in fields by which links name them (`leftOutBy`). */
  readonly leftOutBy: Set<string>;
}

export function leftOutBy(field: string, text: string): string {
  return `${field}\0${text}`;
}

/** How much was read at some point. */
interface Mark {
  /** Of each kind. */
  readonly lengths: readonly {
    readonly table: number;
    readonly leftOut: number;
    readonly rejected: number;
    readonly outside: number;
  }[];
  readonly position: number;
  readonly untaken: number;
  readonly findings: number;
  /** Of what entries say of the document's school. */
  readonly said: readonly number[];
  readonly asks: number;
}

const noOuters: readonly RawObject[] = [];

/** Maps the items of one section: from source keys to the pipeline's fields, ids and links. */
export class SectionReader {
  /** Which keys of the section's items have come is noted here. */
  readonly shape: Shape;
  readonly #findings: KeptFindings<NotedFinding>;
  /** What was read of each kind, once nothing more comes. */
  readonly read = new Map<string, SectionReading>();
  /** The fields of kinds that are known to leave out something of their values. */
  readonly #leftOut = new Set<string>();
  /** Those in which the row in hand has bad values. */
  readonly #badColumns: number[] = [];
  /** What entries of a list say of the document's school, of those that fit. */
  readonly said = new Map<SchoolList, Scalar[]>();
  readonly #rejections = new Rejections();
  readonly #ids: Ids;
  readonly #views: ViewCounts;
  readonly #inner: readonly InnerSection<SectionReader>[];
  readonly #indexes: readonly LookupIndex[];
  readonly #asks: Ask[] = [];
  #mark: Mark;
  readonly #hasPages: boolean;
  /** Which keys of the entries around its own have come. */
  readonly #outerShapes: readonly Shape[];
  /** Of the row that is being read, the index of the field. */
  #field = 0;
  #position = -1;
  /** How many items no kind takes. */
  #untaken = 0;
  /** The schools of the entry in hand. */
  #schools: OwnSchools = null;

  /** @param scalars of the document whose section it is */
  constructor(
    readonly plan: SectionPlan,
    private readonly scalars: Scalars,
    private readonly limits: Limits,
    /** Whether the document holds several schools. */
    private readonly isMany: boolean,
    shapes: readonly Shape[] = [plan.shape.unused()],
  ) {
    [this.shape, ...this.#outerShapes] = shapes;
    this.#inner = plan.inner.map((inner) => {
      const around = inner.isPage ? this.#outerShapes : shapes;
      return new InnerSection(
        inner,
        new SectionReader(inner.plan, scalars, limits, isMany, [this.shape.behind(inner.steps), ...around]),
      );
    });
    this.#hasPages = plan.inner.some(({ isPage }) => isPage);
    this.#findings = new KeptFindings(limits.findings);
    this.#ids = new Ids(plan.definitions, scalars);
    this.#views = new ViewCounts(scalars);
    this.#indexes = plan.indexes.map((index) => new LookupIndex(index, plan.definitions, scalars));
    const { dictionary } = scalars;
    const begin = (type: 'record' | 'link', { name, fields }: RecordKind | LinkKind): void => {
      const table = Table.empty(dictionary, type, fields.length);
      this.read.set(name, {
        ...{ table, rejected: 0, outside: 0, schools: [], rejectedOf: [] },
        leftOut: Table.empty(dictionary, 'record', 0),
        leftOutBy: new Set(),
      });
    };
    for (const { views } of plan.records) {
      const [{ kind, within }] = views;
      begin('record', kind);
      for (const link of within) begin('link', link.kind);
    }
    for (const { views } of plan.links) begin('link', views[0].kind);
    for (const { list } of plan.schools) this.said.set(list, []);
    const none = { table: 0, leftOut: 0, rejected: 0, outside: 0 };
    this.#mark = {
      lengths: Array.from(this.read, () => none),
      position: -1,
      untaken: 0,
      findings: 0,
      said: plan.schools.map(() => 0),
      asks: 0,
    };
  }

  /** Notes how much was read, to come back to. */
  mark(): void {
    this.#mark = {
      lengths: [...this.read.values()].map(({ table, leftOut, rejected, outside }) => ({
        ...{ table: table.length, leftOut: leftOut.length, rejected, outside },
      })),
      ...{
        position: this.#position,
        untaken: this.#untaken,
        findings: this.#findings.kept.length,
        asks: this.#asks.length,
      },
      said: Array.from(this.said.values(), ({ length }) => length),
    };
    this.#rejections.mark();
    for (const { reader } of this.#inner) reader.mark();
  }

  /** Forgets what was read since. */
  goBack(): void {
    const { lengths, position, untaken, findings, said, asks } = this.#mark;
    [...this.read.values()].forEach((reading, index) => {
      const { table, leftOut, rejected, outside } = lengths[index];
      reading.table.cut(table);
      reading.leftOut.cut(leftOut);
      Object.assign(reading, { rejected, outside });
      if (!this.isMany) return;
      reading.schools.splice(table);
      reading.rejectedOf.splice(rejected);
    });
    this.#position = position;
    this.#untaken = untaken;
    this.#findings.cut(findings);
    this.#rejections.goBack();
    [...this.said.values()].forEach((values, at) => values.splice(said[at]));
    this.#asks.length = asks;
    for (const index of this.#indexes) index.goBack(position);
    for (const { reader } of this.#inner) reader.goBack();
  }

  /** This one, and those of the sections in its entries. */
  get all(): SectionReader[] {
    return [this, ...this.#inner.flatMap(({ reader }) => reader.all)];
  }

  /** The sections that the document lacks, each with a reason. */
  get lacking(): (readonly [section: string, reason: string])[] {
    return this.#inner.flatMap(({ lack, reader }) => [
      ...(lack === null ? [] : [[reader.plan.name, lack] as const]),
      ...reader.lacking,
    ]);
  }

  /** The paths that decide who comes through and are in no entry, once nothing more comes. */
  unmetNeeds(places: Pipeline['places']): string[] {
    const { plan } = this;
    const views = [...plan.records, ...plan.links].flatMap((taker) => {
      const [first, ...others]: readonly (RecordPlan | LinkPlan)[] = taker.views;
      if (taker.always !== null) return this.#of(taker.kind).table.length > 0 ? [first] : [];
      return [first, ...others].filter((view) => this.#views.hasTaken(view));
    });
    return neededPaths(plan, [this.shape, ...this.#outerShapes], views, places);
  }

  /** What was noticed, once nothing more comes. */
  addFindingsTo(findings: KeptFindings<NotedFinding>, places: Pipeline['places']): void {
    const noIds = this.#rejections.findings(this.plan.name, places, ({ kind, path, count }) => {
      const { table, rejected } = this.#of(kind.name);
      if (kind.type === 'record' || kind.within === null) return table.length > 0 || rejected > count;
      return table.hasKey(path);
    });
    for (const finding of this.#findings.kept) {
      const fix = finding.severity === 'rejected' ? noIds.fixOf(finding) : null;
      findings.push(fix === null ? finding : { ...finding, fix });
    }
    findings.push(...noIds.findings);
    // Pages and envelopes are no entries: nobody looks for paths in them.
    if (this.#position >= 0) findings.push(...unreadPaths(this.plan, [this.shape, ...this.#outerShapes]));
    findings.push(...this.#views.findings(this.plan, this.#position + 1));
    if (this.#untaken > 0) findings.push(untakenFinding(this.plan.name, this.#untaken, this.#position + 1));
    findings.addBeyond(this.#findings.beyond);
  }

  /** An item that is no object has no id either, and nothing that a view could ask for. */
  addNoObject(): void {
    this.#begin();
    this.#schools = null;
    let isTaken = false;
    for (const { kind, views } of [...this.plan.records, ...this.plan.links]) {
      if (views.some(({ fits }) => fits === null)) {
        isTaken = true;
        this.#reject(kind, null, 'It is not an object.');
      } else this.#of(kind).outside++;
    }
    if (!isTaken && this.read.size > 0) this.#untaken++;
  }

  /** @param outers the entries that it is in, from the inner to the outer */
  add(object: RawObject, outers: readonly RawObject[] = noOuters): void {
    const { columns, isFlat, records, links, schools } = this.plan;
    const row = isFlat ? rowOfKeys(object, columns) : rowOf(object, columns, this.scalars, outers);
    if (this.#hasPages && this.#takePages(object, outers) && !this.#hasId(row)) return;
    this.#begin();
    for (const index of this.#indexes) index.add(row, this.#position);
    let isTaken = false;
    for (const { list, fits, column } of schools) {
      if (fits !== null && fits(row, this.scalars) !== true) continue;
      isTaken = true;
      this.said.get(list)?.push(scalarIn(row, column) ?? this.scalars.blank);
    }
    for (const taker of records) {
      const view = taker.always ?? this.#views.find(taker, row);
      if (view !== null) {
        isTaken = true;
        this.#addRecord(view, row);
      } else this.#leaveOut(taker, row);
    }
    for (const taker of links) {
      const view = taker.always ?? this.#views.find(taker, row);
      if (view !== null) {
        isTaken = true;
        this.#addLink(view, row);
      } else this.#of(taker.kind).outside++;
    }
    if (!isTaken && this.read.size > 0) this.#untaken++;
    if (this.#inner.length > 0) this.#takeInner(object, outers);
  }

  /**
   * Adds an object that is where the list belongs, if it is an entry: it has an id or, as a link, an end.
   * @returns what it is; if it is neither, it is not added
   */
  addAlone(object: RawObject, outers: readonly RawObject[] = noOuters): 'entry' | 'page' | 'neither' {
    const { columns, records, links, schools } = this.plan;
    if (records.length + links.length + schools.length === 0) {
      const found = this.#inner.map((inner) => inner.take(object, inner.isPage ? outers : [object, ...outers]));
      return found.includes(true) ? 'entry' : 'page';
    }
    const row = rowOf(object, columns, this.scalars, outers);
    if (this.#hasId(row)) {
      this.add(object, outers);
      return 'entry';
    }
    return this.#hasPages && this.#takePages(object, outers) ? 'page' : 'neither';
  }

  /** @param list the key of a list in the object; null if it is not known */
  envelopeInWords(list: string | null): string {
    const names = [...new Set(this.#idColumns().map((column) => this.#path(column)))];
    const hint = list === null ? '' : ` try ${this.plan.name}.${stepOf(list)}`;
    return `an object without ${names.join(' or ')}: an envelope?${hint}`;
  }

  /** The columns of an entry that make it one. */
  #idColumns(): number[] {
    const ofRecords = this.plan.records.flatMap(({ views }) => views.map(({ id }) => id));
    const ofLinks = this.plan.links.flatMap(({ views }) => views.flatMap(({ ends }) => ends));
    const ofSchools = this.plan.schools.map(({ column }) => column);
    const columns = [...[...ofRecords, ...ofLinks].flatMap((id) => id.columns), ...ofSchools];
    return columns.filter((column) => this.plan.columns[column].up === 0);
  }

  #hasId(row: RawRecord): boolean {
    return this.#idColumns().some((column) => scalarIn(row, column)?.isBlank === false);
  }

  #takePages(object: RawObject, outers: readonly RawObject[]): boolean {
    let isPage = false;
    for (const inner of this.#inner) if (inner.isPage && inner.take(object, outers)) isPage = true;
    return isPage;
  }

  #takeInner(object: RawObject, outers: readonly RawObject[]): void {
    const around = [object, ...outers];
    for (const inner of this.#inner) if (!inner.isPage) inner.take(object, around);
  }

  /** Links may name what no view takes: then they are outside, too. */
  #leaveOut({ kind, views }: Taker<RecordPlan>, row: RawRecord): void {
    const of = this.#of(kind);
    of.outside++;
    const ids = new Set<Cell>();
    for (const { id } of views) ids.add(this.#id(id, this.#ids.in(row, id)) ?? blank);
    for (const id of ids) if (id !== blank) of.leftOut.begin([id], this.#position, '');
    for (const { namedBy } of views)
      for (const { field, column } of namedBy) {
        const cell = this.scalars.cellOf(scalarIn(row, column) ?? this.scalars.blank, this.plan.definitions[column]);
        if (cell !== null && cell !== blank)
          of.leftOutBy.add(leftOutBy(field, String(this.scalars.dictionary.at(cell))));
      }
    for (const { kind: link, keys } of views[0].within) {
      const ofLinks = this.#of(link.name);
      for (const { id } of keys) {
        const value = row.values[id.columns[0]];
        ofLinks.outside += isList(value) ? value.length : value === undefined || value.isBlank ? 0 : 1;
      }
    }
  }

  #begin(): void {
    this.#position++;
    if (this.#position === this.limits.sectionEntries) throw tooMany(this.plan.name, this.limits.sectionEntries);
  }

  #addRecord(plan: RecordPlan, record: RawRecord): void {
    if (this.isMany) this.#schools = this.#schoolsOf(plan, record);
    const raw = this.#ids.in(record, plan.id);
    const id = this.#id(plan.id, raw);
    if (id === null) {
      this.#rejectId(plan.kind, null, record, plan.id, 'It has no usable id.');
    } else {
      const { name } = plan.kind;
      const own = [id] as const;
      this.#addRow(name, own, '', plan.fields, record);
      this.#noteRepeated(name, own, record);
      this.#noteRepairs(name, own, plan.id, record);
    }
    for (const within of plan.within) this.#addWithin(within, id, record);
  }

  #schoolsOf({ school }: RecordPlan | LinkPlan, row: RawRecord): OwnSchools {
    if (school === null) return null;
    const value = row.values[school];
    const said = isList(value) ? value : value === undefined ? [] : [value];
    const cells = said.map((scalar) => this.scalars.cellOf(scalar, this.plan.definitions[school]));
    return cells.flatMap((cell) => (cell === null || cell === blank ? [] : [cell]));
  }

  #addWithin(plan: WithinPlan, holder: Cell | null, record: RawRecord): void {
    for (const key of plan.keys) {
      const value = key.id.parts === null ? record.values[key.id.columns[0]] : this.#ids.in(record, key.id);
      if (value === undefined) continue;
      if (isList(value))
        for (let at = 0; at < value.length; at++)
          if (key.split === null) this.#addEntry(plan, key, holder, record, at, value[at]);
          else this.#addPieces(plan, key, holder, record, at, this.scalars.pieces(value[at], key.split, key.key));
      else if (!value.isBlank) this.#addEntry(plan, key, holder, record, null, value);
    }
  }

  /** @param pieces the ids in the text of one entry */
  #addPieces(
    plan: WithinPlan,
    key: WithinKey,
    holder: Cell | null,
    record: RawRecord,
    at: number,
    pieces: readonly Scalar[],
  ): void {
    for (const piece of pieces) this.#addEntry(plan, key, holder, record, at, piece);
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
        this.#rejections.note({ kind: plan.kind, end, path: key }, entry === this.scalars.nested);
        this.#note('rejected', builtInRules.noId, kind, null, key, `An entry of ${key} is no usable id.`);
      }
      return;
    }
    const id = plan.holder === 0 ? ([holder, other] as const) : ([other, holder] as const);
    this.#addRow(kind, id, key, fields, record, at);
    this.#noteRepair(kind, id, key, entry);
  }

  #addLink(plan: LinkPlan, record: RawRecord): void {
    if (this.isMany) this.#schools = this.#schoolsOf(plan, record);
    const [first, second] = plan.ends.map((end) => this.#id(end, this.#ids.in(record, end)));
    if (first === null || second === null) {
      const side = first === null ? 0 : 1;
      const because = 'It does not name both its ends with a usable id.';
      this.#rejectId(plan.kind, plan.kind.ends[side].name, record, plan.ends[side], because);
      return;
    }
    const kind = plan.kind.name;
    const id = [first, second] as const;
    this.#addRow(kind, id, '', plan.fields, record);
    this.#noteRepeated(kind, id, record);
    for (const end of plan.ends) this.#noteRepairs(kind, id, end, record);
  }

  #id({ definition }: IdPlan, raw: Scalar | undefined): Cell | null {
    const id = raw === undefined ? blank : this.scalars.cellOf(raw, definition);
    return id === blank ? null : id;
  }

  /** @param at the entry of the list, for fields that are read from each entry */
  #addRow(
    kind: string,
    id: IdNumbers,
    key: string,
    fields: readonly FieldPlan[],
    record: RawRecord,
    at: number | null = null,
  ): void {
    const { table, schools } = this.#of(kind);
    if (this.isMany) schools.push(this.#schools);
    if (this.#badColumns.length > 0) this.#badColumns.length = 0;
    table.begin(id, this.#position, key);
    for (let index = 0; index < fields.length; index++) {
      this.#field = index;
      let plan: FieldPlan | null = fields[index];
      let cell = this.#value(kind, id, plan, record, at);
      while (cell === blank && (plan = plan.next) !== null) cell = this.#value(kind, id, plan, record, at);
      table.addCell(cell);
    }
  }

  #value(
    kind: string,
    id: IdNumbers,
    { field, column, choice, lookup, watches }: FieldPlan,
    record: RawRecord,
    at: number | null,
  ): Cell {
    if (lookup !== null) {
      this.#ask(kind, id, lookup, record);
      return blank;
    }
    if (column === null) {
      const isBad = watches?.some((watched) => this.#badColumns.includes(watched)) === true;
      return this.scalars.dictionary.constant(isBad || field.constant);
    }
    const raw = choice === null ? scalarAt(record, column, at) : this.#chosen(kind, id, choice, record, column);
    if (raw === undefined) return blank;
    const definition = this.plan.definitions[column];
    const cell = this.scalars.cellOf(raw, definition);
    if (cell === null) {
      this.#noteBadValue(kind, id, column);
      return blank;
    }
    this.#noteRepair(kind, id, this.#path(column), raw);
    if (raw.leavesOut) this.#noteLeftOut(kind, this.#path(column), definition);
    return cell;
  }

  /** What is looked up is there once the document is whole; until then, what is read instead. */
  #ask(kind: string, id: IdNumbers, lookup: LookupPlan, record: RawRecord): void {
    const keys = keysOf(lookup, record, this.scalars);
    const row = this.#of(kind).table.length - 1;
    this.#asks.push({ kind, id, lookup, row, field: this.#field, position: this.#position, keys });
  }

  /** Puts in what was looked up. */
  answer(indexes: ReadonlyMap<number, LookupIndex>): void {
    const answers = new Answers(indexes, this.scalars);
    const at = this.#position;
    for (const ask of this.#asks) {
      const { cell, findings } = answers.of(ask);
      this.#position = ask.position;
      for (const { rule, because } of findings) this.#note('warning', rule, ask.kind, ask.id, ask.lookup.path, because);
      if (cell !== null) this.#of(ask.kind).table.putCell(ask.row, ask.field, cell);
    }
    this.#position = at;
    this.#findings.push(...answers.empty());
  }

  get indexes(): readonly LookupIndex[] {
    return this.#indexes;
  }

  #chosen(kind: string, id: IdNumbers, choice: ChoicePlan, record: RawRecord, column: number): Scalar | undefined {
    const { value, bad } = chooseEntry(choice, column, record, this.plan.definitions, this.scalars);
    for (const of of bad) this.#noteBadValue(kind, id, of);
    return value ?? undefined;
  }

  #noteBadValue(kind: string, id: IdNumbers, column: number): void {
    this.#badColumns.push(column);
    const path = this.#path(column);
    const because = `${path} is not ${this.scalars.definitions[this.plan.definitions[column]].wanted}; it counts as blank.`;
    this.#note('warning', builtInRules.badValue, kind, id, path, because);
  }

  /** Once for each field: what is so for one record is so for all. */
  #noteLeftOut(kind: string, path: string, definition: number): void {
    const place = `${kind}\0${path}`;
    const { leavesOut } = this.scalars.definitions[definition].type;
    if (leavesOut === null || this.#leftOut.has(place)) return;
    this.#leftOut.add(place);
    const because = `${path} ${leavesOut.because}`;
    const where = { kind, recordId: null, field: path, position: null };
    this.#findings.push({ severity: 'warning', rule: leavesOut.rule, ...where, because });
  }

  #path(column: number): string {
    return this.plan.columns[column]?.path ?? '';
  }

  #countRejected(kind: string): void {
    const of = this.#of(kind);
    of.rejected++;
    if (this.isMany) of.rejectedOf.push(this.#schools);
  }

  /** @param end of the link that is not named; null for a record */
  #rejectId(kind: RecordKind | LinkKind, end: string | null, record: RawRecord, id: IdPlan, because: string): void {
    const lacking = this.#ids.lackingIn(record, id);
    const path = this.#path(lacking);
    this.#rejections.note({ kind, end, path }, scalarIn(record, lacking) === this.scalars.nested);
    this.#reject(kind.name, path, because);
  }

  #reject(kind: string, key: string | null, because: string): void {
    this.#countRejected(kind);
    this.#note('rejected', builtInRules.noId, kind, null, key, because);
  }

  #of(kind: string): SectionReading {
    const read = this.read.get(kind);
    if (read === undefined) throw new Error(`nothing of ${kind} is read in section ${this.plan.name}`);
    return read;
  }

  #noteRepeated(kind: string, id: IdNumbers, record: RawRecord): void {
    for (const key of record.repeated) {
      this.#note(
        'warning',
        builtInRules.repeatedKey,
        kind,
        id,
        key,
        `${key} is there more than once; the last counts.`,
      );
    }
  }

  #noteRepairs(kind: string, id: IdNumbers, { columns }: IdPlan, record: RawRecord): void {
    for (const column of columns) this.#noteRepair(kind, id, this.#path(column), scalarIn(record, column));
  }

  #noteRepair(kind: string, id: IdNumbers, key: string, raw: Scalar | undefined): void {
    if (raw?.needsRepair !== true) return;
    const because = `${key} has a character that no database can store; it becomes U+FFFD.`;
    this.#note('warning', builtInRules.badValue, kind, id, key, because);
  }

  #note(
    severity: 'rejected' | 'warning',
    rule: string,
    kind: string,
    id: IdNumbers | null,
    field: string | null,
    because: string,
  ): void {
    const recordId = id === null ? null : this.#idInWords(id);
    const finding = { severity, rule, kind, recordId, field, position: this.#position, because };
    this.#findings.push(this.isMany ? { ...finding, schools: this.#schools } : finding);
  }

  #idInWords(id: IdNumbers): string {
    const [first, second] = id.map((cell) => String(this.scalars.dictionary.at(cell)));
    return second === undefined ? first : linkId([first, second]);
  }
}
