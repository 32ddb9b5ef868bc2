import pc from 'picocolors';
import { uncoloured, type Paint } from '../report/writers/paint.js';
import { Progress } from './progress.js';
import type { Far } from '../run/passed.js';
import type { CommandWorld } from './streams.js';

const coloured: Paint = { good: pc.green, bad: pc.red, faint: pc.dim, strong: pc.bold };

/** Puts lines and progress where they belong: with --json, standard output is only for the result. */
export class Screen {
  readonly paint: Paint;
  readonly #progress: Progress;

  constructor(
    private readonly json: boolean,
    private readonly world: CommandWorld,
  ) {
    const { stderr, env, now } = world;
    this.paint = stderr.isTTY === true && env.NO_COLOR === undefined ? coloured : uncoloured;
    this.#progress = new Progress(world.exactly.stderr, () => now().getTime(), this.paint.faint);
  }

  say(line: string): void {
    this.#progress.makeRoom(() => (this.json ? this.world.stderr : this.world.stdout).write(`${line}\n`));
  }

  progress(far: Far): void {
    this.#progress.tell(far);
  }

  /** Ends the progress. */
  clear(): void {
    this.#progress.end();
  }
}
