import { fork, type ChildProcess } from 'node:child_process';
import type { Input } from '../../extract/bytes/input.js';
import type { FromJob, JobSetting, PlacedFile, SchoolInHand, ToJob } from './messages.js';

/** What is heard of a process of `run --jobs`. */
export interface ProcessListeners {
  readonly told: (message: FromJob) => void;
  /** @param how it ended, for people: `SIGKILL`, `exit code 1` */
  readonly gone: (how: string) => void;
}

/** One process, and the files that it has. */
export class JobProcess {
  /** Those that it has not done, in their order. */
  readonly files: (PlacedFile & { readonly input: Input })[] = [];
  /** The places of those that it has begun. */
  begun: readonly number[] = [];
  loading: SchoolInHand | null = null;
  hasBegunAny = false;
  readonly #child: ChildProcess;

  /** @param program of the process, which begins a job */
  constructor(program: URL, setting: JobSetting, on: ProcessListeners) {
    // Standard output is for the result.
    this.#child = fork(program, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#child.on('message', (message: FromJob) => {
      this.#note(message);
      on.told(message);
    });
    // It is gone when all that it had told was heard, too.
    let left = 2;
    let how = '';
    const end = (): void => {
      if (--left === 0) on.gone(how);
    };
    this.#child.once('exit', (code, signal) => {
      how = signal ?? `exit code ${String(code)}`;
      end();
    });
    this.#child.once('disconnect', end);
    this.#child.on('error', (error: NodeJS.ErrnoException) => {
      // What cannot be sent any more shows by its end; one that was never there has none.
      if (this.#child.pid === undefined) on.gone(error.code ?? 'it could not be started');
    });
    this.send({ type: 'begin', setting });
  }

  send(message: ToJob): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  give(files: readonly (PlacedFile & { readonly input: Input })[]): void {
    this.files.push(...files);
    this.send({ type: 'take', files: files.map(({ path, place }) => ({ path, place })) });
  }

  #note(message: FromJob): void {
    if (message.type === 'files') {
      this.begun = message.places;
      this.hasBegunAny = true;
    } else if (message.type === 'loading') this.loading = message;
    else if (message.type === 'school') this.loading = null;
    else if (message.type === 'done') {
      this.begun = [];
      const done = new Set(message.places);
      this.files.splice(0, this.files.length, ...this.files.filter(({ place }) => !done.has(place)));
    }
  }
}
