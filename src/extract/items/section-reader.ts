import type { Limits } from '../../pipeline/limits.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import type { SchoolList } from '../../pipeline/source/whose-document.js';
import { levelsOf, stepOf, stepsOf } from '../../pipeline/source/source-path.js';
import type { AbsentSection } from '../extract.js';
import { tooMany } from '../limits.js';
import type { RawObject, RawRecord } from '../json/raw-object.js';
import type { LinkPlan, RecordPlan, SectionPlan } from '../plan/section-plan.js';
import { decidingFor, neededBy } from '../plan/sought.js';
import type { Shape } from '../plan/shape.js';
import { rowOf, rowOfKeys } from './columns.js';
import { isEnvelopeKey, looksLikeId } from '../survey/hide-keys.js';
import { foldedKey } from '../survey/words-of.js';
import { KindReader } from './kind-reader.js';
import { InnerSection } from './inner-section.js';
import type { KeptFindings } from './kept-findings.js';
import { LookupIndex } from './lookup-index.js';
import { scalarIn } from './row.js';
import type { Scalar, Scalars } from './scalar.js';
import { SectionNotes } from './section-notes.js';
import {
  emptyReadings,
  goBackTo,
  markOf,
  type NotedFinding,
  type ReadingMark,
  type SectionReading,
} from './section-reading.js';
import { neededPaths, unreadPaths } from './unread-paths.js';
import { ViewCounts } from './view-counts.js';
import { untakenFinding } from './view-findings.js';

/** How much was read at some point. */
interface Mark {
  /** Of each kind. */
  readonly readings: readonly ReadingMark[];
  readonly position: number;
  readonly untaken: number;
  readonly findings: number;
  /** Of what entries say of the document's school. */
  readonly said: readonly number[];
  readonly waiting: number;
}

const noOuters: readonly RawObject[] = [];

const nothing: ReadingMark = { table: 0, leftOut: 0, rejected: 0, outside: 0 };

/** Maps the items of one section: from source keys to the pipeline's fields, ids and links. */
export class SectionReader {
  /** Which keys of the section's items have come is noted here. */
  readonly shape: Shape;
  /** What was read of each kind, once nothing more comes. */
  readonly read: ReadonlyMap<string, SectionReading>;
  /** What entries of a list say of the document's school, of those that fit. */
  readonly said = new Map<SchoolList, Scalar[]>();
  /** The same of those that do not fit: what is no school, such as a trust. */
  readonly saidOfOthers: Scalar[] = [];
  readonly indexes: readonly LookupIndex[];
  readonly #notes: SectionNotes;
  readonly #kinds: KindReader;
  readonly #views: ViewCounts;
  readonly #inner: readonly InnerSection<SectionReader>[];
  readonly #hasPages: boolean;
  /** Whether entries are for more than records and links: for look-ups, or the school. */
  readonly #hasMore: boolean;
  /** Which keys of the entries around its own have come. */
  readonly #outerShapes: readonly Shape[];
  /** How many items no kind takes. */
  #untaken = 0;
  #mark: Mark | null = null;

