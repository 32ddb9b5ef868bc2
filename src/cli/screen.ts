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

  /** A part of the result; a log of JSON has its own lines of that. */
  say(line: string): void {
    if (!this.json || this.world.log === null) this.#write(line);
  }

  /** What a person should know beside the result. */
  warn(line: string): void {
    this.#write(line);
    if (!this.json) this.world.log?.write('warn', 'warning', { words: line.trim() });
  }

  progress(far: Far): void {
    if (this.world.log === null) this.#progress.tell(far);
  }

  #write(line: string): void {
    this.#progress.makeRoom(() => (this.json ? this.world.stderr : this.world.stdout).write(`${line}\n`));
  }

  /** Ends the progress. */
  clear(): void {
    this.#progress.end();
  }
}
