import { textChange, type TextStep } from '../../pipeline/text/text-functions.js';
import {
  sourceTypeNamed,
  sourceTypes,
  type SourceType,
  type SourceTypeName,
} from '../../pipeline/vocabulary/source-types.js';

/** What a value may have to be, and how it is read. */
export interface Definition {
  readonly type: SourceType;
  /** The place of its type among all. */
  readonly place: number;
  /** What is made of a text or of a number's digits before it is read; null if it is read as it is. */
  readonly change: ((text: string) => string) | null;
}

/** What a field says of how its value is read. */
export interface ReadAs {
  readonly type: SourceTypeName;
  readonly text: readonly TextStep[];
}

/** A type that changes nothing, as scalars name it: its place among all types. */
export function definitionOf(type: SourceTypeName): number {
  return sourceTypes.indexOf(sourceTypeNamed[type]);
}

export const asId = definitionOf('id');

/** The definitions that a pipeline needs, each with the number by which scalars name it: all types come first. */
export class Definitions {
  readonly all: Definition[] = sourceTypes.map((type, place) => ({ type, place, change: null }));
  readonly #known = new Map<string, number>();

  /** The number of one. Values that are read in the same way have the same. */
  numberOf({ type, text }: ReadAs): number {
    const place = definitionOf(type);
    if (text.length === 0) return place;
    const key = JSON.stringify([place, text], (_, value: unknown) => (value instanceof Map ? [...value] : value));
    let number = this.#known.get(key);
    if (number === undefined) {
      number = this.all.push({ type: sourceTypeNamed[type], place, change: textChange(text) }) - 1;
      this.#known.set(key, number);
    }
    return number;
  }
}
