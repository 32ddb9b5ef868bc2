import type { Input } from '../extract/bytes/input.js';

/** How far a batch has come. */
export interface Far {
  readonly schools: number;
  readonly files: number;
  readonly allFiles: number;
  /** As stored, of all inputs. */
  readonly bytes: number;
  /** Null if nobody knows, as of standard input. */
  readonly allBytes: number | null;
}

/** Counts the files that a batch has passed, in their order, and the bytes of them. */
export class Passed {
  #files = 0;
  /** Of the files that are passed. */
  #bytes = 0;
  #ofThis = 0;
  readonly #all: number | null;

  /** @param sizes of all files in bytes; null if nobody knows */
  constructor(private readonly sizes: readonly (number | null)[]) {
    this.#all = sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  }

  /** Bytes of the file in hand; what is read twice, to find the place of a fault, counts once. */
  read(bytes: number): void {
    this.#ofThis = Math.min(this.#ofThis + bytes, this.#size());
  }

  file(): void {
    this.#bytes += this.#size();
    this.#ofThis = 0;
    this.#files++;
  }

  far(schools: number): Far {
    return {
      schools,
      files: this.#files,
      allFiles: this.sizes.length,
      bytes: this.#bytes + this.#ofThis,
      allBytes: this.#all,
    };
  }

  #size(): number {
    return this.sizes[this.#files] ?? 0;
  }
}

export function sizesOf(inputs: readonly Input[]): Promise<(number | null)[]> {
  return Promise.all(inputs.map(async ({ size }) => (size === undefined ? null : size())));
}
