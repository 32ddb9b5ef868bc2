import { searchWords } from '../../pipeline/text/search-words.js';
import type { Stored } from '../tables/tables.js';

/** Which records are found by which words from now on, and which no longer are. */
export class WordMoves {
  readonly come = new Map<string, string[]>();
  readonly gone = new Map<string, Set<string>>();

  get isEmpty(): boolean {
    return this.come.size + this.gone.size === 0;
  }

  comes(id: string, value: Stored): void {
    if (value === null) return;
    for (const word of searchWords(String(value))) {
      const ids = this.come.get(word);
      if (ids === undefined) this.come.set(word, [id]);
      // Two of its values may have the word; they come one after the other.
      else if (ids[ids.length - 1] !== id) ids.push(id);
    }
  }

  goes(id: string, value: Stored): void {
    if (value === null) return;
    for (const word of searchWords(String(value))) {
      const ids = this.gone.get(word);
      if (ids === undefined) this.gone.set(word, new Set([id]));
      else ids.add(id);
    }
  }

  words(): string[] {
    return [...new Set([...this.come.keys(), ...this.gone.keys()])].sort();
  }

  clear(): void {
    this.come.clear();
    this.gone.clear();
  }
}
