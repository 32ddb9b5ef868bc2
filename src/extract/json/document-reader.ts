import { jsonParser } from 'stream-json/core/parser.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import type { SchoolList } from '../../pipeline/source/whose-document.js';
import { Dictionary } from '../../table/dictionary.js';
import type { BrokenDocument, DocumentProblemCode, Extract } from '../extract.js';
import { brokenDocument } from './broken-document.js';
import { allBelow, type DocumentNode } from '../plan/document-plan.js';
import { gather } from '../items/gather.js';
import { Envelope } from '../items/envelope.js';
import { KeptFindings } from '../items/kept-findings.js';
import { tooLarge } from '../limits.js';
import { PassedOver } from '../bytes/passed-over.js';
import { RecordBuilder } from '../items/record-builder.js';
import { Scalars, type Scalar } from '../items/scalar.js';
import { SchoolValues } from '../items/school-values.js';
import type { Definition } from '../plan/definition.js';
import type { SectionPlan } from '../plan/section-plan.js';
import { bySchool, schoolsWithoutId } from '../items/by-school.js';
import { SectionReader } from '../items/section-reader.js';
import type { NotedFinding } from '../items/section-reading.js';
import { SyntaxProblem } from './syntax-problem.js';
import { begins, type Token } from './token.js';
import type { Validate } from '../items/validate.js';

/** What a reader needs to know of a pipeline, made once for all documents. */
export interface ReadingPlan {
  readonly pipeline: Pipeline;
  /** Whether documents have only what an example is about, so paths may be missing. */
  readonly isExample: boolean;
  /** Those that are in no other. */
  readonly sections: readonly SectionPlan[];
  readonly document: DocumentNode;
  readonly validate: Validate;
  /** How scalars are read, by the numbers that sections name. */
  readonly definitions: readonly Definition[];
  /** For what is outside any document. */
  readonly noScalars: Scalars;
}

export type Read = { readonly extract: Extract } | { readonly broken: BrokenDocument };

/** What an object or a list of the document is in. */
interface Around {
  readonly node: DocumentNode;
  /** Whether it is a page, in the list of pages of that node. */
  readonly isPage: boolean;
}

interface Named {
  readonly school: string | null;
  readonly name: string | null;
}

type Parse = (text: string | symbol) => unknown;

const enum Level {
  Outside,
  Document,
  Pages,
  Section,
  Record,
}

/**
 * Reads one text: a document, or an array of documents. Bytes are fed as they come; what is not listed in the pipeline
 * is passed over token by token and never becomes a value of a record.
 */
export class DocumentReader {
  readonly #parse = jsonParser({ streamValues: false }) as unknown as Parse;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #finished: Read[] = [];
  #inArray = false;
  #documents = 0;
  #blank = true;
  /** Those of the document in hand and of what came before it. */
  #bytes = 0;
  #closed = false;
  #level: Level = Level.Outside;
  readonly #passed: PassedOver;
  /** Those of the document in hand; between documents, `noScalars`. */
  #scalars: Scalars;
  readonly #noScalars: Scalars;
  #school: SchoolValues;
  /** The document that came before the rest of a text that should hold no more. */
  #ended: Named | null = null;
  #readers = new Map<string, SectionReader>();
  /** Sections that are no lists, each with what is there. */
  #notLists = new Map<string, string>();
  #seen = new Set<DocumentNode>();
  /** The object of the document in hand, and those around it. */
  #node: DocumentNode;
  #outer: Around[] = [];
  /** How many lists of pages the next token is in. */
  #pages = 0;
  /** Looked for in the object in hand, if it is where the list of a section belongs. */
  #envelope: Envelope | null = null;
  #key = '';
  #reader: SectionReader | null = null;
  #builder: RecordBuilder;

  constructor(private readonly plan: ReadingPlan) {
    this.#node = plan.document;
    const { limits } = plan.pipeline;
    this.#passed = new PassedOver(limits);
    this.#scalars = this.#noScalars = plan.noScalars;
    this.#school = this.#values(this.#scalars);
    this.#builder = new RecordBuilder(this.#scalars, limits);
  }

  #values(scalars: Scalars): SchoolValues {
    return new SchoolValues(scalars, (list) => this.#said(list));
  }

  #said(list: SchoolList): readonly Scalar[] {
    const readers = [...this.#readers.values()].flatMap(({ all }) => all);
    return readers.flatMap((reader) => reader.said.get(list) ?? []);
  }

