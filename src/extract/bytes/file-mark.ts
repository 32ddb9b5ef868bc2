import { createHash, type Hash } from 'node:crypto';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { instantOf } from '../../pipeline/text/instant.js';

/**
 * How a file is recognised: the usual night brings the same one, except for the time when it was made. Two files with
 * the same digest differ at most in that time; if they have the same time too, they are identical.
 */
export interface FileMark {
  /** SHA-256 of all bytes, or of all except the text of the time: that one begins with a word, `timeless 9f86…`. */
  readonly digest: string;
  /** The time of the first document, in milliseconds; null if the digest includes it. */
  readonly at: number | null;
}

/** Finds the text of the time in the first bytes of a file. */
export type FindTime = (head: string) => { readonly start: number; readonly end: number; readonly at: number } | null;

const headLength = 4096;

/**
 * Finds it if that needs no parser: in an object's first members, if those before it are scalars. A text in quotes, of
 * ASCII without quotes or backslashes, does not change what the rest of the document says.
 */
export function timeFinder({ source, timezone }: Pipeline): FindTime {
  const { extractedAt } = source.school;
  const isPlaceOfMore = [source.school.id, source.school.name].some((of) =>
    of?.places.some((place) => 'path' in place && place.path === extractedAt),
  );
  // A path of several steps has a dot or a backslash in it.
  if (extractedAt === null || /[.\\"]/.test(extractedAt) || isPlaceOfMore) return () => null;
  const key = extractedAt.replace(/[^\w]/g, '\\$&');
  const space = '[ \\t\\r\\n]*';
  const text = '"(?:[^"\\\\]|\\\\.)*"';
  const members = `(?:${space}${text}${space}:${space}(?:${text}|[-+.\\w]+)${space},)*`;
  const before = new RegExp(
    `^${space}\\[?${space}\\{${members}${space}"${key}"${space}:${space}"([ !#-\\[\\]-~]*)"`,
    's',
  );
  return (head) => {
    const [found, time] = before.exec(head) ?? [];
    if (found === undefined || time === undefined) return null;
    const at = instantOf(time, timezone);
    const end = found.length - 1;
    return at === null ? null : { start: end - time.length, end, at };
  };
}

/** Takes the bytes of a file as stored, one piece after another. */
export class Marking {
  readonly #hash: Hash = createHash('sha256');
  #head: Buffer | null = Buffer.alloc(0);
  #at: number | null = null;

  constructor(private readonly findTime: FindTime) {}

  add(bytes: Uint8Array): void {
    if (this.#head === null) {
      this.#hash.update(bytes);
      return;
    }
    // Pieces may be of any length, and the same file still has one mark.
    const head = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    if (head.length >= headLength) this.#addHead(head);
    // The caller may overwrite its pieces.
    else this.#head = Buffer.from(head);
  }

  mark(): FileMark {
    if (this.#head !== null) this.#addHead(this.#head);
    const digest = this.#hash.digest('hex');
    return { digest: this.#at === null ? digest : `timeless ${digest}`, at: this.#at };
  }

  #addHead(bytes: Uint8Array): void {
    this.#head = null;
    const time = this.findTime(Buffer.from(bytes.subarray(0, headLength)).toString('latin1'));
    if (time === null) {
      this.#hash.update(bytes);
      return;
    }
    this.#at = time.at;
    this.#hash.update(bytes.subarray(0, time.start)).update(bytes.subarray(time.end));
  }
}
