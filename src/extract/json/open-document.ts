import type { SchoolList } from '../../pipeline/source/whose-document.js';
import { Dictionary } from '../../table/dictionary.js';
import { PassedOver } from '../bytes/passed-over.js';
import { Envelope } from '../items/envelope.js';
import { RecordBuilder } from '../items/record-builder.js';
import { Scalars, type Scalar } from '../items/scalar.js';
import { SchoolValues } from '../items/school-values.js';
import { SectionReader } from '../items/section-reader.js';
import { allBelow, type DocumentNode } from '../plan/document-plan.js';
import type { SectionPlan } from '../plan/section-plan.js';
import type { ReadingPlan } from './reading.js';
import { DocumentKeys } from './document-keys.js';
import { begins, type Token } from './token.js';

/** What an object or a list of the document is in. */
interface Around {
  readonly node: DocumentNode;
  /** Whether it is a page, in the list of pages of that node. */
  readonly isPage: boolean;
}

const enum Level {
  Document,
  Pages,
  Section,
  Record,
}

/** Takes the tokens of one document: finds its sections, hands them their entries, and passes over what is not listed. */
export class OpenDocument {
  readonly readers = new Map<string, SectionReader>();
  /** Sections that are no lists, each with what is there. */
  readonly notLists = new Map<string, string>();
  readonly keys: DocumentKeys;
  readonly school: SchoolValues;
  readonly scalars: Scalars;
  isWhole = false;
  #level: Level = Level.Document;
  readonly #passed: PassedOver;
  readonly #seen = new Set<DocumentNode>();
  /** Of optional sections: those whose list the page in hand has, and those that some page has, or lacks. */
  readonly #onPage = new Set<DocumentNode>();
  readonly #onSomePage = new Set<DocumentNode>();
  readonly #onNoPage = new Set<DocumentNode>();
  /** The object in hand, and those around it. */
  #node: DocumentNode;
  readonly #outer: Around[] = [];
  /** How many lists of pages the next token is in. */
  #pages = 0;
  /** Looked for in the object in hand, if it is where the list of a section belongs. */
  #envelope: Envelope | null = null;
  #key = '';
  #reader: SectionReader | null = null;
  readonly #builder: RecordBuilder;

  /** @param around how many lists it is in */
  constructor(
    private readonly plan: ReadingPlan,
    private readonly around: number,
  ) {
    const { pipeline, validate, definitions, document } = plan;
    const { limits } = pipeline;
    this.#node = document;
    this.keys = new DocumentKeys(document);
    this.#passed = new PassedOver(limits);
    this.scalars = new Scalars(new Dictionary(), validate, definitions, limits);
    this.#builder = new RecordBuilder(this.scalars, limits);
    this.school = new SchoolValues(this.scalars, (list) => this.#said(list));
  }

  #said(list: SchoolList): readonly Scalar[] {
    return this.allReaders.flatMap((reader) => reader.said.get(list) ?? []);
  }

  /** Those of its sections, and of the sections in their entries. */
  get allReaders(): SectionReader[] {
    return [...this.readers.values()].flatMap(({ all }) => all);
  }

