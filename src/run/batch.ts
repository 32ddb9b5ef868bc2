import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pipeline } from '../pipeline/pipeline.js';
import { withoutFutureTime } from '../extract/items/future-time.js';
import { tooLargeToDecide } from './deciding-room.js';
import { timeFinder, type FindTime } from '../extract/bytes/file-mark.js';
import type { FileMark } from '../extract/bytes/file-mark.js';
import type { Input, Remembered } from '../extract/bytes/input.js';
import type { BrokenDocument } from '../extract/extract.js';
import type { ReadDocument } from '../extract/thread/read-now.js';
import { Reader } from './reader.js';
import { valuesDigest } from '../extract/items/values-digest.js';
import { DatabaseError } from '../load/database-error.js';
import type { LoadedFile, NumberedSchool } from '../load/recall.js';
import type { RunFaultCode, SchoolFault } from '../load/runs/school-fault.js';
import { ConfigurationError } from '../pipeline/problem.js';
import { groupsOf } from './groups-of.js';
import { lookUp, type LookedUp } from './known-files.js';
import type { Outcome } from './outcome.js';
import { Passed, sizesOf } from './passed.js';
import { documentNumber, placesOf, type Places } from './places.js';
import { reasonOf } from './reason-of.js';
import { addReasons, type ReasonCount } from './reasons.js';
import type { SchoolReport } from './run-result.js';
import { SaidTimes } from './said-times.js';
import type { RunTerms } from './terms.js';
import { missingReport, nothingDecided, secondTime, SecondTimeError } from './undecided.js';
import type { BegunWork, RunListeners } from './work.js';

/** `unsaid` if the database says nothing of it. */
type TriedOutcome = Outcome & { readonly unsaid?: true; readonly fault?: SchoolFault };

/** A file that need not be read, with its schools. */
interface KnownFile {
  readonly input: Input;
  readonly schools: readonly NumberedSchool[];
}

/** Few commits if nothing is new: each costs more than the schools in it. No run waits for long for one of them. */
const schoolsAtATime = 100;
/** How many files are looked up by their bytes before the first of them is read, and how many that are fetched. */
const filesAtATime = 20;
const sourcesAtATime = 4;

/** Goes through inputs, school by school. One school failing does not stop the others. */
export class Batch {
  readonly schools: SchoolReport[] = [];
  readonly reasons = new Map<string, ReasonCount>();
  readonly #seen = new Set<string>();
  #places: Places = placesOf([]);
  /** How many documents of an input have a number; a file that was known may have to be read after all. */
  readonly #numbered = new Map<Input, number>();
  /** Those of them that no document said: only their sources are known. */
  readonly #unsaid = new Set<string>();
  #passed = new Passed([]);
  #remembered: Remembered = () => null;
  readonly #findTime: FindTime;
  /** Documents of the input in hand that broke before they said their schools. */
  readonly #broken: BrokenDocument[] = [];
  /** Whether an interruption left a part of an input. */
  #isCut = false;
  readonly #interrupted: AbortSignal;

  constructor(
    private readonly terms: RunTerms,
    private readonly work: Omit<BegunWork, 'end' | 'breakOff'>,
    private readonly on: RunListeners,
  ) {
    this.#findTime = timeFinder(this.#pipeline);
    this.#interrupted = terms.interrupted ?? new AbortController().signal;
  }

  get isInterrupted(): boolean {
    return this.#interrupted.aborted;
  }

