import { isDay } from '../pipeline/guard/day.js';
import { repair } from '../pipeline/text/text.js';

/** One of a few words; null if it is none of them. */
export function oneOf<T extends string>(words: readonly T[], value: unknown): T | null {
  return words.find((word) => word === value) ?? null;
}

/** U+0000, which no database holds, is replaced, as in what a run reads. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? repair(value) : '';
}

/**
 * What an address asks of a page, by name. A page leaves out what it cannot read, and what is never asked for here; both
 * are `unread`, so that nobody takes what is shown for what was asked.
 */
export class Query {
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #known = new Set<string>();
  readonly #refused = new Set<string>();

  constructor(given: Readonly<Record<string, unknown>>) {
    this.#given = given;
  }

  /** Blank if it is not given, or several times. */
  text(name: string): string {
    const value = this.#valueOf(name);
    if (Array.isArray(value)) this.refuse(name);
    return textOf(value);
  }

  /** As often as it is given; null if it is not. */
  texts(name: string): string[] | null {
    const value = this.#valueOf(name);
    return value === undefined ? null : [value].flat().map(textOf);
  }

  oneOf<T extends string>(name: string, words: readonly T[]): T | null {
    return this.#read(name, (text) => oneOf(words, text));
  }

  isYes(name: string): boolean {
    return this.oneOf(name, ['yes']) === 'yes';
  }

  /** YYYY-MM-DD */
  day(name: string): string | null {
    return this.#read(name, (text) => (isDay(text) ? text : null));
  }

  count(name: string): number | null {
    return this.#read(name, (text) => (/^\d{1,4}$/.test(text) ? Number(text) : null));
  }

  /** Which part of a list is asked for, from 1. */
  page(): number {
    return this.#read('page', (text) => (/^[1-9]\d{0,6}$/.test(text) ? Number(text) : null)) ?? 1;
  }

  /** It says nothing that the page can do. */
  refuse(name: string): void {
    this.#refused.add(name);
  }

  /** What the page of a file asks and makes no difference to the file. */
  leave(...names: readonly string[]): void {
    for (const name of names) this.#known.add(name);
  }

  /** The names of what was not read. */
  get unread(): readonly string[] {
    return Object.keys(this.#given).filter((name) => this.#refused.has(name) || !this.#known.has(name));
  }

  #valueOf(name: string): unknown {
    this.#known.add(name);
    return Object.hasOwn(this.#given, name) ? this.#given[name] : undefined;
  }

  /** A form sends a blank for what is not asked. */
  #read<T>(name: string, read: (text: string) => T | null): T | null {
    const text = this.text(name).trim();
    const value = text === '' ? null : read(text);
    if (text !== '' && value === null) this.refuse(name);
    return value;
  }
}
