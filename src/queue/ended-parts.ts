import type { Database } from '../load/database.js';
import type { EndedPart } from '../load/runs/parts.js';
import type { Engine } from './engine.js';
import { endHeld, type Held } from './held-parts.js';
import type { Trouble } from './trouble.js';

type Ended = Held & { readonly part: EndedPart };

const mostAtATime = 100;

/** What became of parts, until it is written: several at once if they end faster than they are written. */
export class EndedParts {
  readonly #ended: Ended[] = [];
  #writing: Promise<void> | null = null;

  constructor(
    private readonly db: Database,
    private readonly engine: Engine,
    private readonly trouble: Trouble,
  ) {}

  get all(): readonly Held[] {
    return this.#ended;
  }

  add(ended: Ended): void {
    this.#ended.push(ended);
  }

  /** Begins to write them, beside what the worker does. */
  write(): void {
    if (this.#ended.length === 0) return;
    this.#writing ??= this.#writeSome()
      .catch(this.trouble.note)
      .then(() => {
        this.#writing = null;
      });
  }

  /** Waits until all are written; what cannot be written now, another worker finds done. */
  async settle(): Promise<void> {
    await this.#writing;
    while (this.#ended.length > 0) if (!(await this.trouble.persistently(() => this.#writeSome()))) return;
  }

  async #writeSome(): Promise<void> {
    const some = this.#ended.slice(0, mostAtATime);
    if (some.length === 0) return;
    await endHeld(this.db, this.engine, some);
    this.#ended.splice(0, some.length);
  }
}
