import { composed } from '../../pipeline/text/text.js';
import { isObject, toJson, type SourceObject, type SourceValue } from '../../pipeline/source/source-value.js';
import { sourceTypeNamed } from '../../pipeline/vocabulary/source-types.js';
import { parseSource, textOf } from '../../pipeline/source/source-json.js';
import type { DateFormatName } from '../../pipeline/vocabulary/date-formats.js';
import { movedDay } from './days.js';
import { Invented } from './invented.js';
import type { Items } from './items.js';

/** What decides of which values may stay. */
export interface Known {
  /** Texts of the configuration, folded: a value stays that is one, or a part of a value between other characters than letters and digits. */
  readonly texts: ReadonlySet<string>;
  /** Those of them that conditions compare with: they stay anywhere in a value, if that is asked for. */
  readonly compared: ReadonlySet<string>;
  /** The values of the extract, folded. None of them may be left. */
  readonly values: ReadonlySet<string>;
  /** Keys whose value is read as a yes or no. */
  readonly yesOrNoKeys: ReadonlySet<string>;
  /** How days may be written. */
  readonly formats: readonly DateFormatName[];
}

/** How to replace, of several ways of which the first may not keep the outcome. */
export interface Way {
  readonly seed: number;
  /** By how many days each day is moved. */
  readonly days: number;
  /** Whether what conditions compare with stays inside of words, too. */
  readonly insideWords: boolean;
}

export function folded(text: string): string {
  return composed(text).trim().toLowerCase();
}

/** Shorter ones are inside of many words by chance; they are not the whole of a value all the same. */
const shortestInside = 3;
const word = /[\p{L}\p{M}\p{N}]+/gu;
const wordCharacter = /[\p{L}\p{M}\p{N}]/u;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** Replaces values; equal ones, and equal words in them, by equal ones. */
export class Replacer {
  readonly #texts = new Map<string, string>();
  readonly #words: Invented;
  readonly #long: readonly string[];
  #isLost = false;

  constructor(
    private readonly known: Known,
    private readonly way: Way,
  ) {
    this.#words = new Invented(way.seed);
    this.#long = [...known.values].filter((value) => value.length >= shortestInside && !this.#stays(value));
  }

  /** @returns null if some value of the extract would be left */
  items(items: Items): Items | null {
    const replaced = new Map([...items].map(([name, list]) => [name, list.map((item) => this.#object(item))]));
    return this.#isLost ? null : replaced;
  }

  /** Whether a text is not left as it is. */
  replaces(text: string): boolean {
    return !this.#stays(folded(text));
  }

  /** Whether a text has a value of the extract that is not in the configuration. */
  leaves(text: string): boolean {
    const whole = folded(text);
    // What is made of the configuration's words alone says nothing else of anyone: `Mrs.`, or a dash.
    const isAllStaying = this.#spans(composed(text)).every(
      ({ text: part, stays }) => stays || !wordCharacter.test(part),
    );
    if (isAllStaying || this.#stays(whole)) return false;
    if (this.known.values.has(whole)) return true;
    const lower = composed(text).toLowerCase();
    const stays = this.#staying(composed(text));
    return this.#long.some((value) => {
      for (let at = lower.indexOf(value); at >= 0; at = lower.indexOf(value, at + 1))
        if (stays.slice(at, at + value.length).includes(false)) return true;
      return false;
    });
  }

  #object(object: SourceObject): SourceObject {
    return new Map([...object].map(([key, value]) => [key, this.#isYesOrNo(key, value) ? value : this.#value(value)]));
  }

  #isYesOrNo(key: string, value: SourceValue): boolean {
    const text = this.known.yesOrNoKeys.has(key) ? textOf(value) : null;
    return text !== null && sourceTypeNamed.boolean.format?.has(text) === true;
  }

  #value(value: SourceValue): SourceValue {
    if (isObject(value)) return this.#object(value);
    if (typeof value !== 'string') return value.map((entry) => this.#value(entry));
    if (/^[[{]/.test(value)) return this.#unread(parseSource(value));
    const text = textOf(value);
    if (text === null) return value;
    if (!value.startsWith('"')) {
      const replaced = this.#text(value);
      return jsonNumber.test(replaced) ? replaced : JSON.stringify(replaced);
    }
    return JSON.stringify(this.#text(JSON.parse(value) as string));
  }

  /** Of what nothing is read, such as an object in place of a text, the keys may be values as well. */
  #unread(value: SourceValue): string {
    if (isObject(value))
      return toJson(new Map([...value].map(([key, inner]) => [this.#text(key), this.#unread(inner)])));
    return toJson(typeof value === 'string' ? this.#value(value) : value.map((entry) => this.#unread(entry)));
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const replaced = this.#stays(folded(text)) ? text : (this.#day(text) ?? this.#wordsOf(text));
    this.#texts.set(text, replaced);
    return replaced;
  }

  #stays(whole: string): boolean {
    return this.known.texts.has(whole);
  }

  /** A day moves with all others. */
  #day(text: string): string | null {
    const moved = movedDay(text, this.way.days, this.known.formats);
    this.#isLost ||= moved !== null && this.leaves(moved);
    return moved;
  }

  #wordsOf(text: string): string {
    const spans = this.#spans(text);
    for (let attempt = 0; attempt < 400; attempt++) {
      const fresh = this.#words.begin(attempt);
      const replaced = spans
        .map(({ text: part, stays }) => (stays ? part : part.replace(word, (found) => fresh.instead(found))))
        .join('');
      if (!this.leaves(replaced) && !this.known.texts.has(folded(replaced))) {
        fresh.keep();
        return replaced;
      }
      if (!fresh.isAny()) break;
    }
    this.#isLost = true;
    return text;
  }

  /** A text in parts, of which some stay. */
  #spans(text: string): { readonly text: string; readonly stays: boolean }[] {
    const stays = this.#staying(text);
    const spans: { text: string; stays: boolean }[] = [];
    for (let at = 0; at < text.length; at++) {
      const last = spans.at(-1);
      if (last?.stays === stays[at]) last.text += text[at] ?? '';
      else spans.push({ text: text[at] ?? '', stays: stays[at] ?? false });
    }
    return spans;
  }

  /** For each place of a text, whether what is there stays. */
  #staying(text: string): boolean[] {
    const lower = text.toLowerCase();
    const stays = new Array<boolean>(text.length).fill(false);
    // A letter that is longer in lower case moves all that follows: of such a text nothing stays.
    if (lower.length !== text.length) return stays;
    const mark = (part: string, isInside: boolean) => {
      for (let at = lower.indexOf(part); at >= 0; at = lower.indexOf(part, at + 1)) {
        const isWhole = !wordCharacter.test(lower[at - 1] ?? '') && !wordCharacter.test(lower[at + part.length] ?? '');
        if (isInside || isWhole) stays.fill(true, at, at + part.length);
      }
    };
    for (const part of this.known.texts) if (part.length >= 2 && /\p{L}/u.test(part)) mark(part, false);
    if (this.way.insideWords) for (const part of this.known.compared) mark(part, true);
    return stays;
  }
}
