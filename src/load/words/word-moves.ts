import { searchWords } from '../../pipeline/text/search-words.js';
import type { Stored } from '../tables/tables.js';

/** Which records are found by which words from now on, and which no longer are. */
export class WordMoves {
  readonly come = new Map<string, string[]>();
  readonly gone = new Map<string, Set<string>>();

  get isEmpty(): boolean {
    return this.come.size + this.gone.size === 0;
  }

  /** Notes what a new record is found by. */
  comes(id: string, values: readonly Stored[]): void {
    for (const word of wordsIn(values)) this.#comes(id, word);
  }

  /** A word that a record keeps is none of them: it may be that of thousands, and writing it anew would write all of these. */
  changes(id: string, before: readonly Stored[], after: readonly Stored[]): void {
    const was = wordsIn(before);
    const is = wordsIn(after);
    for (const word of is) if (!was.has(word)) this.#comes(id, word);
    for (const word of was) {
      if (is.has(word)) continue;
      const ids = this.gone.get(word);
      if (ids === undefined) this.gone.set(word, new Set([id]));
      else ids.add(id);
    }
  }

  #comes(id: string, word: string): void {
    const ids = this.come.get(word);
    if (ids === undefined) this.come.set(word, [id]);
    else ids.push(id);
  }

  words(): string[] {
    return [...new Set([...this.come.keys(), ...this.gone.keys()])].sort();
  }

  clear(): void {
    this.come.clear();
    this.gone.clear();
  }
}

function wordsIn(values: readonly Stored[]): Set<string> {
  const words = new Set<string>();
  for (const value of values) if (value !== null) for (const word of searchWords(String(value))) words.add(word);
  return words;
}
