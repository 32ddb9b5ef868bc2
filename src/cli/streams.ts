import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Everything that a command takes from outside, so that tests can give their own. */
export interface World {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Aborted when the person interrupts: the school in hand is finished, the others are left. */
  readonly interrupted: AbortSignal;
  /** What to say then, where it is not the end of a batch. */
  readonly toInterruptMeans?: (words: string) => void;
}

export const exit = { done: 0, failed: 1, wrongCall: 2, changes: 3, interrupted: 130 } as const;

/** Writes text as it comes, as fast as it is taken, and for as long as anybody reads (`| head`). */
export async function writeAll(stream: Writable, text: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(text), stream, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}
