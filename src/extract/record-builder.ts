import { nested, RawObject, type RawEntry } from './raw.js';
import { Shape } from './shape.js';
import { begins, literalOf, scalarOf, type Token } from './token.js';

/** What comes after a token of a record. */
export const enum Next {
  /** More of the record. */
  More,
  /** The rest of an object or list that is not listed. */
  Pass,
  /** The record is whole. */
  Done,
}

/** Where the builder stands: in an object, behind one of its keys, perhaps in the list there. */
interface Standing {
  readonly object: RawObject;
  readonly index: number;
  readonly list: RawEntry[] | null;
}

/** Builds from tokens what is kept of records, one after another; what a shape does not list never becomes a value. */
export class RecordBuilder {
  #object = new RawObject(new Shape());
  #index = -1;
  #list: RawEntry[] | null = null;
  readonly #outer: Standing[] = [];

  /** The record that is whole. */
  get record(): RawObject {
    return this.#object;
  }

  begin(shape: Shape): void {
    this.#object = new RawObject(shape);
    this.#index = -1;
  }

  take(token: Token): Next {
    if (this.#list !== null) return this.#inList(token, this.#list);
    if (token.name === 'keyValue') {
      this.#index = this.#object.shape.indexOf.get(String(token.value)) ?? -1;
      return Next.More;
    }
    if (token.name === 'endObject') return this.#leave();
    if (this.#index < 0) return begins(token) ? Next.Pass : Next.More;
    return this.#valueOf(this.#object, this.#index, token);
  }

  #valueOf(object: RawObject, index: number, token: Token): Next {
    if (object.values[index] !== undefined) {
      object.repeated ??= [];
      if (!object.repeated.includes(index)) object.repeated.push(index);
    }
    if (token.name === 'startArray' && object.shape.isList[index] === true) {
      this.#list = object.values[index] = [];
      object.literals[index] = [];
      return Next.More;
    }
    const inner = token.name === 'startObject' ? (object.shape.inner[index] ?? null) : null;
    if (inner !== null) {
      const into = new RawObject(inner);
      object.values[index] = into;
      object.literals[index] = undefined;
      return this.#enter(into);
    }
    const starts = begins(token);
    object.values[index] = starts ? nested : scalarOf(token);
    object.literals[index] = literalOf(token);
    return starts ? Next.Pass : Next.More;
  }

  #inList(token: Token, list: RawEntry[]): Next {
    if (token.name === 'endArray') {
      this.#list = null;
      return Next.More;
    }
    (this.#object.literals[this.#index] as (string | undefined)[]).push(literalOf(token));
    const inner = token.name === 'startObject' ? (this.#object.shape.inner[this.#index] ?? null) : null;
    if (inner !== null) {
      const into = new RawObject(inner);
      list.push(into);
      return this.#enter(into);
    }
    const starts = begins(token);
    list.push(starts ? nested : scalarOf(token));
    return starts ? Next.Pass : Next.More;
  }

  #enter(object: RawObject): Next {
    this.#outer.push({ object: this.#object, index: this.#index, list: this.#list });
    this.#object = object;
    this.#index = -1;
    this.#list = null;
    return Next.More;
  }

  #leave(): Next {
    const standing = this.#outer.pop();
    if (standing === undefined) return Next.Done;
    this.#object = standing.object;
    this.#index = standing.index;
    this.#list = standing.list;
    return Next.More;
  }
}
