import type { Token } from '../json/token.js';

/** Finds the first list in an object that is read: if the object is no entry, the list may be what is meant. */
export class Envelope {
  /** The key of the list. */
  list: string | null = null;
  #depth = 1;
  #key = '';

  see(tokens: readonly Token[], from: number, until: number): void {
    for (let at = from; at < until && this.list === null; at++) {
      const { name, value } = tokens[at];
      if (name === 'keyValue' && this.#depth === 1) this.#key = String(value);
      else if (name === 'startArray' && this.#depth === 1) this.list = this.#key;
      if (name === 'startObject' || name === 'startArray') this.#depth++;
      else if (name === 'endObject' || name === 'endArray') this.#depth--;
    }
  }
}
