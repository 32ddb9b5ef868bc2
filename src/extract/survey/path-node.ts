import { Distinct, hashOfValue, type Room } from './distinct.js';
import { formsOf, partAfter, type Form } from './forms.js';
import { toText } from '../../pipeline/text/stored-text.js';

export type ValueType = 'object' | 'list' | 'text' | 'number' | 'boolean' | 'null';

/** Entries of a list of which values are kept beside each other, as hashes. */
export const mostRows = 20_000;
/** Different keys of one object; with more of them, they are no names of fields. */
export const mostKeys = 500;

/** Texts of which parts may be ids. */
type Parted = 'slash' | 'hash' | 'comma' | 'semicolon';

/**
 * What stands at one path of an extract: counts, and hashes of what is counted. There is no value in it; keys are, until
 * `hideKeys` has looked which of them are data.
 */
export class PathNode {
  readonly types: Record<ValueType, number> = { object: 0, list: 0, text: 0, number: 0, boolean: 0, null: 0 };
  /** Blank texts; a null counts by itself. */
  blankTexts = 0;
  readonly distinct: Distinct;
  readonly forms = new Map<Form, number>();
  /** What stands behind the last `/` or `#` of its texts, and between commas or semicolons. */
  readonly parts = new Map<Parted, Distinct>();
  /** By key, of objects. */
  readonly keys = new Map<string, PathNode>();
  /** Of lists. */
  entries: PathNode | null = null;
  /** Keys that look like data, and what stands under all of them. */
  hiddenKeys: Distinct | null = null;
  under: PathNode | null = null;
  /** By number of the entry of the list around it, a hash of its value; a hole where there is none. */
  readonly rows: number[] = [];
  /** Of the entries of a list within entries, the number of the one around each. */
  readonly around: number[] = [];

  constructor(private readonly room: Room) {
    this.distinct = new Distinct(room);
  }

  get count(): number {
    const { object, list, text, number, boolean, null: nulls } = this.types;
    return object + list + text + number + boolean + nulls;
  }

  get blanks(): number {
    return this.types.null + this.blankTexts;
  }

  /** Texts, numbers and yes or no that are not blank. */
  get filled(): number {
    const { text, number, boolean } = this.types;
    return text + number + boolean - this.blankTexts;
  }

  keyed(key: string): PathNode {
    let node = this.keys.get(key);
    if (node === undefined) this.keys.set(key, (node = new PathNode(this.room)));
    return node;
  }

  get entry(): PathNode {
    return (this.entries ??= new PathNode(this.room));
  }

  /** What stands under a key that is data. */
  hidden(key: string): PathNode {
    (this.hiddenKeys ??= new Distinct(this.room)).add(hashOfValue(key));
    return (this.under ??= new PathNode(this.room));
  }

  hide(key: string): void {
    const node = this.keys.get(key);
    if (node === undefined) return;
    this.keys.delete(key);
    this.hidden(key).addAll(node);
  }

  /** @param row the number of the entry around it */
  addValue(type: 'text' | 'number' | 'boolean', written: string, row: number): void {
    this.types[type]++;
    const text = toText(written);
    if (text === '') {
      this.blankTexts++;
      return;
    }
    const hash = hashOfValue(text);
    this.distinct.add(hash);
    if (row < mostRows && this.room.takeRow()) this.rows[row] = hash;
    for (const form of formsOf(text)) {
      this.forms.set(form, (this.forms.get(form) ?? 0) + 1);
      if (form === 'slash') this.#addPart(form, partAfter(text, '/'));
      if (form === 'hash') this.#addPart(form, partAfter(text, '#'));
      if (form === 'comma') for (const part of text.split(',')) this.#addPart(form, toText(part));
      if (form === 'semicolon') for (const part of text.split(';')) this.#addPart(form, toText(part));
    }
  }

  #addPart(form: Parted, part: string): void {
    let distinct = this.parts.get(form);
    if (distinct === undefined) this.parts.set(form, (distinct = new Distinct(this.room)));
    if (part !== '') distinct.add(hashOfValue(part));
  }

  /** @param row the number of the entry around the list in which the last entry is */
  noteAround(row: number): void {
    const at = this.count - 1;
    if (at < mostRows && this.room.takeRow()) this.around[at] = row;
  }

  /** What stands here in some of the entries around, as far as these are known by their rows. */
  ofRows(rows: ReadonlySet<number>): PathNode {
    const part = new PathNode(this.room);
    for (const row of rows) {
      const hash = this.rows[row];
      if (hash !== undefined) part.distinct.add(hash);
    }
    const filled = [...rows].filter((row) => this.rows[row] !== undefined).length;
    const share = this.filled === 0 ? 0 : filled / this.filled;
    for (const [form, count] of this.forms) part.forms.set(form, Math.round(count * share));
    for (const [form, distinct] of this.parts) part.parts.set(form, distinct);
    const { number, boolean, text } = this.types;
    const type = number > text ? 'number' : boolean > text ? 'boolean' : 'text';
    part.types[type] = filled;
    part.types.null = rows.size - filled;
    for (const row of rows) if (this.rows[row] !== undefined) part.rows[row] = this.rows[row];
    return part;
  }

  /** Adds what stands at another path to this. */
  addAll(other: PathNode): void {
    for (const type of Object.keys(this.types) as ValueType[]) this.types[type] += other.types[type];
    this.blankTexts += other.blankTexts;
    this.distinct.addAll(other.distinct);
    for (const [form, count] of other.forms) this.forms.set(form, (this.forms.get(form) ?? 0) + count);
    for (const [key, node] of other.keys) this.keyed(key).addAll(node);
    if (other.entries !== null) this.entry.addAll(other.entries);
    if (other.hiddenKeys !== null) (this.hiddenKeys ??= new Distinct(this.room)).addAll(other.hiddenKeys);
    if (other.under !== null) (this.under ??= new PathNode(this.room)).addAll(other.under);
  }
}
