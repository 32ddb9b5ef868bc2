import type { Limits } from '../../pipeline/limits.js';
import { tooDeep } from '../limits.js';
import type { Token } from '../json/token.js';

/** An object or a list that is not listed, and all in it: only its end matters. Nothing else can be too deep. */
export class PassedOver {
  #open = 0;
  #around = 0;

  constructor(private readonly limits: Limits) {}

  get isOpen(): boolean {
    return this.#open > 0;
  }

  /**
   * To be called after the token that starts it.
   * @param around how many lists and objects it is in
   */
  begin(around: number): void {
    this.#open = 1;
    this.#around = around;
  }

  /**
   * @returns the index of the first token after it, or the number of tokens if it goes on after them
   * @throws SyntaxProblem
   */
  take(tokens: readonly Token[], from: number): number {
    const most = this.limits.depth - this.#around;
    let open = this.#open;
    let at = from;
    for (; open > 0 && at < tokens.length; at++) {
      const { name } = tokens[at];
      if (name === 'startObject' || name === 'startArray') open++;
      else if (name === 'endObject' || name === 'endArray') open--;
      if (open > most) throw tooDeep(this.limits);
    }
    this.#open = open;
    return at;
  }
}
