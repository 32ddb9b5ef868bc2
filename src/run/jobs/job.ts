import { fileInput, type Input } from '../../extract/bytes/input.js';
import { timeFinder } from '../../extract/bytes/file-mark.js';
import { openDatabase, type Database } from '../../load/database.js';
import { readConfiguration } from '../../pipeline/configuration.js';
import { Batch } from '../batch.js';
import { lookUp, type LookedUp } from '../known-files.js';
import { loadShared, type SharedLoading } from '../loading.js';
import { Reader } from '../reader.js';
import { JobWork } from './job-work.js';
import type { FromJob, JobSetting, PlacedFile } from './messages.js';

/** What a process of `run --jobs` does: it takes the files that it is given, and tells what became of their schools. */
export class Job {
  readonly #waiting: LookedUp[] = [];
  readonly #places = new Map<Input, number>();
  readonly #sizes = new Map<Input, number | null>();
  readonly #names = new Map<number, string>();
  readonly #batch: Batch;
  readonly #tell: JobOutside['tell'];
  readonly #interrupted: AbortSignal;
  readonly #reader: Reader;
  #looking = Promise.resolve();
  #isGiven = false;
  #wake: () => void = () => undefined;

  constructor(
    private readonly setting: JobSetting,
    private readonly configuration: ReturnType<typeof readConfiguration>,
    private readonly loading: SharedLoading,
    { tell, interrupted }: JobOutside,
  ) {
    this.#tell = tell;
    this.#interrupted = interrupted;
    const { all, readsAhead } = setting;
    const { pipeline } = configuration;
    const terms = {
      ...termsOf(setting, configuration),
      interrupted,
      places: { all, of: this.#places },
    };
    const nameOf = (place: number) => this.#names.get(place) ?? '';
    const begins = (school: { school: string; name: string | null; document: number }) =>
      tell({ type: 'loading', ...school });
    this.#batch = new Batch(terms, new JobWork(loading, { all, nameOf, begins }), {
      school: (report, milliseconds) => tell({ type: 'school', report, milliseconds }),
    });
    this.#reader = new Reader(pipeline, timeFinder(pipeline), this.#sizes, interrupted, readsAhead);
    interrupted.addEventListener('abort', () => this.#wake(), { once: true });
  }

  /** Looks them up and has the unknown ones read, while the ones before are taken. */
  give(files: readonly PlacedFile[]): void {
    this.#looking = this.#looking.then(() => this.#lookUp(files));
    void this.#looking.then(() => this.#wake());
  }

  /** No more files come. */
  end(): void {
    void this.#looking.then(() => {
      this.#isGiven = true;
      this.#wake();
    });
  }

  async work(): Promise<void> {
    try {
      while (!this.#interrupted.aborted) {
        const files = this.#next();
        if (files.length > 0) await this.#take(files);
        else if (this.#isGiven) break;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      await this.loading.flush();
      await this.#reader.close();
    }
  }

  /** One that has to be read, or all that are known before it: these are noted together. */
  #next(): LookedUp[] {
    const unknown = this.#waiting.findIndex(({ known }) => known === null);
    return this.#waiting.splice(0, unknown < 0 ? this.#waiting.length : Math.max(1, unknown));
  }

  async #take(files: readonly LookedUp[]): Promise<void> {
    const places = files.map(({ input }) => this.#places.get(input) ?? 0);
    this.#tell({ type: 'files', places });
    const isWhole = await this.#batch.takeSome(files, this.#reader);
    const reasons = [...this.#batch.reasons.values()];
    this.#batch.reasons.clear();
    for (const { input } of files) for (const known of [this.#places, this.#sizes]) known.delete(input);
    for (const place of places) this.#names.delete(place);
    this.#tell({ type: 'done', places: isWhole ? places : [], reasons });
  }

  async #lookUp(files: readonly PlacedFile[]): Promise<void> {
    const inputs = files.map(({ path, place }) => {
      const input = fileInput(path);
      this.#places.set(input, place);
      this.#names.set(place, input.name);
      return input;
    });
    const { pipeline } = this.configuration;
    const looked =
      this.setting.repair || this.#interrupted.aborted
        ? inputs.map((input) => ({ input, known: null }))
        : await lookUp(inputs, {
            findTime: timeFinder(pipeline),
            now: nowOf(this.setting),
            recall: (marks) => this.loading.recall(marks),
            remembered: () => null,
          });
    const unknown = looked.flatMap(({ input, known }) => (known === null ? [input] : []));
    for (const input of unknown) this.#sizes.set(input, (await input.size?.()) ?? null);
    await this.#reader.expect(unknown);
    this.#waiting.push(...looked);
  }
}

function nowOf({ ahead }: JobSetting): Date {
  return new Date(Date.now() + ahead);
}

function termsOf(setting: JobSetting, configuration: ReturnType<typeof readConfiguration>) {
  const { schools, allowOlder, repair } = setting;
  return { configuration, now: () => nowOf(setting), schools, allowOlder, repair };
}

/** The process that a job is in. */
export interface JobOutside {
  readonly tell: (message: FromJob) => void;
  readonly interrupted: AbortSignal;
}

/** @throws ConfigurationError, DatabaseError */
export async function beginJob(
  setting: JobSetting,
  outside: JobOutside,
): Promise<{ readonly job: Job; readonly db: Database }> {
  const { config, set, day, root, database, night } = setting;
  const options = { set, today: () => day, ...(root === null ? {} : { root }) };
  const configuration = readConfiguration(config, options);
  const db = await openDatabase(database, configuration.pipeline, { mustExist: true });
  const loading = loadShared(db, termsOf(setting, configuration), night, {
    trouble: (message) => outside.tell({ type: 'trouble', message }),
  });
  return { job: new Job(setting, configuration, loading, outside), db };
}
