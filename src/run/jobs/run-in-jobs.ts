import { availableParallelism } from 'node:os';
import type { Input } from '../../extract/bytes/input.js';
import type { Database } from '../../load/database.js';
import { missingReport, nothingDecided } from '../undecided.js';
import { beginShared } from '../loading.js';
import { sizesOf } from '../passed.js';
import { documentNumber, placeIn, placesOf } from '../places.js';
import { addReasons, type ReasonCount } from '../reasons.js';
import type { RunResult, SchoolReport } from '../run-result.js';
import type { RunTerms } from '../terms.js';
import type { Ending, RunListeners } from '../work.js';
import type { FromJob, JobSetting, PlacedFile } from './messages.js';
import { JobProcess } from './processes.js';

/** How a run is shared out among processes of this machine. */
export interface Jobs {
  readonly count: number;
  /** The program of each process. */
  readonly program: URL;
  readonly setting: Pick<JobSetting, 'config' | 'set' | 'root' | 'database'>;
}

type WaitingFile = PlacedFile & { readonly input: Input };

/** As many are looked up at a time as by one process. */
const mostFiles = 20;

/**
 * Goes through files as `run` does, with several processes: one row of `runs`, one result, one purge. Which of two
 * documents of one school comes first is up to the processes.
 * @param inputs files only
 * @param db on a server; the processes have connections of their own
 * @throws DatabaseError if the run cannot begin
 */
export async function runInJobs(
  inputs: readonly Input[],
  db: Database,
  terms: RunTerms,
  jobs: Jobs,
  on: RunListeners,
): Promise<RunResult & Ending> {
  const { night, loading } = await beginShared(db, terms, on);
  const { count, program, setting } = jobs;
  const places = terms.places ?? placesOf(inputs);
  const dealing = new Dealing(program, inputs, await sizesOf(inputs), terms, on, {
    ...setting,
    night,
    all: places.all,
    day: terms.configuration.today,
    schools: terms.schools ?? [],
    allowOlder: terms.allowOlder === true,
    repair: terms.repair === true,
    readsAhead: availableParallelism() > count,
    ahead: terms.now().getTime() - Date.now(),
  });
  try {
    await dealing.goThrough(Math.min(count, inputs.length));
    for (const failed of dealing.lost) await loading.failed(failed, failed.document ?? 0);
  } catch (error) {
    await loading.breakOff(dealing.schools);
    throw error;
  }
  const isInterrupted = terms.interrupted?.aborted === true;
  const schools = [...dealing.schools].sort((a, b) => byPlace(a, b, places.all));
  const met = new Set(schools.flatMap(({ school }) => school ?? []));
  for (const school of terms.schools ?? []) if (!met.has(school)) schools.push(missingReport(school));
  on.taken?.(schools);
  const ending = await loading.end({ inputs, schools, met, isInterrupted });
  const isWell = ending.isWell && !isInterrupted && !dealing.hasTrouble;
  return { schools, reasons: [...dealing.reasons.values()], isInterrupted, ...ending, isWell };
}

function byPlace({ document: a = 0 }: SchoolReport, { document: b = 0 }: SchoolReport, all: number): number {
  const [one, other] = [placeIn(a, all), placeIn(b, all)];
  return one.input - other.input || one.at - other.at;
}

/** Deals files out to processes, a few at a time, so that all of them end at about the same time. */
class Dealing {
  readonly schools: SchoolReport[] = [];
  readonly reasons = new Map<string, ReasonCount>();
  /** What no process could note any more. */
  readonly lost: SchoolReport[] = [];
  hasTrouble = false;
  readonly #waiting: WaitingFile[];
  readonly #sizes: ReadonlyMap<number, number>;
  readonly #allBytes: number;
  readonly #processes = new Set<JobProcess>();
  readonly #said = new Set<string>();
  #passed = { files: 0, bytes: 0 };
  #count = 1;
  #finish: () => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;

