import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Outside } from './streams.js';

/**
 * Notes that output could not be written, instead of ending the work. A reader may stop reading (`| head`, EPIPE): that
 * is no fault.
 */
export class Unprinted {
  #code: string | null = null;

  constructor({ stdout, stderr }: Pick<Outside, 'stdout' | 'stderr'>) {
    for (const stream of [stdout, stderr])
      stream.on('error', ({ code = 'no code' }: NodeJS.ErrnoException) => {
        if (code !== 'EPIPE') this.#code ??= code;
      });
  }

  /** @returns the code of the first fault of the system; null if everything was written */
  async end(): Promise<string | null> {
    // A fault of the last write is reported between turns.
    await nextTurn();
    return this.#code;
  }
}
