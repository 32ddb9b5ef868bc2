import { createHash } from 'node:crypto';
import type { Extract, Value } from './extract.js';

/** Characters of a text, for which room is made. */
const mostAtATime = 4096;

/** Of all that was read and kept of an extract, but for when it was made: the usual night brings the same. */
export function valuesDigest({ school, name, records, links, findings }: Extract): string {
  const digest = new Digest();
  digest.addList([school, name]);
  for (const [kind, { read, ids, positions, values }] of records) {
    digest.addList([kind, read]);
    for (const column of [ids, positions]) digest.addList(column);
    for (const row of values) digest.addList(row);
  }
  for (const [kind, { read, first, second, positions, keys, values }] of links) {
    digest.addList([kind, read]);
    for (const column of [first, second, positions, keys]) digest.addList(column);
    for (const row of values) digest.addList(row);
  }
  digest.addList(findings.map((finding) => JSON.stringify(finding)));
  return digest.end();
}

const beyondAscii = 0x80;

/** What is no ASCII character, so that no two lists of values have the same bytes. */
const enum Mark {
  /** Before the two bytes of a UTF-16 code unit beyond ASCII. */
  Unit = beyondAscii,
  EndOfText,
  EndOfList,
  Blank,
  True,
  False,
  /** Before the four bytes of a whole number. */
  Whole,
  /** Before any other, as a text. */
  Digits,
}

/**
 * A SHA-256 of lists of values. Their bytes are written here, character by character: to make JSON of them, to hash that
 * and to throw it away takes several times as long.
 */
class Digest {
  readonly #hash = createHash('sha256');
  readonly #bytes = new Uint8Array(65_536);
  #length = 0;

  addList(values: readonly Value[]): void {
    for (const value of values) {
      if (typeof value === 'string') this.#addText(value);
      else if (typeof value === 'number') this.#addNumber(value);
      else this.#addByte(value === null ? Mark.Blank : value ? Mark.True : Mark.False);
    }
    this.#addByte(Mark.EndOfList);
  }

  end(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #addText(text: string): void {
    for (let from = 0; from < text.length; from += mostAtATime)
      this.#addPart(text, from, Math.min(from + mostAtATime, text.length));
    this.#addByte(Mark.EndOfText);
  }

  #addPart(text: string, from: number, to: number): void {
    if (this.#length + 3 * mostAtATime > this.#bytes.length) this.#flush();
    const bytes = this.#bytes;
    let length = this.#length;
    for (let at = from; at < to; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= beyondAscii) {
        bytes[length++] = Mark.Unit;
        bytes[length++] = unit >> 8;
      }
      bytes[length++] = unit;
    }
    this.#length = length;
  }

  #addNumber(value: number): void {
    if (value >>> 0 !== value) {
      this.#addByte(Mark.Digits);
      this.#addText(String(value));
      return;
    }
    this.#addByte(Mark.Whole);
    for (let shift = 24; shift >= 0; shift -= 8) this.#addByte(value >>> shift);
  }

  /** The last eight bits. */
  #addByte(bits: number): void {
    if (this.#length === this.#bytes.length) this.#flush();
    this.#bytes[this.#length++] = bits;
  }

  #flush(): void {
    this.#hash.update(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
  }
}
