import { changesBetween, lookAt, type FileMarks } from '../../pipeline/files/file-marks.js';
import { counted } from '../../pipeline/text/counted.js';
import { forgetOpened, noteOpened, type OpenedFiles } from '../../pipeline/yaml/opened-files.js';
import { printable } from '../../words/words.js';
import { rootOf } from '../common-options.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';
import { NotWatchedError, WatchedFolders } from './watched-folders.js';

/** For so long nothing more may happen before an answer: an editor, or git, changes more than one file. */
const quietMs = 40;
/** More changes than this are only counted. */
const mostNamed = 5;

export interface WatchOptions {
  readonly config: string;
  readonly root?: string;
  readonly json?: boolean;
  readonly format?: string;
  readonly out?: string;
}

/**
 * Answers, and again whenever a file that was read changes, is new or is gone, until the person interrupts.
 * @throws WrongCallError if the answer is not for a person at a terminal
 */
export async function watching(
  { config, root, json, format, out }: WatchOptions,
  world: CommandWorld,
  answer: () => Promise<number>,
): Promise<number> {
  if (json === true || out !== undefined || (format ?? 'text') !== 'text')
    throw new WrongCallError('--watch is for a person at a terminal: omit --json, --format and --out.');
  world.toInterruptMeans?.('No longer watching.');
  const watch = new Watch(config, rootOf({ root }, world), world);
  try {
    await answer();
    watch.begin();
    world.stderr.write(`Watching ${printable(config)} and its rules. Ctrl-C ends it.\n`);
    for (;;) {
      const changes = await watch.changes();
      if (changes === null) return exit.done;
      world.stderr.write(`\n${printable(inWords(changes))}:\n`);
      await answered(answer, world);
    }
  } catch (error) {
    if (!(error instanceof NotWatchedError)) throw error;
    world.stderr.write(`${printable(error.message)}\n`);
    return exit.failed;
  } finally {
    watch.end();
  }
}

/** What was right once may have no such case any more: that is an answer too. */
async function answered(answer: () => Promise<number>, world: CommandWorld): Promise<void> {
  try {
    await answer();
  } catch (error) {
    if (!(error instanceof WrongCallError)) throw error;
    world.stderr.write(`${error.message}\n`);
  }
}

function inWords(changes: readonly string[]): string {
  return changes.length > mostNamed ? `${counted(changes.length, 'file')} changed` : changes.join(', ');
}

/** Waits for changes of the files that are read. */
class Watch {
  readonly #opened: OpenedFiles = noteOpened();
  readonly #folders = new WatchedFolders(
    () => {
      this.#note(null);
    },
    (error) => {
      this.#note(error);
    },
  );
  #marks: FileMarks;
  #failure: NotWatchedError | null = null;
  #wake: (() => void) | null = null;
  #hasHappened = false;

  constructor(
    private readonly config: string,
    private readonly root: string | null,
    private readonly world: CommandWorld,
  ) {
    // Taken before anything is read: what changes while it is read is answered again.
    this.#marks = lookAt(config, [], root).marks;
    world.interrupted.addEventListener('abort', () => this.#wake?.());
  }

  /** Watches what was read until now. */
  begin(): void {
    const look = lookAt(this.config, this.#opened.paths, this.root);
    this.#folders.follow(look.folders);
    for (const [path, mark] of look.marks)
      if (!this.#marks.has(path) && this.#opened.paths.has(path)) this.#marks = new Map([...this.#marks, [path, mark]]);
    this.#hasHappened = true;
  }

  end(): void {
    forgetOpened();
    this.#folders.close();
  }

  /** @returns what changed, once something did; null if the person interrupts */
  async changes(): Promise<readonly string[] | null> {
    for (;;) {
      if (!this.#hasHappened) await this.#happening();
      while (this.#hasHappened && !this.world.interrupted.aborted) {
        this.#hasHappened = false;
        await this.#quiet();
      }
      if (this.#failure !== null) throw this.#failure;
      if (this.world.interrupted.aborted) return null;
      const look = lookAt(this.config, this.#opened.paths, this.root);
      this.#folders.follow(look.folders);
      const changes = changesBetween(this.#marks, look.marks);
      this.#marks = look.marks;
      if (changes.length > 0) return changes;
    }
  }

  #note(failure: NotWatchedError | null): void {
    this.#failure ??= failure;
    this.#hasHappened = true;
    this.#wake?.();
  }

  async #happening(): Promise<void> {
    if (this.world.interrupted.aborted) return;
    await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = null;
  }

  async #quiet(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, quietMs));
  }
}
