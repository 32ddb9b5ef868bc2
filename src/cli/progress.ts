import type { Far } from '../run/passed.js';
import { noun } from '../pipeline/text/counted.js';
import type { CommandWorld } from './streams.js';

/** `412 of 3,000 files, 9.1 schools a second, 4 min left`; bytes give the time, since one file may have all schools. */
export function progressInWords({ schools, files, allFiles, bytes, allBytes }: Far, seconds: number): string {
  const number = (value: number): string =>
    value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 });
  const done =
    allFiles > 1 ? `${number(files)} of ${number(allFiles)} files` : `${number(schools)} ${noun(schools, 'school')}`;
  const rate = schools > 0 && seconds > 0 ? [`${number(schools / seconds)} schools a second`] : [];
  const left = allBytes === null || bytes === 0 ? [] : [timeLeft((seconds * (allBytes - bytes)) / bytes)];
  return [done, ...rate, ...left].join(', ');
}

function timeLeft(seconds: number): string {
  if (seconds < 55) return `${String(Math.max(5, Math.ceil(seconds / 5) * 5))} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min left`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min left`;
}

/** So short a wait needs no progress. */
const silentFor = 2_000;
const betweenDraws = 200;
/** People read logs afterwards. */
const betweenLines = 10_000;

/** Says how far a batch has come: on a terminal in one line that it rewrites, else in a line now and then. */
export class Progress {
  #started: number | null = null;
  #said = 0;
  /** The line on the terminal. */
  #line: string | null = null;

  /** @param now in milliseconds */
  constructor(
    private readonly stderr: Pick<CommandWorld['exactly']['stderr'], 'write' | 'isTTY' | 'columns'>,
    private readonly now: () => number,
    private readonly faint: (text: string) => string,
  ) {}

  tell(far: Far): void {
    const now = this.now();
    if (this.#started === null) {
      this.#started = now;
      this.#said = now;
    }
    const isTerminal = this.stderr.isTTY === true;
    const wait = isTerminal ? betweenDraws : betweenLines;
    if (now - this.#started < silentFor || now - this.#said < wait) return;
    this.#said = now;
    const text = progressInWords(far, (now - this.#started) / 1000);
    if (!isTerminal) {
      this.stderr.write(`${text}\n`);
      return;
    }
    this.#line = text;
    this.#draw();
  }

  /** Writes something else in place of the line, which comes again below it. */
  makeRoom(write: () => void): void {
    this.#erase();
    write();
    if (this.#line !== null) this.#draw();
  }

  /** Removes the line; what comes next is another batch. */
  end(): void {
    this.#erase();
    this.#line = null;
    this.#started = null;
  }

  #draw(): void {
    const room = Math.max(10, (this.stderr.columns ?? 80) - 3);
    const text = this.#line ?? '';
    const cut = text.length > room ? `${text.slice(0, room - 1)}…` : text;
    this.stderr.write(`\r\u001b[2K${this.faint(`  ${cut}`)}`);
  }

  #erase(): void {
    if (this.#line !== null) this.stderr.write('\r\u001b[2K');
  }
}