  /**
   * @param scalars of the document whose section it is
   * @param isMany whether the document holds several schools
   */
  constructor(
    readonly plan: SectionPlan,
    private readonly scalars: Scalars,
    private readonly limits: Limits,
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
    this.#hasMore = plan.indexes.length + plan.schools.length > 0;
    this.read = emptyReadings(plan, scalars.dictionary);
    this.#notes = new SectionNotes(plan, scalars, limits.findings, isMany);
    this.#kinds = new KindReader(plan, this.read, scalars, this.#notes, isMany);
    this.#views = new ViewCounts(scalars, (view, row) => {
      this.#kinds.noteUnknown(view, row);
    });
    this.indexes = plan.indexes.map((index) => new LookupIndex(index, plan, scalars));
    for (const { list } of plan.schools) this.said.set(list, []);
  }

  /** Notes how much was read, to come back to. */
  mark(): void {
    this.#mark = {
      readings: [...this.read.values()].map(markOf),
      position: this.#notes.position,
      untaken: this.#untaken,
      findings: this.#notes.findings.kept.length,
      said: Array.from(this.said.values(), ({ length }) => length),
      waiting: this.#kinds.rows.waiting,
    };
    this.#kinds.rejections.mark();
    for (const { reader } of this.#inner) reader.mark();
  }

  /** Forgets what was read since; all of it if nothing was noted. */
  goBack(): void {
    const { readings = [], position = -1, untaken = 0, findings = 0, said = [], waiting = 0 } = this.#mark ?? {};
    [...this.read.values()].forEach((reading, index) => {
      goBackTo(readings[index] ?? nothing, reading);
    });
    this.#notes.position = position;
    this.#untaken = untaken;
    this.#notes.findings.cut(findings);
    this.#kinds.rejections.goBack();
    [...this.said.values()].forEach((values, at) => values.splice(said[at] ?? 0));
    this.#kinds.rows.cut(waiting);
    for (const index of this.indexes) index.goBack(position);
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

  /** The sections in its entries that may be missing, and are; none if there was no entry to look in. */
  get absent(): AbsentSection[] {
    const { name } = this.plan;
    return this.#inner.flatMap(({ plan: { steps, isPage }, reader }): AbsentSection[] => {
      if (this.shape.search(steps).isMet !== false) return reader.absent;
      if (!reader.plan.isOptional) return [];
      const near = this.shape.slipOf(steps)?.slice(this.shape.prefix.length) ?? null;
      const before = isPage ? `${name}.` : `${name}[].`;
      return [{ section: reader.plan.name, near: near === null ? null : before + near }];
    });
  }

  /** The paths that decide who comes through and are in no entry, once nothing more comes. */
  unmetNeeds(places: Pipeline['places']): string[] {
    const { plan } = this;
    const views = [...plan.records, ...plan.links].flatMap((taker) => {
      const [first, ...others]: readonly (RecordPlan | LinkPlan)[] = taker.views;
      if (taker.always !== null) return this.#kinds.of(taker.kind).table.length > 0 ? [first] : [];
      return [first, ...others].filter((view) => this.#views.hasTaken(view));
    });
    const all = [...plan.records, ...plan.links].flatMap((taker): readonly (RecordPlan | LinkPlan)[] => taker.views);
    const hasEntries = this.#notes.position >= 0;
    const needs = [...views.flatMap(neededBy), ...(hasEntries ? [...all.flatMap(decidingFor), ...plan.needed] : [])];
    return neededPaths(plan, [this.shape, ...this.#outerShapes], needs, places);
  }

  /** What was noticed, once nothing more comes. */
  addFindingsTo(findings: KeptFindings<NotedFinding>, places: Pipeline['places']): void {
    const { findings: own, position } = this.#notes;
    const noIds = this.#kinds.rejectedIds(places);
    for (const finding of own.kept) {
      const fix = finding.severity === 'rejected' ? noIds.fixOf(finding) : null;
      findings.push(fix === null ? finding : { ...finding, fix });
    }
    findings.push(...noIds.findings);
    // Pages and envelopes are no entries: nobody looks for paths in them.
    if (position >= 0) findings.push(...unreadPaths(this.plan, [this.shape, ...this.#outerShapes]));
    findings.push(...this.#views.findings(this.plan, position + 1));
    findings.push(...this.#kinds.rows.emptyChoices());
    if (this.#untaken > 0) findings.push(untakenFinding(this.plan.name, this.#untaken, position + 1));
    findings.addBeyond(own.beyond);
  }

  /** Puts in what was looked up, once nothing more comes. */
  answer(indexes: ReadonlyMap<number, LookupIndex>): void {
    this.#kinds.rows.answer(indexes);
  }

  /** An item that is no object has no id either, and nothing that a view could ask for. */
  addNoObject(): void {
    this.#begin();
    this.#notes.schools = null;
    let isTaken = false;
    for (const { kind, views } of [...this.plan.records, ...this.plan.links]) {
      if (views.some(({ fits }) => fits === null)) {
        isTaken = true;
        this.#kinds.reject(kind, null, 'It is not an object.');
      } else this.#kinds.of(kind).outside++;
    }
    if (!isTaken && this.read.size > 0) this.#untaken++;
  }

  /** @param outers the entries that it is in, from the inner to the outer */
  add(object: RawObject, outers: readonly RawObject[] = noOuters): void {
    const { columns, isFlat } = this.plan;
    const row = isFlat ? rowOfKeys(object, columns) : rowOf(object, columns, this.scalars, outers);
    if (this.#hasPages) {
      const isPage = this.#takePages(object, outers);
      if (!this.#hasId(row)) {
        if (isPage) return;
        this.#missPages();
      }
    }
    this.#begin();
    const isSaid = this.#hasMore && this.#addMore(row);
    if (!this.#addKinds(row) && !isSaid && this.read.size > 0) this.#untaken++;
    if (this.#inner.length > 0) this.#takeInner(object, outers);
  }

  /** @returns whether a kind takes it */
  #addKinds(row: RawRecord): boolean {
    let isTaken = false;
    for (const taker of this.plan.records) {
      const view = taker.always ?? this.#views.find(taker, row);
      if (view !== null) {
        isTaken = true;
        this.#kinds.addRecord(view, row);
      } else this.#kinds.leaveOut(taker, row);
    }
    for (const taker of this.plan.links) {
      const view = taker.always ?? this.#views.find(taker, row);
      if (view !== null) {
        isTaken = true;
        this.#kinds.addLink(view, row);
      } else this.#kinds.of(taker.kind).outside++;
    }
    return isTaken;
  }

  /**
   * Notes what look-ups may ask for, and what it says of the document's school.
   * @returns whether it says something of the school
   */
  #addMore(row: RawRecord): boolean {
    for (const index of this.indexes) index.add(row, this.#notes.position);
    let isSaid = false;
    for (const { list, fits, column } of this.plan.schools) {
      const scalar = scalarIn(row, column) ?? this.scalars.blank;
      if (fits !== null && fits(row, this.scalars) !== true) {
        if (this.isMany) this.saidOfOthers.push(scalar);
        continue;
      }
      isSaid = true;
      this.said.get(list)?.push(scalar);
    }
    return isSaid;
  }

  /**
   * Adds an object that is where the list belongs, if it is an entry: it has an id or, as a link, an end.
   * @returns what it is; if it is neither, it is not added
   */
  addAlone(object: RawObject, outers: readonly RawObject[] = noOuters): 'entry' | 'page' | 'neither' {
    const { columns, records, links, schools, indexes } = this.plan;
    if (records.length + links.length + schools.length + indexes.length === 0) {
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
    const { name, inner } = this.plan;
    const ids = this.#idColumns().map((column) => this.#notes.pathOf(column));
    // Of a section that is only on the way to others, what leads to them.
    const ways = inner.map(({ plan }) => plan.name.slice(name.length).replace(/^(?:\[\])?\./, ''));
    const names = [...new Set(ids.length > 0 ? ids : ways)];
    const what = names.length > 0 ? `an object without ${names.join(' or ')}` : 'an object, and no list';
    const hint = list === null || !this.#isNameable(list) ? '' : ` try ${name}.${stepOf(list)}`;
    return `${what}: an envelope?${hint}`;
  }

  /** A key that is no usual one, nor named as the section, may be data: a name, an address. */
  #isNameable(key: string): boolean {
    const ownName = stepsOf(levelsOf(this.plan.name).at(-1) ?? '').map(foldedKey);
    return isEnvelopeKey(key) || (!looksLikeId(key) && ownName.includes(foldedKey(key)));
  }

  /** The columns of an entry that make it one. */
  #idColumns(): number[] {
    const ofRecords = this.plan.records.flatMap(({ views }) => views.map(({ id }) => id));
    const ofLinks = this.plan.links.flatMap(({ views }) => views.flatMap(({ ends }) => ends));
    const ofSchools = this.plan.schools.map(({ column }) => column);
    const own = [...[...ofRecords, ...ofLinks].flatMap((id) => id.columns), ...ofSchools];
    // What is only looked into has no id, but what is matched.
    const columns = own.length > 0 ? own : this.plan.indexes.flatMap(({ match }) => match);
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

  #missPages(): void {
    for (const inner of this.#inner) if (inner.isPage) inner.miss();
  }

  #takeInner(object: RawObject, outers: readonly RawObject[]): void {
    const around = [object, ...outers];
    for (const inner of this.#inner) if (!inner.isPage) inner.take(object, around);
  }

  #begin(): void {
    const { sectionEntries } = this.limits;
    if (++this.#notes.position === sectionEntries) throw tooMany(this.plan.name, sectionEntries);
  }
}
