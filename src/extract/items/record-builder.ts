import type { Limits } from '../../pipeline/limits.js';
import { tooMany } from '../limits.js';
import { PassedOver } from '../bytes/passed-over.js';
import { RawObject, type RawEntry } from '../json/raw-object.js';
import type { Scalars } from './scalar.js';
import { Shape } from '../plan/shape.js';
import { begins, type Token } from '../json/token.js';

/** Where the builder is: in an object, behind one of its keys, perhaps in the list there. */
interface Standing {
  readonly object: RawObject;
  readonly index: number;
  readonly keys: number;
  readonly list: RawEntry[] | null;
}

/** Builds from tokens what is kept of records, one after another; what a shape does not list never becomes a value. */
export class RecordBuilder {
  #object = new RawObject(new Shape());
  #index = -1;
  /** How many keys of the object have come. */
  #keys = 0;
  #list: RawEntry[] | null = null;
  #isWhole = false;
  /** How many lists and objects the next token is in. */
  #around = 0;
  readonly #outer: Standing[] = [];
  readonly #passed: PassedOver;
  /** Nothing is kept of an empty object, so a list of many holds the same one again and again. */
  readonly #empty = new Map<Shape, RawObject>();

  /** @param scalars of the document whose records these are */
  constructor(
    private readonly scalars: Scalars,
    private readonly limits: Limits,
  ) {
    this.#passed = new PassedOver(limits);
  }

  /** The record in hand. */
  get record(): RawObject {
    return this.#object;
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** @param around how many lists and objects the record is in */
  begin(shape: Shape, around: number): void {
    this.#object = new RawObject(shape);
    this.#index = -1;
    this.#keys = 0;
    this.#around = around + 1;
    this.#isWhole = false;
  }

  /** @returns the index of the first token after the record, or the number of tokens if it goes on after them */
  take(tokens: readonly Token[], from: number): number {
    let at = from;
    while (!this.#isWhole && at < tokens.length) {
      if (this.#passed.isOpen) at = this.#passed.take(tokens, at);
      else this.#take(tokens[at++]);
    }
    return at;
  }

  #take(token: Token): void {
    if (this.#list !== null) this.#inList(token, this.#list);
    else if (token.name === 'keyValue') this.#index = this.#object.shape.find(token.value as string, this.#keys++);
    else if (token.name === 'endObject') this.#leave();
    else if (this.#index >= 0) this.#valueOf(this.#object, this.#index, token);
    else if (begins(token)) this.#passed.begin(this.#around);
  }

  #valueOf(object: RawObject, index: number, token: Token): void {
    if (object.values[index] !== undefined) {
      object.repeated ??= [];
      if (!object.repeated.includes(index)) object.repeated.push(index);
    }
    if (!begins(token)) object.values[index] = this.scalars.of(token);
    else if (token.name === 'startArray' && (object.shape.isList[index] || object.shape.isPaged[index])) {
      this.#list = object.values[index] = [];
      this.#around++;
    } else object.values[index] = this.#beginInner(object.shape, index, token);
  }

  #inList(token: Token, list: RawEntry[]): void {
    if (token.name === 'endArray') {
      this.#list = null;
      this.#around--;
      return;
    }
    if (list.length >= this.limits.listEntries) this.#assertFew(list.length);
    list.push(begins(token) ? this.#beginInner(this.#object.shape, this.#index, token) : this.scalars.of(token));
  }

  #assertFew(length: number): void {
    const { shape } = this.#object;
    const most = shape.isSection[this.#index] ? this.limits.sectionEntries : this.limits.listEntries;
    if (length >= most) throw tooMany(shape.paths[this.#index], most);
  }

  /** What represents an object or a list: what is kept of it, or only that there was one. */
  #beginInner(shape: Shape, index: number, token: Token): RawEntry {
    const inner = token.name === 'startObject' ? shape.inner[index] : null;
    if (inner === null) {
      this.#passed.begin(this.#around);
      return this.scalars.nested;
    }
    const into = new RawObject(inner);
    this.#outer.push({ object: this.#object, index: this.#index, keys: this.#keys, list: this.#list });
    this.#object = into;
    this.#around++;
    this.#index = -1;
    this.#keys = 0;
    this.#list = null;
    return into;
  }

  #emptyOf(object: RawObject): RawObject {
    const known = this.#empty.get(object.shape);
    if (known === undefined) this.#empty.set(object.shape, object);
    return known ?? object;
  }

  #leave(): void {
    const standing = this.#outer.pop();
    if (standing === undefined) {
      this.#isWhole = true;
      return;
    }
    if (this.#keys === 0 && standing.list !== null)
      standing.list[standing.list.length - 1] = this.#emptyOf(this.#object);
    this.#object = standing.object;
    this.#around--;
    this.#index = standing.index;
    this.#keys = standing.keys;
    this.#list = standing.list;
  }
}
