import { jsonParser } from 'stream-json/core/parser.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { builtInRules } from '../pipeline/rule.js';
import { isBlank } from '../pipeline/text.js';
import type {
  BrokenDocument,
  DocumentProblemCode,
  Extract,
  ExtractFinding,
  ExtractedLinks,
  ExtractedRecords,
} from './extract.js';
import { brokenDocument } from './broken-document.js';
import { nested, type Literals, type RawScalar, type RawValue } from './raw.js';
import type { SectionPlan } from './section-plan.js';
import { SectionReader } from './section-reader.js';
import { toId, toText } from './values.js';
import { SyntaxProblem } from './syntax-problem.js';
import type { Validator } from './validate.js';

/** What a reader needs to know of a pipeline, made once for all documents. */
export interface ReadingPlan {
  readonly pipeline: Pipeline;
  readonly sections: ReadonlyMap<string, SectionPlan>;
  readonly validators: ReadonlyMap<string, Validator>;
  readonly validateSchoolId: Validator;
}

export type Read = { readonly extract: Extract } | { readonly broken: BrokenDocument };

interface Token {
  readonly name: string;
  readonly value?: string | boolean | null;
}

/** What no extract needs, and what would cost memory without end. */
export const limits = {
  /** Lists and objects inside one another. */
  depth: 100,
  /** UTF-16 code units of one string, key or number. */
  length: 1_000_000,
} as const;

function tooLong(): SyntaxProblem {
  return new SyntaxProblem('too-long', `a string, key or number of more than ${String(limits.length)} characters`);
}

type Parse = (text: string | symbol) => unknown;

