import { dateFormatNamed, isoDate, type DateFormatName } from '../../pipeline/vocabulary/date-formats.js';
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
  /**
   * What is made of a text or of a number's digits before it is read; null if it is read as it is. It makes null of
   * what cannot be read.
   */
  readonly change: Change | null;
  readonly read: SourceType['read'];
  readonly leavesOut: SourceType['leavesOut'];
  /** What a value should be, for a message about a bad one. */
  readonly wanted: string;
}

/** What a field says of how its value is read. */
export interface ReadAs {
  readonly type: SourceTypeName;
  readonly text: readonly TextStep[];
  readonly format?: readonly DateFormatName[] | null;
}

export type Change = (text: string) => string | null;

/** A type that changes nothing, as scalars name it: its place among all types. */
export function definitionOf(type: SourceTypeName): number {
  return sourceTypes.indexOf(sourceTypeNamed[type]);
}

export const asId = definitionOf('id');

const usualFormat = dateFormatNamed['YYYY-MM-DD'].name;

/** The definitions that a pipeline needs, each with the number by which scalars name it: all types come first. */
export class Definitions {
  readonly all: Definition[];
  readonly #known = new Map<string, number>();

  constructor(timezone: string) {
    this.all = sourceTypes.map((type, place) => ({
      type,
      place,
      change: type.byDigits === true ? (text) => text : null,
      read: type.readIn?.(timezone) ?? type.read,
      leavesOut: type.leavesOut,
      wanted: type.wanted,
    }));
  }

  /** The number of one. Values that are read in the same way have the same. */
  numberOf({ type, text, format = null }: ReadAs): number {
    const place = definitionOf(type);
    if (text.length === 0 && format === null) return place;
    const key = JSON.stringify([place, text, format], (_, value: unknown) =>
      value instanceof Map ? [...value] : value,
    );
    let number = this.#known.get(key);
    if (number === undefined) {
      const plain = this.all[place];
      const wanted = format === null ? plain.wanted : plain.wanted.replace(usualFormat, format.join(' or '));
      number = this.all.push({ ...plain, change: changeOf(text, format), wanted }) - 1;
      this.#known.set(key, number);
    }
    return number;
  }
}

function changeOf(text: ReadAs['text'], format: readonly DateFormatName[] | null): Change {
  const change = textChange(text);
  if (format === null) return change;
  const toIso = isoDate(format);
  return (given) => {
    const changed = change(given);
    return changed === '' ? '' : toIso(changed);
  };
}
