import type { Limits } from '../../pipeline/limits.js';
import { composed, hashOf, isBlank } from '../../pipeline/text/text.js';
import { byItself, needsRepair, toText } from '../../pipeline/text/stored-text.js';
import { blank, type Cell, type Dictionary } from '../../table/dictionary.js';
import { asId, type Change, type Definition } from '../plan/definition.js';
import { tooLong, tooMany } from '../limits.js';
import { nested, type Nested, type RawScalar } from '../json/raw.js';
import type { Token } from '../json/token.js';
import type { Validate } from './validate.js';

/** Two people rarely share longer texts, such as addresses. */
const longest = 24;
/** How many are remembered: few at first, because to make room for all takes longer than to read a small document. */
const fewPlaces = 256;
const places = 16_384;

/** One scalar of a document as it is written, with what was found out about it. */
export class Scalar {
  readonly isBlank: boolean;
  /** Whether it has characters that no database holds, and that have to be replaced. */
  readonly needsRepair: boolean;
  /** The definition that was asked for last, and what it mapped the scalar to; null if the scalar does not meet it. */
  definition = -1;
  cell: Cell | null = null;
  /** Whether it says more than was mapped, as a day with a time does. */
  leavesOut = false;

  /** @param literal the digits of a number, as they are written */
  constructor(
    readonly raw: RawScalar | Nested,
    readonly literal?: string,
  ) {
    this.isBlank = isBlank(raw);
    this.needsRepair = typeof raw === 'string' && needsRepair(raw);
  }
}

/**
 * The scalars of one document. People share names, classes and days of birth, and links name the same ids: each value
 * is validated, mapped and kept once. Only those looked at last are remembered.
 */
export class Scalars {
  readonly blank = new Scalar(null);
  /** An object, or a list where none belongs. */
  readonly nested = new Scalar(nested);
  readonly #yes = new Scalar(true);
  readonly #no = new Scalar(false);
  /** One for each place. */
  #texts = new Array<Scalar>(fewPlaces).fill(this.blank);
  #numbers = new Array<Scalar>(fewPlaces).fill(this.blank);
  #made = 0;

  constructor(
    readonly dictionary: Dictionary,
    private readonly validate: Validate,
    readonly definitions: readonly Definition[],
    private readonly limits: Limits,
  ) {}

  /** @throws SyntaxProblem if it is longer than a text may be */
  of({ name, value }: Token): Scalar {
    if (name === 'stringValue') return this.ofText(value as string);
    if (name === 'numberValue') return this.#ofNumber(value as string);
    return value === true ? this.#yes : value === false ? this.#no : this.blank;
  }

  /** What a scalar is mapped to; null if it is not what the definition asks for. */
  cellOf(scalar: Scalar, definition: number): Cell | null {
    // As for a key that is missing: rules say whether it may be blank.
    if (scalar === this.blank) return blank;
    if (scalar.definition !== definition) {
      scalar.leavesOut = false;
      scalar.cell = this.#map(scalar, this.definitions[definition]);
      scalar.definition = definition;
    }
    return scalar.cell;
  }

  #map(scalar: Scalar, definition: Definition): Cell | null {
    const text = this.#textOf(scalar, definition);
    return text === null ? null : this.#cellOfText(text, scalar, definition);
  }

  /** The text of a scalar before it is mapped; '' if it is blank, null if it is not what the definition asks for. */
  textOf(scalar: Scalar, definition: number): string | null {
    return this.#textOf(scalar, this.definitions[definition]);
  }

  #textOf(scalar: Scalar, { place, change }: Definition): string | null {
    const { raw, literal } = scalar;
    if (change !== null && (typeof raw === 'string' || literal !== undefined))
      return this.#changed(literal ?? toText(raw as string), scalar, place, change);
    if (!this.validate(place, raw, literal)) return null;
    if (raw === null) return '';
    return literal ?? (typeof raw === 'string' ? toText(raw) : String(raw === true));
  }

  #changed(text: string, { raw, literal }: Scalar, place: number, change: Change): string | null {
    // Digits that are no id do not become one by a change of the text.
    if (place === asId && literal !== undefined && !this.validate(place, raw, literal)) return null;
    const changed = change(text);
    return changed !== null && this.validate(place, changed, undefined) ? byItself(changed) : null;
  }

  /** @param text that the type allows */
  #cellOfText(text: string, scalar: Scalar, { place, read, leavesOut }: Definition): Cell {
    if (text === '') return blank;
    if (place === asId) return this.dictionary.id(text);
    if (leavesOut !== null) scalar.leavesOut = leavesOut.is(text);
    const value = read(text);
    return typeof value === 'string' ? this.dictionary.add(value) : this.dictionary.constant(value);
  }

  #withinLimit(text: string): string {
    if (text.length > this.limits.characters) throw tooLong(this.limits);
    return text;
  }

  /**
   * The values of a text of several; a blank between two separators is none.
   * @param path of its list
   * @throws SyntaxProblem if they are more than a list may have
   */
  pieces(scalar: Scalar, separator: string, path: string): readonly Scalar[] {
    if (scalar.isBlank) return [];
    const text = scalar.literal ?? (typeof scalar.raw === 'string' ? composed(scalar.raw) : '');
    if (!text.includes(separator)) return [scalar];
    const pieces = text.split(separator).filter((piece) => !isBlank(piece));
    if (pieces.length > this.limits.listEntries) throw tooMany(`a text of ${path}`, this.limits.listEntries);
    return pieces.map((piece) => this.ofText(piece));
  }

  /** @throws SyntaxProblem if it is longer than a text may be */
  ofText(text: string): Scalar {
    if (text.length > longest) return new Scalar(byItself(this.#withinLimit(text)));
    const hash = hashOf(text);
    const recent = this.#texts[hash & (this.#texts.length - 1)];
    if (recent.raw === text) return recent;
    this.#noteMade();
    return (this.#texts[hash & (this.#texts.length - 1)] = new Scalar(byItself(text)));
  }

  #ofNumber(literal: string): Scalar {
    if (literal.length > longest) return new Scalar(numberOf(literal), byItself(this.#withinLimit(literal)));
    const hash = hashOf(literal);
    const recent = this.#numbers[hash & (this.#numbers.length - 1)];
    if (recent.literal === literal) return recent;
    this.#noteMade();
    return (this.#numbers[hash & (this.#numbers.length - 1)] = new Scalar(numberOf(literal), byItself(literal)));
  }

  #noteMade(): void {
    if (++this.#made !== fewPlaces) return;
    this.#texts = this.#withAllPlaces(this.#texts, ({ raw }) => raw as string);
    this.#numbers = this.#withAllPlaces(this.#numbers, ({ literal }) => literal ?? '');
  }

  #withAllPlaces(few: readonly Scalar[], textOf: (scalar: Scalar) => string): Scalar[] {
    const all = new Array<Scalar>(places).fill(this.blank);
    for (const scalar of few) if (scalar !== this.blank) all[hashOf(textOf(scalar)) & (places - 1)] = scalar;
    return all;
  }
}

function numberOf(literal: string): number {
  const number = Number(literal);
  // ajv takes an infinite number for no number at all, but its literal is text like any other.
  return Number.isFinite(number) ? number : Number.MAX_VALUE;
}
