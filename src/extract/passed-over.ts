import type { Token } from './token.js';

/** An object or a list that is not listed, and all in it: only its end matters. */
export class PassedOver {
  #open = 0;

  get isOpen(): boolean {
    return this.#open > 0;
  }

  /** The token before was its start. */
  begin(): void {
    this.#open = 1;
  }

  /** @returns the index of the first token after it; their number where it goes on beyond them */
  take(tokens: readonly Token[], from: number): number {
    let open = this.#open;
    let at = from;
    for (; open > 0 && at < tokens.length; at++) {
      const { name } = tokens[at];
      if (name === 'startObject' || name === 'startArray') open++;
      else if (name === 'endObject' || name === 'endArray') open--;
    }
    this.#open = open;
    return at;
  }
}
