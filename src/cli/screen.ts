import pc from 'picocolors';
import { uncoloured, type Paint } from '../report/run-text.js';
import { printable } from '../report/words.js';
import type { World } from './streams.js';

const coloured: Paint = { good: pc.green, bad: pc.red, faint: pc.dim, strong: pc.bold };

/** Lines and progress, where they belong: with --json, standard output is for the result alone. */
export class Screen {
  readonly paint: Paint;

  constructor(
    private readonly json: boolean,
    private readonly world: World,
  ) {
    this.paint = world.stderr.isTTY === true && world.env.NO_COLOR === undefined ? coloured : uncoloured;
  }

  say(line: string): void {
    this.clear();
    (this.json ? this.world.stderr : this.world.stdout).write(`${line}\n`);
  }

  /** On a terminal, what is going on: one line that the next one takes the place of. */
  progress(text: string): void {
    if (this.world.stderr.isTTY !== true) return;
    this.world.stderr.write(`\r\u001b[2K${this.paint.faint(`  ${printable(text)} …`)}`);
  }

  clear(): void {
    if (this.world.stderr.isTTY === true) this.world.stderr.write('\r\u001b[2K');
  }
}