  constructor(
    private readonly program: URL,
    private readonly inputs: readonly Input[],
    sizes: readonly (number | null)[],
    private readonly terms: RunTerms,
    private readonly on: RunListeners,
    private readonly setting: JobSetting,
  ) {
    const places = terms.places ?? placesOf(inputs);
    this.#waiting = inputs.map((input) => {
      const place = places.of.get(input);
      if (input.path === undefined || place === undefined) throw new Error('an input that no other process can open');
      return { input, path: input.path, place };
    });
    this.#allBytes = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
    this.#sizes = new Map(this.#waiting.map(({ place }, at) => [place, sizes[at] ?? 0]));
  }

  async goThrough(count: number): Promise<void> {
    if (count === 0) return;
    this.#count = count;
    const stop = (): void => {
      for (const one of this.#processes) one.send({ type: 'stop' });
    };
    this.terms.interrupted?.addEventListener('abort', stop, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        this.#finish = resolve;
        this.#fail = reject;
        for (let started = 0; started < count; started++) this.#start();
      });
    } finally {
      this.terms.interrupted?.removeEventListener('abort', stop);
      stop();
    }
  }

  get #isInterrupted(): boolean {
    return this.terms.interrupted?.aborted === true;
  }

  #start(): void {
    const one: JobProcess = new JobProcess(this.program, this.setting, {
      told: (message) => this.#safely(() => this.#hear(one, message)),
      gone: (how) => this.#safely(() => this.#lose(one, how)),
    });
    this.#processes.add(one);
    if (this.#isInterrupted) one.send({ type: 'stop' });
    this.#deal(one);
  }

  /** A listener of the caller may throw: that ends the run, as it does in one process. */
  #safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Gives it more before it has done what it has, so it can look ahead. */
  #deal(one: JobProcess): void {
    const fair = Math.ceil(this.#waiting.length / (4 * this.#count));
    const few = Math.min(mostFiles, Math.max(1, fair));
    if (one.files.length <= few && this.#waiting.length > 0) one.give(this.#waiting.splice(0, few));
    if (this.#waiting.length > 0 || [...this.#processes].some(({ files }) => files.length > 0)) return;
    for (const each of this.#processes) each.send({ type: 'end' });
  }

  #hear(one: JobProcess, message: FromJob): void {
    if (message.type === 'school') {
      this.#say(message.report, message.milliseconds);
    } else if (message.type === 'done') {
      addReasons(this.reasons, message.reasons, true);
      for (const place of message.places) this.#pass(place);
      this.#deal(one);
    } else if (message.type === 'trouble') {
      this.hasTrouble = true;
      if (!this.#said.has(message.message)) this.on.trouble?.(message.message);
      this.#said.add(message.message);
    } else if (message.type === 'ended') one.files.splice(0);
  }

  /** What a process had in hand when it died fails; others take what it had not begun. */
  #lose(one: JobProcess, how: string): void {
    this.#processes.delete(one);
    const begun = new Set(one.begun);
    const inHand = one.files.filter(({ place }) => begun.has(place));
    if (!this.#isInterrupted) {
      for (const file of inHand) this.#failOf(file, one, how);
      this.#waiting.unshift(...one.files.filter(({ place }) => !begun.has(place)));
      // One that could not even begin would not the next time either.
      if (this.#waiting.length > 0 && one.hasBegunAny) this.#start();
      else if (this.#processes.size === 0) for (const file of this.#waiting.splice(0)) this.#failOf(file, null, how);
      for (const each of this.#processes) this.#deal(each);
    }
    if (this.#processes.size === 0) this.#finish();
  }

  #failOf({ input, place }: WaitingFile, one: JobProcess | null, how: string): void {
    const { all } = this.setting;
    const loading = one?.loading ?? null;
    const isOfThis = loading !== null && placeIn(loading.document, all).input === place;
    const before = this.schools.filter(({ document = 0 }) => placeIn(document, all).input === place).length;
    const what =
      one === null
        ? `no process could begin to read it (${how}). No table was touched.`
        : `the process that had it ended (${how}) before it said what became of it. Run it again: what was loaded stays as it is.`;
    const report: SchoolReport = {
      school: isOfThis ? loading.school : null,
      name: isOfThis ? loading.name : null,
      status: 'failed',
      reason: `${input.name}: ${what}`,
      ...nothingDecided,
      document: isOfThis ? loading.document : documentNumber(place, before, all),
    };
    this.lost.push(report);
    this.#say(report, 0);
    this.#pass(place);
  }

  #say(report: SchoolReport, milliseconds: number): void {
    this.schools.push(report);
    this.on.school?.(report, milliseconds);
    this.#tell();
  }

  #pass(place: number): void {
    const { files, bytes } = this.#passed;
    this.#passed = { files: files + 1, bytes: bytes + (this.#sizes.get(place) ?? 0) };
    this.#tell();
  }

  #tell(): void {
    const [allFiles, allBytes] = [this.inputs.length, this.#allBytes];
    this.on.progress?.({ schools: this.schools.length, ...this.#passed, allFiles, allBytes });
  }
}