  /** Whether nothing but white space has come. */
  get isEmpty(): boolean {
    return this.#blank;
  }

  /** Whether one whole value has come. */
  get isComplete(): boolean {
    return this.#closed;
  }

  /** Whether the text is an array of documents. */
  get isArray(): boolean {
    return this.#inArray;
  }

  /** @throws SyntaxProblem */
  feed(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > this.plan.pipeline.limits.bytes) throw tooLarge(this.plan.pipeline.limits);
    const text = this.#decode(bytes);
    if (this.#blank) this.#blank = /^[ \t\r\n]*$/.test(text);
    if (text !== '') this.#take(text);
  }

  #decode(bytes: Uint8Array): string {
    try {
      return this.#decoder.decode(bytes, { stream: true });
    } catch {
      throw new SyntaxProblem('wrong-encoding', 'there is a byte here that UTF-8 text does not have');
    }
  }

  /** @throws SyntaxProblem if the text ends too early */
  end(): void {
    try {
      this.#decoder.decode();
    } catch {
      throw new SyntaxProblem('cut-short', 'the document ends inside a character');
    }
    this.#take(none);
  }

  /** Documents that are whole. One that is not in an array is known to be whole only at the text's end. */
  takeFinished(): Read[] {
    return this.#finished.splice(0);
  }

  /** Documents that are whole although the text goes on. */
  takeFinishedInArray(): Read[] {
    return this.#inArray ? this.takeFinished() : [];
  }

  /** What can be said of the document that broke. */
  broken({ code, message }: SyntaxProblem): BrokenDocument {
    return brokenDocument(this.#ended ?? this.#named(), code, message);
  }

  #take(text: string | symbol): void {
    let tokens: unknown;
    try {
      tokens = this.#parse(text);
    } catch (error) {
      // The text is longer than any can be.
      if (error instanceof RangeError) throw error;
      throw syntaxProblem(error as Error, text === none, this.#level);
    }
    if (tokens === none) return;
    const { values } = tokens as { values: Token[] };
    for (let at = 0; at < values.length;) at = this.#handle(values, at);
  }

  /** Takes one token, or as many as belong to a record or to what is passed over; gives the index of the next. */
  #handle(tokens: readonly Token[], at: number): number {
    if (this.#passed.isOpen) return this.#pass(tokens, at);
    if (this.#level === Level.Record) return this.#inRecord(tokens, at);
    const token = tokens[at];
    if (this.#level === Level.Section) this.#inSection(token);
    else if (this.#level === Level.Document) this.#inDocument(token);
    else if (this.#level === Level.Pages) this.#inPages(token);
    else this.#outside(token);
    return at + 1;
  }

  #pass(tokens: readonly Token[], at: number): number {
    const next = this.#passed.take(tokens, at);
    if (!this.#passed.isOpen && this.#level === Level.Outside && !this.#inArray) this.#closed = true;
    return next;
  }

  #outside(token: Token): void {
    if (token.name === 'startObject') {
      this.#begin();
    } else if (token.name === 'startArray' && !this.#inArray && !this.#closed) {
      this.#inArray = true;
    } else if (token.name === 'endArray') {
      this.#closed = true;
    } else {
      if (token.name === 'startArray') this.#passed.begin(this.#around());
      else this.#closed = !this.#inArray;
      this.#documents++;
      const nobody = { school: null, name: null };
      this.#finished.push({ broken: brokenDocument(nobody, 'not-an-object', `${this.#whichDocument()} is no object`) });
    }
  }

  /** How many lists and objects the next token is in, if it is in no record. */
  #around(): number {
    const document = this.#level === Level.Outside ? 0 : 1 + this.#outer.length;
    return (this.#inArray ? 1 : 0) + document + (this.#reader === null ? 0 : 1);
  }

  /** In an array, a document that does not say its school is known by its number, from 1. */
  #whichDocument(): string {
    return this.#inArray ? `Document ${String(this.#documents)} of the array` : 'The document';
  }

  #begin(): void {
    this.#documents++;
    this.#level = Level.Document;
    const { pipeline, validate, definitions } = this.plan;
    const { limits } = pipeline;
    this.#scalars = new Scalars(new Dictionary(), validate, definitions, limits);
    this.#school = this.#values(this.#scalars);
    this.#builder = new RecordBuilder(this.#scalars, limits);
    this.#readers = new Map();
    this.#notLists = new Map();
    this.#pages = 0;
    this.#envelope = null;
    this.#seen = new Set();
    this.#node = this.plan.document;
    this.#outer = [];
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
      if (begins(token)) this.#passed.begin(this.#around());
      return;
    }
    this.#noteSeen(node);
    const scalar = begins(token) ? this.#scalars.nested : this.#scalars.of(token);
    if (node.isSchoolValue && this.#pages === 0) this.#school.set(node.path, scalar);
    if (node.section !== null && token.name === 'startArray') {
      this.#beginSection(node.section);
      return;
    }
    if (node.section !== null && token.name === 'startObject') {
      this.#beginAlone(node.section);
      return;
    }
    if (node.section !== null && !(node.section.isOptional && token.name === 'nullValue'))
      this.#notLists.set(node.path, 'no list');
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
    this.#reader = this.#readerOf(plan);
    this.#level = Level.Section;
  }

  /** An object where a list belongs is a list of one, if it is an entry. */
  #beginAlone(plan: SectionPlan): void {
    const around = this.#around();
    this.#reader = this.#readerOf(plan);
    this.#envelope = new Envelope();
    this.#level = Level.Record;
    this.#builder.begin(this.#reader.shape, around);
  }

  #endAlone(reader: SectionReader, { list }: Envelope): void {
    const { name, isOptional } = reader.plan;
    const is = reader.addAlone(this.#builder.record);
    if (is === 'neither' || (is === 'page' && !isOptional)) this.#notLists.set(name, reader.envelopeInWords(list));
    this.#envelope = null;
    this.#reader = null;
    this.#level = Level.Document;
  }

  /** The one that is there, on a further page. */
  #readerOf(plan: SectionPlan): SectionReader {
    const known = this.#readers.get(plan.name);
    const { limits, source } = this.plan.pipeline;
    const reader = known ?? new SectionReader(plan, this.#scalars, limits, source.school.isMany);
    this.#readers.set(plan.name, reader);
    return reader;
  }

  #beginPages(node: DocumentNode): void {
    this.#outer.push({ node: this.#node, isPage: false });
    this.#node = node;
    this.#pages++;
    this.#level = Level.Pages;
    for (const below of allBelow(node)) {
      if (below.isSchoolValue) this.#school.set(below.path, this.#scalars.nested);
      // Without a page, the section is an empty list.
      if (below.section === null) continue;
      this.#readerOf(below.section);
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
      if (below.section !== null) this.#readers.get(below.section.name)?.mark();
    }
  }

  /** Goes on around an object, or a list of pages. */
  #leave(): void {
    const around = this.#outer.pop();
    if (around === undefined) {
      this.#endDocument();
      return;
    }
    if (around.isPage) this.#notePageWithout(this.#node);
    this.#node = around.node;
    this.#level = around.isPage ? Level.Pages : Level.Document;
  }

  /** A page that lacks a list is no empty one: it may have been cut out of the extract. */
  #notePageWithout(node: DocumentNode): void {
    for (const { section, path } of allBelow(node).filter((below) => !this.#seen.has(below)))
      if (section?.isOptional === false) this.#notLists.set(path, 'missing on a page');
  }

  #endDocument(): void {
    this.#level = Level.Outside;
    this.#closed = !this.#inArray;
    this.#bytes = 0;
    const named = this.#named();
    this.#finished.push(...this.#finish(named));
    // The extract owns what was kept, and may be gone long before the next document begins.
    this.#readers = new Map();
    this.#scalars = this.#noScalars;
    this.#builder = new RecordBuilder(this.#noScalars, this.plan.pipeline.limits);
    // What breaks between two documents belongs to neither.
    this.#ended = this.#inArray ? null : named;
    this.#school = this.#values(this.#noScalars);
  }

  /** If a key comes twice, the last one counts, with all that is in it. */
  #noteSeen(node: DocumentNode): void {
    if (this.#seen.has(node)) {
      this.#school.repeated.add(node.path);
      for (const again of [node, ...allBelow(node)]) {
        // What other pages have stays.
        if (this.#pages > 0) this.#readers.get(again.path)?.goBack();
        else {
          this.#readers.delete(again.path);
          this.#notLists.delete(again.path);
          this.#school.forget(again.path);
        }
        this.#seen.delete(again);
      }
    }
    this.#seen.add(node);
  }

  /** Anything else in the place of an object has no values of the school in it, no section, and is not blank either. */
  #noteNoObject(node: DocumentNode): void {
    for (const below of allBelow(node)) {
      if (below.isSchoolValue) this.#school.set(below.path, this.#scalars.nested);
      if (below.section?.isOptional === true) this.#notLists.set(below.path, 'no list');
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

  #named(): Named {
    const { id, name } = this.plan.pipeline.source.school;
    return { school: this.#school.id(id), name: this.#school.text(name) };
  }

  /** The sections that must be there and are not, each with a reason. */
  #lacks(): string[] {
    return this.plan.sections.flatMap((plan) => {
      const { name, isOptional } = plan;
      const notAList = this.#notLists.get(name);
      if (notAList !== undefined) return [`${name} (${notAList})`];
      if (!this.#readers.has(name) && !isOptional) return [`${name} (missing)`];
      return this.#readerOf(plan).lacking.map(([section, reason]) => `${section} (${reason})`);
    });
  }

  #finish({ school, name }: Named): Read[] {
    const fail = (code: DocumentProblemCode, what: string): Read[] => [
      { broken: brokenDocument({ school, name }, code, what) },
    ];
    const { id, name: nameSource, extractedAt, isMany } = this.plan.pipeline.source.school;
    const { said, without } = this.#school.schools(id, nameSource);
    const unfit = this.#school.unfitLists(id);
    if (isMany ? said.length === 0 : school === null)
      return said.length > 1
        ? fail('many-schools', `${this.#whichDocument()} has several ${id.said}`)
        : fail(
            'no-school-id',
            `${this.#whichDocument()} has no usable ${id.said}${unfit.length === 0 ? '' : `: no entry of ${unfit.join(' or ')} fits its where`}`,
          );
    const lacks = this.#lacks();
    if (lacks.length > 0) return fail('missing-section', `A section is missing or is no list: ${lacks.join(', ')}`);
    const readers = [...this.#readers.values()].flatMap(({ all }) => all);
    const unmet = this.plan.isExample ? [] : readers.flatMap((reader) => reader.unmetNeeds(this.plan.pipeline.places));
    if (unmet.length > 0) return fail('missing-path', `A path that decides is in no entry: ${unmet.join(', ')}`);
    const findings = new KeptFindings<NotedFinding>(this.plan.pipeline.limits.findings);
    findings.push(...this.#school.findings(this.plan.pipeline));
    const indexes = new Map(
      readers.flatMap((reader) => reader.indexes.map((index) => [index.plan.number, index] as const)),
    );
    for (const reader of readers) reader.answer(indexes);
    for (const reader of readers) reader.addFindingsTo(findings, this.plan.pipeline.places);
    if (isMany && without > 0) findings.push(schoolsWithoutId(id.said, without));
    const { schools, rejectedOf, sections, isOutside, ...gathered } = gather(
      readers,
      this.plan.pipeline,
      this.#scalars.dictionary,
      findings.kept,
    );
    const whole = {
      extractedAt: this.#school.textAt(extractedAt),
      extractedInstant: this.#school.instant(extractedAt, this.plan.pipeline.timezone),
      ...gathered,
      // What is said of a link counts with it.
      findings: findings.kept.filter((finding) => !isOutside(finding)),
      furtherFindings: findings.beyond,
    };
    if (!isMany) return [{ extract: { school: school ?? '', name, ...whole } }];
    return bySchool(
      { ...whole, schools, rejectedOf, sections },
      said,
      this.plan.pipeline,
      this.#scalars.dictionary,
    ).map((extract) => ({ extract }));
  }
}

/** What the parser takes for the end of its input, and gives if it has nothing to give. */
const none = Symbol.for('object-stream.none');

function syntaxProblem(error: Error, atEnd: boolean, level: Level): SyntaxProblem {
  if (!atEnd) return new SyntaxProblem('not-json', error.message.replace(/^Parser (cannot parse input: |has )?/, ''));
  if (/string|escaped/.test(error.message)) return new SyntaxProblem('cut-short', 'the document ends inside a string');
  const where = {
    [Level.Outside]: 'inside a value',
    [Level.Document]: 'before its closing bracket',
    [Level.Pages]: 'inside a list of pages',
    [Level.Section]: 'inside a section',
  }[level as number];
  return new SyntaxProblem('cut-short', `the document ends ${where ?? 'inside a record'}`);
}
