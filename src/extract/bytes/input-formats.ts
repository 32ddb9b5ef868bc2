import type { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { DocumentProblemCode } from '../extract.js';

/** A file of extracts, by the end of its name. What is in it shows when it is read: see `json/documents.ts`. */
const endings = ['.json', '.ndjson', '.jsonl'];

/** A way to compress files, with everything that the program knows of it. */
export interface Compression {
  readonly ending: string;
  /** The first bytes of what is compressed this way, wherever it comes from. */
  readonly signature: Buffer;
  readonly decompress: (chunkSize: number) => Transform;
  /** What is reported if the bytes are broken, or if a file's name has this ending and its bytes begin otherwise. */
  readonly problem: DocumentProblemCode;
  readonly broken: string;
  readonly notSo: string;
  /** Whether an error with this code means that the bytes are broken. */
  readonly isBroken: (code: string) => boolean;
}

export const compressions: readonly Compression[] = [
  {
    ending: '.gz',
    signature: Buffer.from([0x1f, 0x8b]),
    decompress: (chunkSize) => createGunzip({ chunkSize }),
    problem: 'bad-gzip',
    broken: 'the gzip data is broken or cut short',
    notSo: 'its name ends in .gz, but it is not gzip-compressed',
    isBroken: (code) => code.startsWith('Z_'),
  },
];

const any = (all: readonly string[]) => `(?:${all.join('|').replaceAll('.', '\\.')})`;
const name = new RegExp(`${any(endings)}${any(compressions.map(({ ending }) => ending))}?$`, 'i');

export function isExtractName(file: string): boolean {
  return name.test(file);
}

/** `.json, .ndjson or .jsonl (or with .gz)`. */
export const endingsInWords = `${either(endings)} (or with ${either(compressions.map(({ ending }) => ending))})`;

function either(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(' or ');
}