  get #pipeline(): Pipeline {
    return this.terms.configuration.pipeline;
  }

  /** The schools that a document said, or is remembered to say, whatever became of them. */
  get met(): ReadonlySet<string> {
    if (this.#unsaid.size === 0) return this.#seen;
    return new Set([...this.#seen].filter((school) => !this.#unsaid.has(school)));
  }

  async goThrough(inputs: readonly Input[]): Promise<void> {
    const sizes = await sizesOf(inputs);
    this.#passed = new Passed(sizes);
    this.#places = this.terms.places ?? placesOf(inputs);
    const sizeOf = new Map(inputs.map((input, at) => [input, sizes[at]]));
    const reader = new Reader(this.#pipeline, this.#findTime, sizeOf, this.#interrupted);
    try {
      const atATime = await this.#lookAtSources(inputs);
      let files: LookedUp[] = [];
      const groups = [...groupsOf(inputs, atATime)];
      for (const [at, group] of groups.entries()) {
        if (this.isInterrupted) break;
        // Before the earlier files are taken, so the reader does not wait in between.
        const next = await this.#lookUp(group, reader);
        // These come while the earlier ones are taken.
        for (const { source } of groups[at + 1] ?? []) source?.begin(this.#remembered);
        await this.#takeFiles(files, reader);
        files = next;
      }
      await this.#takeFiles(files, reader);
    } finally {
      await reader.close();
    }
    this.#noteMissing();
  }

  /** @returns how many inputs are looked up at a time: fewer if any is fetched, so the first is taken soon */
  async #lookAtSources(inputs: readonly Input[]): Promise<number> {
    const sources = inputs.flatMap(({ source }) => source ?? []);
    if (sources.length === 0) return filesAtATime;
    const keys = sources.flatMap(({ key }) => key ?? []);
    // What cannot be remembered is fetched.
    const marks = this.terms.repair === true ? null : await this.work.sourceMarks(keys).catch(() => null);
    this.#remembered = (key) => marks?.get(key) ?? null;
    return sourcesAtATime;
  }

  /**
   * Takes one input of a stream through which somebody else goes.
   * @param reader has been told to expect it, if it has to be read
   * @returns whether all of it was taken: an interruption cuts it off
   */
  async takeOne(file: LookedUp, reader: Reader): Promise<boolean> {
    this.#places = this.terms.places ?? placesOf([file.input]);
    await this.#takeFiles([file], reader);
    return !this.#isCut && this.#passed.far(0).files > 0;
  }

  /** The same with several, whose places the terms have; of those that are known, many are noted together. */
  async takeSome(files: readonly LookedUp[], reader: Reader): Promise<boolean> {
    this.#places = this.terms.places ?? placesOf(files.map(({ input }) => input));
    await this.#takeFiles(files, reader);
    return !this.#isCut && !this.isInterrupted;
  }

  /** Looks files up by their bytes, and has the unknown ones read. */
  async #lookUp(group: readonly Input[], reader: Reader): Promise<LookedUp[]> {
    for (const { source } of group) source?.begin(this.#remembered);
    const files =
      this.terms.repair !== true
        ? await lookUp(group, {
            findTime: this.#findTime,
            now: this.terms.now(),
            recall: (marks) => this.work.recall(marks),
            remembered: this.#remembered,
          })
        : group.map((input) => ({ input, known: null }));
    await reader.expect(files.flatMap(({ input, known }) => (known === null ? [input] : [])));
    return files;
  }

  async #takeFiles(files: readonly LookedUp[], reader: Reader): Promise<void> {
    for (let at = 0; at < files.length && !this.isInterrupted; at++) {
      const known = await this.#takeKnown(this.#knownFrom(files.slice(at)));
      for (const { input } of files.slice(at, at + known)) await this.#pass(input);
      at += known;
      const next = files[at];
      if (next !== undefined && !this.isInterrupted) {
        await this.#read(next.input, reader);
        await this.#pass(next.input);
      }
      this.#tell();
    }
  }

  async #pass(input: Input): Promise<void> {
    await input.source?.release();
    this.#passed.file();
    this.#numbered.delete(input);
  }

  /** The number of the next document of an input. */
  #number(input: Input): number {
    const at = this.#numbered.get(input) ?? 0;
    this.#numbered.set(input, at + 1);
    return this.#numberAt(input, at);
  }

  #numberAt(input: Input, at: number): number {
    const place = this.#places.of.get(input);
    if (place === undefined) throw new Error('an input that has no place');
    return documentNumber(place, at, this.#places.all);
  }

  /** The files that need not be read, up to the first that has to be. */
  #knownFrom(files: readonly LookedUp[]): KnownFile[] {
    const schools = new Set<string>();
    const first: KnownFile[] = [];
    for (const { input, known } of files) {
      if (
        known?.every(({ school }) => this.#isMeant(school) && !this.#seen.has(school) && !schools.has(school)) !== true
      )
        break;
      for (const { school } of known) schools.add(school);
      first.push({ input, schools: known.map((one, at) => ({ ...one, document: this.#numberAt(input, at) })) });
    }
    return first;
  }

  /**
   * Takes the schools of files whose bytes are those of files that are loaded.
   * @returns how many of the files were taken: the one after them has to be read after all
   */
  async #takeKnown(files: readonly KnownFile[]): Promise<number> {
    const taken: { one: NumberedSchool; outcome: Outcome; milliseconds: number }[] = [];
    const all = files.flatMap(({ schools }) => schools);
    for (const group of groupsOf(all, schoolsAtATime)) {
      if (this.isInterrupted) break;
      const started = performance.now();
      const outcomes = await this.#takeTogether(group);
      const milliseconds = (performance.now() - started) / group.length;
      for (const [index, one] of group.slice(0, outcomes.length).entries())
        taken.push({ one, outcome: outcomes[index], milliseconds });
      await letSignalsIn();
      if (outcomes.length < group.length) break;
    }
    if (this.isInterrupted && taken.length < all.length) this.#isCut = true;
    let [whole, schools] = [0, 0];
    for (const { input, schools: own } of files) {
      this.#numbered.set(input, Math.min(own.length, taken.length - schools));
      if (schools + own.length > taken.length && !this.isInterrupted) break;
      schools += own.length;
      whole++;
    }
    for (const { one, outcome, milliseconds } of taken.slice(0, schools)) {
      this.#seen.add(one.school);
      await this.#note({ school: one.school, name: one.memory.name }, outcome, one.document, milliseconds);
    }
    return whole;
  }

  /** Takes known schools at once, and one by one if that fails, so no school fails because of another. */
  async #takeTogether(known: readonly NumberedSchool[]): Promise<TriedOutcome[]> {
    try {
      return await this.work.takeKnown(known);
    } catch (error) {
      if (known.length === 1) return [failure(error)];
    }
    const outcomes: TriedOutcome[] = [];
    for (const one of known) {
      if (this.isInterrupted) break;
      const [outcome] = await this.#takeTogether([one]);
      if (outcome === undefined) break;
      outcomes.push(outcome);
    }
    return outcomes;
  }

  async #read(input: Input, reader: Reader): Promise<void> {
    const { documents, mark } = await reader.read(input, (bytes) => {
      this.#passed.read(bytes);
      this.#tell();
    });
    const before = this.schools.length;
    const times = new SaidTimes();
    const isWhole = await this.#takeAll(input, documents, times);
    if (this.isInterrupted) return;
    if (this.#pipeline.source.school.isMany) await this.#endSource(input, this.schools.slice(before), isWhole);
    const taken = this.schools.slice(before);
    const isWell = taken.every(({ status }) => status === 'loaded' || status === 'unchanged');
    if (!isWhole || !isWell || !input.reopens) return;
    const found = mark();
    if (!times.allow(found)) return;
    const schools = taken.map(({ school }) => school ?? '');
    await this.work.finished({ digest: found.digest, schools, ...rememberedOf(input, found) });
  }

  /** A document that broke before it said its schools fails all that the input had when it was last read whole. */
  async #endSource(input: Input, taken: readonly SchoolReport[], isWhole: boolean): Promise<void> {
    const { name: source } = input;
    const broken = this.#broken.splice(0);
    const met = taken.flatMap(({ school }) => school ?? []);
    if (broken.length === 0) {
      if (isWhole && met.length > 0) await this.work.noteSource(source, met);
      return;
    }
    const known = await this.work.schoolsOf(source).catch(() => []);
    const failed = known.filter((school) => this.#isMeant(school) && !this.#seen.has(school));
    for (const one of broken) {
      const schools = failed.length > 0 ? failed.splice(0) : [null];
      for (const school of schools) {
        if (school !== null) this.#seen.add(school);
        const document = this.#number(input);
        await this.#note({ school, name: null }, failureOf(one), document, 0);
      }
    }
  }

  #isMeant(school: string): boolean {
    const { schools = [] } = this.terms;
    return schools.length === 0 || schools.includes(school);
  }

  /**
   * Takes the documents of an input, until a person interrupts: what that cuts off is no failure of the input.
   * @returns whether every one of them was meant
   */
  async #takeAll(input: Input, documents: AsyncIterable<ReadDocument>, times: SaidTimes): Promise<boolean> {
    let isWhole = true;
    try {
      for await (const result of documents) {
        if (this.isInterrupted) {
          this.#isCut = true;
          return false;
        }
        isWhole = (await this.#take(input, result, times)) && isWhole;
        await letSignalsIn();
      }
    } catch (error) {
      if (!this.isInterrupted) throw error;
      this.#isCut = true;
    }
    return isWhole;
  }

  async #take(input: Input, result: ReadDocument, times: SaidTimes): Promise<boolean> {
    const { school, name } = result.type === 'extract' ? result.extract : result.broken;
    if (school !== null && !this.#isMeant(school)) return false;
    if (result.type === 'broken' && school === null && this.#pipeline.source.school.isMany) {
      this.#broken.push(result.broken);
      return true;
    }
    const document = this.#number(input);
    const started = performance.now();
    const outcome = await this.#outcome(result, document, times);
    await this.#note({ school, name }, outcome, document, performance.now() - started);
    return true;
  }

  async #outcome(result: ReadDocument, document: number, times: SaidTimes): Promise<TriedOutcome> {
    const { school } = result.type === 'extract' ? result.extract : result.broken;
    if (school !== null && this.#seen.has(school)) {
      return { status: 'failed', reason: secondTime(result.from), unsaid: true, fault: { code: 'second-time' } };
    }
    if (school !== null) this.#seen.add(school);
    if (school !== null && result.type === 'broken' && result.broken.isUnsaid === true) this.#unsaid.add(school);
    if (result.type === 'broken') return failureOf(result.broken);
    const tooLarge = tooLargeToDecide(result.extract, result.from, this.#pipeline.limits);
    if (tooLarge !== null)
      return { status: 'failed', reason: tooLarge, unsaid: true, fault: { code: 'too-much-memory' } };
    const extract = withoutFutureTime(result.extract, this.#pipeline, this.terms.now());
    times.add(result.extract, extract);
    try {
      const digest = extract === result.extract ? result.digest : valuesDigest(extract);
      return await this.work.take(extract, digest, document);
    } catch (error) {
      return failure(error);
    }
  }

  async #note(
    school: Pick<SchoolReport, 'school' | 'name'>,
    { reasons: found, unsaid, fault, ...outcome }: TriedOutcome,
    document: number,
    milliseconds: number,
  ): Promise<void> {
    const whole: SchoolReport = { ...school, ...nothingDecided, ...outcome, document };
    const retired = whole.status === 'failed' ? null : this.#retiredSince(school.school ?? '');
    const report = retired === null ? whole : { ...whole, warnings: { ...whole.warnings, retired: 1 } };
    const reasons = retired === null ? found : [...(found ?? []), retiredReason(retired)];
    if (unsaid === true) await this.work.failed(report, document, fault);
    addReasons(this.reasons, reasons ?? [], report.status !== 'held' && report.status !== 'failed');
    this.schools.push(report);
    this.on.school?.(report, milliseconds);
    this.#tell();
  }

  #tell(): void {
    this.on.progress?.(this.#passed.far(this.schools.length));
  }

  /** A school asked for that no input holds is a failure, not a success with nothing done. */
  #noteMissing(): void {
    for (const school of this.terms.schools ?? []) {
      if (this.#seen.has(school)) continue;
      const report = missingReport(school);
      this.schools.push(report);
      this.on.school?.(report, 0);
    }
  }

  /** The day from which a school is no longer expected; null if it is. */
  #retiredSince(school: string): string | null {
    return this.terms.configuration.forSchool(school).guard.retiredSince;
  }
}

/** What shows the next night that the source has nothing new. */
function rememberedOf({ source }: Input, mark: FileMark): Pick<LoadedFile, 'source'> {
  const validators = source?.validators() ?? null;
  if (source?.key == null || validators === null) return {};
  return { source: { key: source.key, mark: { ...validators, mark } } };
}

function retiredReason(since: string): ReasonCount {
  return {
    ...{ kind: '', rule: 'retired', among: 'warnings', count: 1, example: null },
    because: `The school is retired since ${since}, and its extract arrived anyway`,
    fix: "Remove its extract, or remove `retired` from the school's file",
  };
}

function failure(error: unknown): TriedOutcome {
  const isUncertain = error instanceof DatabaseError && error.code === 'uncertain';
  const reason = `${reasonOf(error)}${isUncertain ? '' : ' No table was touched.'}`;
  return { status: 'failed', reason, unsaid: true, fault: { code: faultOf(error) } };
}

/** What all schools share is right, or the run would not have begun: a school's own file is wrong. */
function faultOf(error: unknown): RunFaultCode {
  if (error instanceof ConfigurationError) return 'faulty-rules';
  if (error instanceof SecondTimeError) return 'second-time';
  return error instanceof DatabaseError ? 'database' : 'unexpected';
}

function failureOf({ reason, code, lacks }: BrokenDocument): TriedOutcome {
  return { status: 'failed', reason, unsaid: true, fault: lacks === undefined ? { code } : { code, lacks } };
}

/** Signals are delivered between turns of the event loop, which a batch of small schools may never reach. */
function letSignalsIn(): Promise<void> {
  return nextTurn();
}
