import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Outside } from './streams.js';

/**
 * Notes what of the output could not be written, so that it ends nothing that is being done. Whoever reads may go on
 * (`| head`, EPIPE): that is no fault.
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
    // What was written last is told of between turns.
    await nextTurn();
    return this.#code;
  }
}