const enum Level {
  Outside,
  Document,
  Section,
  Record,
  List,
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
  #blank = true;
  #depth = 0;
  #sinceToken = 0;
  #closed = false;
  #level: Level = Level.Outside;
  #skip = 0;
  #school = new SchoolValues();
  #readers = new Map<string, SectionReader>();
  #notLists = new Set<string>();
  #seen = new Set<string>();
  #key = '';
  #reader: SectionReader | null = null;
  #index = -1;
  #values: RawValue[] = [];
  #literals: Literals = [];
  #given: boolean[] = [];
  #repeated: number[] = [];

  constructor(private readonly plan: ReadingPlan) {}

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
    let text: string;
    try {
      text = this.#decoder.decode(bytes, { stream: true });
    } catch {
      throw new SyntaxProblem('wrong-encoding', 'a byte stands here that UTF-8 text does not have');
    }
    if (this.#blank) this.#blank = /^[ \t\r\n]*$/.test(text);
    if (text !== '') this.#take(text);
  }

  /** @throws SyntaxProblem where the text ends too early */
  end(): void {
    try {
      this.#decoder.decode();
    } catch {
      throw new SyntaxProblem('cut-short', 'the document ends inside a character');
    }
    this.#take(none);
  }

  /** Documents that are whole. A document that is not in an array is known to be one only at the text's end. */
  takeFinished(): Read[] {
    return this.#finished.splice(0);
  }

  /** Documents that are whole although the text goes on. */
  takeFinishedInArray(): Read[] {
    return this.#inArray ? this.takeFinished() : [];
  }

  /** What can be said of the document that broke. */
  broken({ code, message }: SyntaxProblem): BrokenDocument {
    return brokenDocument(this.#named(), code, message);
  }

  #take(text: string | symbol): void {
    let tokens: unknown;
    try {
      tokens = this.#parse(text);
    } catch (error) {
      throw syntaxProblem(error as Error, text === none, this.#level);
    }
    if (tokens === none) {
      // A text in which nothing ends is held in memory until something does.
      this.#sinceToken += typeof text === 'string' ? text.length : 0;
      if (this.#sinceToken > limits.length) throw tooLong();
      return;
    }
    for (const token of (tokens as { values: Token[] }).values) {
      this.#limit(token);
      if (this.#skip > 0) this.#pass(token);
      else this.#handle(token);
    }
  }

  #limit({ name, value }: Token): void {
    if (name === 'startObject' || name === 'startArray') this.#depth++;
    else if (name === 'endObject' || name === 'endArray') this.#depth--;
    this.#sinceToken = 0;
    if (this.#depth > limits.depth) {
      throw new SyntaxProblem('too-deep', `more than ${String(limits.depth)} lists and objects inside one another`);
    }
    if (typeof value === 'string' && value.length > limits.length) throw tooLong();
  }

  /** Inside of something that is not listed: only its end matters. */
  #pass(token: Token): void {
    if (token.name === 'startObject' || token.name === 'startArray') this.#skip++;
    else if (token.name === 'endObject' || token.name === 'endArray') this.#skip--;
    if (this.#skip === 0 && this.#level === Level.Outside && !this.#inArray) this.#closed = true;
  }

  #handle(token: Token): void {
    switch (this.#level) {
      case Level.Outside:
        return this.#outside(token);
      case Level.Document:
        return this.#inDocument(token);
      case Level.Section:
        return this.#inSection(token);
      case Level.Record:
        return this.#inRecord(token);
      case Level.List:
        return this.#inList(token);
    }
  }

  #outside(token: Token): void {
    if (token.name === 'startObject') {
      this.#begin();
    } else if (token.name === 'startArray' && !this.#inArray && !this.#closed) {
      this.#inArray = true;
    } else if (token.name === 'endArray') {
      this.#closed = true;
    } else {
      if (token.name === 'startArray') this.#skip = 1;
      else this.#closed = !this.#inArray;
      const nobody = { school: null, name: null };
      this.#finished.push({ broken: brokenDocument(nobody, 'not-an-object', 'The document is no object') });
    }
  }

  #begin(): void {
    this.#level = Level.Document;
    this.#school = new SchoolValues();
    this.#readers = new Map();
    this.#notLists = new Set();
    this.#seen = new Set();
  }

  #inDocument(token: Token): void {
    if (token.name === 'keyValue') {
      this.#key = String(token.value);
      return;
    }
    if (token.name === 'endObject') {
      this.#level = Level.Outside;
      this.#closed = !this.#inArray;
      this.#finished.push(this.#finish());
      // What breaks between two documents belongs to neither.
      if (this.#inArray) this.#school = new SchoolValues();
      return;
    }
    const plan = this.plan.sections.get(this.#key);
    const starts = token.name === 'startObject' || token.name === 'startArray';
    if (plan === undefined) {
      if (Object.values(this.plan.pipeline.source.school).includes(this.#key)) this.#noteSchoolValue(token, starts);
      if (starts) this.#skip = 1;
      return;
    }
    this.#noteSeen();
    this.#readers.delete(this.#key);
    if (token.name === 'startArray') {
      this.#notLists.delete(this.#key);
      const validate = this.plan.validators.get(this.#key);
      if (validate === undefined) throw new Error(`no validator for section ${this.#key}`);
      this.#reader = new SectionReader(plan, validate);
      this.#readers.set(this.#key, this.#reader);
      this.#level = Level.Section;
    } else {
      this.#notLists.add(this.#key);
      if (starts) this.#skip = 1;
    }
  }

  #noteSchoolValue(token: Token, starts: boolean): void {
    this.#noteSeen();
    this.#school.set(this.#key, starts ? nested : scalar(token), literal(token));
  }

  #noteSeen(): void {
    if (this.#seen.has(this.#key)) this.#school.repeated.add(this.#key);
    this.#seen.add(this.#key);
  }

  #inSection(token: Token): void {
    if (token.name === 'startObject') {
      this.#level = Level.Record;
      this.#values = [];
      this.#literals = [];
      this.#given = [];
      this.#repeated = [];
      const keys = this.#reader?.plan.keys.length ?? 0;
      for (let index = 0; index < keys; index++) {
        this.#values.push(null);
        this.#literals.push(undefined);
        this.#given.push(false);
      }
    } else if (token.name === 'endArray') {
      this.#level = Level.Document;
      this.#reader = null;
    } else {
      this.#reader?.addNoObject();
      if (token.name === 'startArray') this.#skip = 1;
    }
  }

  #inRecord(token: Token): void {
    const reader = this.#reader;
    if (reader === null) throw new Error('a record outside of a section');
    if (token.name === 'keyValue') {
      this.#index = reader.plan.indexOf.get(String(token.value)) ?? -1;
      return;
    }
    if (token.name === 'endObject') {
      this.#level = Level.Section;
      reader.add({ values: this.#values, literals: this.#literals, repeated: this.#repeated });
      return;
    }
    const starts = token.name === 'startObject' || token.name === 'startArray';
    if (this.#index < 0) {
      if (starts) this.#skip = 1;
      return;
    }
    if (this.#given[this.#index] === true) {
      if (!this.#repeated.includes(this.#index)) this.#repeated.push(this.#index);
    }
    this.#given[this.#index] = true;
    if (token.name === 'startArray' && reader.plan.definitions[this.#index] === 'ids') {
      this.#values[this.#index] = [];
      this.#literals[this.#index] = [];
      this.#level = Level.List;
      return;
    }
    this.#values[this.#index] = token.name === 'startArray' ? [] : starts ? nested : scalar(token);
    this.#literals[this.#index] = literal(token);
    if (starts) this.#skip = 1;
  }

  #inList(token: Token): void {
    if (token.name === 'endArray') {
      this.#level = Level.Record;
      return;
    }
    const starts = token.name === 'startObject' || token.name === 'startArray';
    (this.#values[this.#index] as RawValue[]).push(starts ? nested : scalar(token));
    (this.#literals[this.#index] as (string | undefined)[]).push(literal(token));
    if (starts) this.#skip = 1;
  }

  #named(): { school: string | null; name: string | null } {
    const { id, name } = this.plan.pipeline.source.school;
    return { school: this.#school.id(id, this.plan.validateSchoolId), name: this.#school.text(name) };
  }

  #finish(): Read {
    const { school, name } = this.#named();
    const fail = (code: DocumentProblemCode, what: string): Read => ({
      broken: brokenDocument({ school, name }, code, what),
    });
    const { id, extractedAt } = this.plan.pipeline.source.school;
    if (school === null) return fail('no-school-id', `The document has no usable ${id}`);
    const missing = [...this.plan.sections.keys()].filter((section) => !this.#readers.has(section));
    if (missing.length > 0) {
      const lacks = missing.map((section) => `${section} (${this.#notLists.has(section) ? 'no list' : 'missing'})`);
      return fail('missing-section', `A section is missing or is no list: ${lacks.join(', ')}`);
    }
    const records = new Map<string, ExtractedRecords>();
    const links = new Map<string, ExtractedLinks>();
    const findings: ExtractFinding[] = [...this.#school.findings(this.plan.pipeline)];
    for (const reader of this.#readers.values()) {
      if (reader.plan.record !== null) records.set(reader.plan.record.kind.name, reader.records);
      for (const [kind, read] of reader.links) links.set(kind, read);
      for (const finding of reader.findings) findings.push(finding);
    }
    return { extract: { school, name, extractedAt: this.#school.text(extractedAt), records, links, findings } };
  }
}

/** The values at the top of a document. */
class SchoolValues {
  readonly repeated = new Set<string>();
  readonly #values = new Map<string, { value: RawValue; literal: string | undefined }>();

  set(key: string, value: RawValue, digits: string | undefined): void {
    this.#values.set(key, { value, literal: digits });
  }

  id(key: string, validate: Validator): string | null {
    const given = this.#values.get(key);
    if (given === undefined) return null;
    const faults = validate({ values: [given.value], literals: [given.literal], repeated: [] });
    return faults.length > 0 ? null : toId(given.value, given.literal);
  }

  text(key: string | null): string | null {
    const given = key === null ? undefined : this.#values.get(key);
    if (given?.literal !== undefined) return given.literal;
    return typeof given?.value === 'string' ? toText(given.value) || null : null;
  }

  findings(pipeline: Pipeline): ExtractFinding[] {
    const note = (rule: string, field: string, because: string): ExtractFinding => ({
      severity: 'warning',
      rule,
      kind: null,
      recordId: null,
      field,
      position: null,
      because,
    });
    const { name, extractedAt } = pipeline.source.school;
    const bad = [name, extractedAt].filter((key): key is string => {
      const value = key === null ? null : (this.#values.get(key)?.value ?? null);
      return !isBlank(value) && typeof value !== 'string' && typeof value !== 'number';
    });
    return [
      ...[...this.repeated].map((key) =>
        note(builtInRules.repeatedKey, key, `${key} stands more than once; the last counts.`),
      ),
      ...bad.map((key) => note(builtInRules.badValue, key, `${key} is not text; it counts as blank.`)),
    ];
  }
}

/** What the parser takes for the end of its input, and gives where it has nothing to give. */
const none = Symbol.for('object-stream.none');

function scalar(token: Token): RawScalar {
  if (token.name !== 'numberValue') return token.value ?? null;
  const number = Number(token.value);
  // ajv takes an infinite number for none at all, but the literal of one is text like any other.
  return Number.isFinite(number) ? number : Number.MAX_VALUE;
}

function literal(token: Token): string | undefined {
  return token.name === 'numberValue' ? String(token.value) : undefined;
}

function syntaxProblem(error: Error, atEnd: boolean, level: Level): SyntaxProblem {
  if (!atEnd) return new SyntaxProblem('not-json', error.message.replace(/^Parser (cannot parse input: |has )?/, ''));
  if (/string|escaped/.test(error.message)) return new SyntaxProblem('cut-short', 'the document ends inside a string');
  const inside = { [Level.Outside]: 'a value', [Level.Document]: 'the document', [Level.Section]: 'a section' }[
    level as number
  ];
  return new SyntaxProblem('cut-short', `the document ends inside ${inside ?? 'a record'}`);
}