  /** What a text that ends here ends in. */
  get where(): string {
    const words: readonly string[] = [
      'before its closing bracket',
      'inside a list of pages',
      'inside a section',
      'inside a record',
    ];
    return words[this.#level];
  }

  /** Takes one token, or as many as belong to a record or to what is passed over; gives the index of the next. */
  take(tokens: readonly Token[], at: number): number {
    if (this.#passed.isOpen) return this.#passed.take(tokens, at);
    if (this.#level === Level.Record) return this.#inRecord(tokens, at);
    const token = tokens[at];
    if (this.#level === Level.Section) this.#inSection(token);
    else if (this.#level === Level.Document) this.#inDocument(token);
    else this.#inPages(token);
    return at + 1;
  }

  /** How many lists and objects the next token is in, if it is in no record. */
  #around(): number {
    return this.around + 1 + this.#outer.length + (this.#reader === null ? 0 : 1);
  }

  #inDocument(token: Token): void {
    if (token.name === 'keyValue') {
      this.#key = String(token.value);
      return;
    }
    if (token.name === 'endObject') {
      this.#leave();
      return;
    }
    const node = this.#node.inner.get(this.#key);
    if (node === undefined) {
      this.keys.noteUnread(this.#node, this.#key, begins(token));
      if (begins(token)) this.#passed.begin(this.#around());
      return;
    }
    this.keys.noteMet(node);
    this.#noteSeen(node);
    const scalar = begins(token) ? this.scalars.nested : this.scalars.of(token);
    if (node.isSchoolValue && this.#pages === 0) this.school.set(node.path, scalar);
    if (this.#pages > 0 && node.section !== null && begins(token)) this.#onPage.add(node);
    if (node.section !== null && token.name === 'startArray') {
      this.#beginSection(node.section);
      return;
    }
    if (node.section !== null && token.name === 'startObject') {
      this.#beginAlone(node.section);
      return;
    }
    if (node.section !== null && !(node.section.isOptional && token.name === 'nullValue'))
      this.notLists.set(node.path, 'no list');
    if (token.name === 'startObject' && node.inner.size > 0) {
      this.#outer.push({ node: this.#node, isPage: false });
      this.#node = node;
      return;
    }
    if (token.name === 'startArray' && node.hasPages) {
      this.#beginPages(node);
      return;
    }
    if (begins(token)) this.#passed.begin(this.#around());
    if (!scalar.isBlank) this.#noteNoObject(node);
  }

  #beginSection(plan: SectionPlan): void {
    this.#reader = this.readerOf(plan);
    this.#level = Level.Section;
  }

  /** An object where a list belongs is a list of one, if it is an entry. */
  #beginAlone(plan: SectionPlan): void {
    const around = this.#around();
    this.#reader = this.readerOf(plan);
    this.#envelope = new Envelope();
    this.#level = Level.Record;
    this.#builder.begin(this.#reader.shape, around);
  }

  #endAlone(reader: SectionReader, { list }: Envelope): void {
    const { name, isOptional } = reader.plan;
    const is = reader.addAlone(this.#builder.record);
    if (is === 'neither' || (is === 'page' && !isOptional)) this.notLists.set(name, reader.envelopeInWords(list));
    this.#envelope = null;
    this.#reader = null;
    this.#level = Level.Document;
  }

  /** The one that is there, on a further page. */
  readerOf(plan: SectionPlan): SectionReader {
    const known = this.readers.get(plan.name);
    const { limits, source } = this.plan.pipeline;
    const reader = known ?? new SectionReader(plan, this.scalars, limits, source.school.isMany);
    this.readers.set(plan.name, reader);
    return reader;
  }

  #beginPages(node: DocumentNode): void {
    this.#outer.push({ node: this.#node, isPage: false });
    this.#node = node;
    this.#pages++;
    this.#level = Level.Pages;
    for (const below of allBelow(node)) {
      if (below.isSchoolValue) this.school.set(below.path, this.scalars.nested);
      // Without a page, the section is an empty list.
      if (below.section === null) continue;
      this.readerOf(below.section);
      this.#seen.add(below);
    }
  }

  #inPages(token: Token): void {
    if (token.name === 'endArray') {
      this.#pages--;
      this.#leave();
    } else if (token.name === 'startObject') {
      this.#beginPage();
      this.#outer.push({ node: this.#node, isPage: true });
      this.#level = Level.Document;
    } else {
      this.#beginPage();
      this.#notePageWithout(this.#node);
      if (begins(token)) this.#passed.begin(this.#around());
    }
  }

  #beginPage(): void {
    for (const below of allBelow(this.#node)) {
      this.#seen.delete(below);
      this.#onPage.delete(below);
      if (below.section !== null) this.readers.get(below.section.name)?.mark();
    }
  }

  /** Goes on around an object, or a list of pages. */
  #leave(): void {
    const around = this.#outer.pop();
    if (around === undefined) {
      this.isWhole = true;
      return;
    }
    if (around.isPage) this.#notePageWithout(this.#node);
    this.#node = around.node;
    this.#level = around.isPage ? Level.Pages : Level.Document;
  }

  /** A page that lacks a list is no empty one: it may have been cut out of the extract. */
  #notePageWithout(node: DocumentNode): void {
    for (const below of allBelow(node)) {
      const { section, path } = below;
      if (section?.isOptional === false && !this.#seen.has(below)) this.notLists.set(path, 'missing on a page');
      if (section?.isOptional !== true) continue;
      (this.#onPage.has(below) ? this.#onSomePage : this.#onNoPage).add(below);
      // No page may have it, but one that lacks what others have has lost it.
      if (this.#onSomePage.has(below) && this.#onNoPage.has(below)) this.notLists.set(path, 'missing on a page');
    }
  }

  /** If a key comes twice, the last one counts, with all that is in it. */
  #noteSeen(node: DocumentNode): void {
    if (this.#seen.has(node)) {
      this.school.repeated.add(node.path);
      for (const again of [node, ...allBelow(node)]) {
        // What other pages have stays.
        if (this.#pages > 0) this.readers.get(again.path)?.goBack();
        else {
          this.readers.delete(again.path);
          this.notLists.delete(again.path);
          this.school.forget(again.path);
        }
        this.#seen.delete(again);
      }
    }
    this.#seen.add(node);
  }

  /** Anything else in the place of an object has no values of the school in it, no section, and is not blank either. */
  #noteNoObject(node: DocumentNode): void {
    for (const below of allBelow(node)) {
      if (below.isSchoolValue) this.school.set(below.path, this.scalars.nested);
      if (below.section?.isOptional === true) this.notLists.set(below.path, 'no list');
    }
  }

  #inSection(token: Token): void {
    const reader = this.#reader;
    if (reader === null) throw new Error('a section without a reader');
    if (token.name === 'startObject') {
      this.#level = Level.Record;
      this.#builder.begin(reader.shape, this.#around());
    } else if (token.name === 'endArray') {
      this.#level = Level.Document;
      this.#reader = null;
    } else {
      reader.addNoObject();
      if (token.name === 'startArray') this.#passed.begin(this.#around());
    }
  }

  #inRecord(tokens: readonly Token[], at: number): number {
    const next = this.#builder.take(tokens, at);
    this.#envelope?.see(tokens, at, next);
    if (this.#builder.isWhole && this.#reader !== null) {
      if (this.#envelope !== null) this.#endAlone(this.#reader, this.#envelope);
      else {
        this.#level = Level.Section;
        this.#reader.add(this.#builder.record);
      }
    }
    return next;
  }
}
