import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pc from 'picocolors';
import type { Pipeline } from '../pipeline/pipeline.js';
import { readDocuments } from '../extract/documents.js';
import type { DocumentResult, Extract } from '../extract/extract.js';
import { findInputs } from '../extract/input.js';
import { planReading } from '../extract/reading-plan.js';
import { decide } from '../decide/decide.js';
import { RuleMemory } from '../decide/rule-book.js';
import { DatabaseError } from '../load/database-error.js';
import { openDatabase, type Database } from '../load/database.js';
import { loadSchool } from '../load/load-school.js';
import { readForgotten } from '../load/forgotten.js';
import { purge } from '../load/purge.js';
import { retrying } from '../load/retrying.js';
import { finishRun, newRunId, recordSchoolRun, startRun } from '../load/runs.js';
import { purgedInWords } from '../report/purge-text.js';
import { countByRule, countReasons, sectionsOf, type ReasonCount, type SchoolReport } from '../report/run-report.js';
import { schoolLine, summary, type Paint } from '../report/run-text.js';
import { printable } from '../report/words.js';
import { prepare, type CommonOptions, type Prepared } from './common-options.js';
import { patience } from './patience.js';
import { reasonOf } from './reason-of.js';
import { exit, type World } from './streams.js';

const plain: Paint = { good: String, bad: String, faint: String, strong: String };
const coloured: Paint = { good: pc.green, bad: pc.red, faint: pc.dim, strong: pc.bold };

/** `pullthrough run`: reads the inputs, decides, loads, reports. One school failing does not stop the others. */
export async function run(args: readonly string[], options: CommonOptions, world: World): Promise<number> {
  const started = world.now();
  const prepared = prepare(options, world);
  const { pipeline } = prepared.configuration;
  const inputs = await findInputs(args.length > 0 ? args : pipeline.source.inputs, world.stdin);
  const db = await openDatabase(prepared.database, pipeline);
  try {
    const runId = newRunId(started, randomBytes(3).toString('hex'));
    await startRun(db, { id: runId, startedAt: started });
    const batch = new Batch(prepared, options, world, db, runId);
    const plan = planReading(pipeline);
    world.interrupted.addEventListener('abort', () => world.stdin.destroy(), { once: true });
    for (const input of inputs) {
      batch.progress(`reading ${input.name}`);
      await takeAll(batch, readDocuments(input, plan), world);
      if (world.interrupted.aborted) break;
    }
    batch.noteMissing();
    const counts = Object.fromEntries(batch.byStatus());
    const status = world.interrupted.aborted ? 'interrupted' : batch.allWell() ? 'done' : 'failed';
    const isNoted = await batch.note(() => finishRun(db, { id: runId, finishedAt: world.now(), status, counts }));
    const isPurged = world.interrupted.aborted || (await batch.note(() => batch.purge()));
    batch.report((world.now().getTime() - started.getTime()) / 1000);
    if (world.interrupted.aborted) return exit.interrupted;
    return batch.allWell() && isNoted && isPurged ? exit.done : exit.failed;
  } finally {
    await db.close();
  }
}

/** Takes the documents of an input, until a person interrupts: what that cuts off is no failure of the input. */
async function takeAll(batch: Batch, documents: AsyncIterable<DocumentResult>, world: World): Promise<void> {
  try {
    for await (const result of documents) {
      if (world.interrupted.aborted) return;
      await batch.take(result);
      // Signals are delivered between turns of the event loop, which a batch of small schools may never reach.
      await wait(0);
    }
  } catch (error) {
    if (!world.interrupted.aborted) throw error;
  }
}

/** What other commands need to look at the same database; a server's URL may hold a password, and is not repeated. */
function sameOptions({ config, database }: CommonOptions): string {
  const given = [
    config === 'pipeline.yaml' ? '' : ` --config ${config}`,
    database?.startsWith('sqlite:') === true ? ` --database ${database}` : '',
  ];
  return given.filter((option) => /^[\w .:/\\-]+$/.test(option)).join('');
}

type Outcome = Pick<SchoolReport, 'status' | 'reason'> & Partial<SchoolReport>;

class Batch {
  readonly #schools: SchoolReport[] = [];
  readonly #seen = new Set<string>();
  readonly #reasons = new Map<string, ReasonCount>();
  readonly #memory = new RuleMemory();
  readonly #pipeline: Pipeline;
  readonly #paint: Paint;
  readonly #said = new Set<string>();
  #documents = 0;

  constructor(
    private readonly prepared: Prepared,
    private readonly options: CommonOptions,
    private readonly world: World,
    private readonly db: Database,
    private readonly runId: string,
  ) {
    this.#pipeline = prepared.configuration.pipeline;
    this.#paint = world.stderr.isTTY === true && world.env.NO_COLOR === undefined ? coloured : plain;
  }

  async take(result: DocumentResult): Promise<void> {
    const { school, name } = result.type === 'extract' ? result.extract : result.broken;
    if (school !== null && this.options.school.length > 0 && !this.options.school.includes(school)) return;
    const document = ++this.#documents;
    const started = performance.now();
    const outcome = await this.#outcome(result, document);
    const empty = { sections: {}, changes: {}, excluded: {}, warnings: {} };
    const report: SchoolReport = { school, name, ...empty, ...outcome };
    if (report.status === 'failed' || report.status === 'held') await this.#record(report, document);
    this.#schools.push(report);
    this.#say(schoolLine(this.#pipeline, report, performance.now() - started, this.#paint));
  }

  async #outcome(result: DocumentResult, document: number): Promise<Outcome> {
    const { school } = result.type === 'extract' ? result.extract : result.broken;
    if (school !== null && this.#seen.has(school)) {
      return {
        status: 'failed',
        reason: `${result.from}: the school appears a second time in this run; what the first did stays.`,
      };
    }
    if (school !== null) this.#seen.add(school);
    if (result.type === 'broken') return { status: 'failed', reason: result.broken.reason };
    try {
      return await this.#load(result.extract, document);
    } catch (error) {
      const isUncertain = error instanceof DatabaseError && error.code === 'uncertain';
      return { status: 'failed', reason: `${reasonOf(error)}${isUncertain ? '' : ' No table was touched.'}` };
    }
  }

  async #load(extract: Extract, document: number): Promise<Outcome> {
    const { configuration, today } = this.prepared;
    const ofSchool = configuration.forSchool(extract.school);
    const forgotten = await retrying(() => readForgotten(this.db, extract.school), patience);
    const decision = await decide(extract, ofSchool, today, this.#memory, forgotten.isForgotten);
    const { status, reason, changes } = await loadSchool(this.db, this.#pipeline, decision, {
      id: this.runId,
      document,
      now: this.world.now(),
      forgotten,
      patience,
    });
    countReasons(decision, status !== 'held', this.#reasons);
    return {
      status,
      reason,
      changes,
      sections: sectionsOf(this.#pipeline, decision),
      excluded: countByRule(decision.findings, true),
      warnings: countByRule(decision.findings, false),
    };
  }

  async #record({ school, status, sections, changes, reason }: SchoolReport, document: number): Promise<void> {
    await this.note(() =>
      recordSchoolRun(this.db, { school, runId: this.runId, document, status, counts: { sections, changes }, reason }),
    );
  }

  /** Does what retention says, of all schools. */
  async purge(): Promise<void> {
    const purged = await purge(this.db, this.#pipeline, { now: this.world.now(), schools: null, patience });
    const words = purgedInWords(this.#pipeline, purged);
    if (words !== null) this.#say(`  ${words}`);
  }

  /** Writes what became of schools, which may fail where loading them did; that is said once, and ends nothing. */
  async note(write: () => Promise<void>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      if (!this.#said.has(error.message)) this.#say(`  ${error.message}`);
      this.#said.add(error.message);
      return false;
    }
  }

  /** A school asked for that no input holds is a failure, not a success with nothing done. */
  noteMissing(): void {
    for (const school of this.options.school) {
      if (this.#seen.has(school)) continue;
      const reason = 'None of the inputs holds this school.';
      const report = {
        school,
        name: null,
        status: 'failed',
        reason,
        sections: {},
        changes: {},
        excluded: {},
        warnings: {},
      } as const;
      this.#schools.push(report);
      this.#say(schoolLine(this.#pipeline, report, 0, this.#paint));
    }
  }

  byStatus(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { status } of this.#schools) counts.set(status, (counts.get(status) ?? 0) + 1);
    return counts;
  }

  allWell(): boolean {
    return this.#schools.every(({ status }) => status === 'loaded' || status === 'unchanged');
  }

  report(seconds: number): void {
    const interrupted = this.world.interrupted.aborted ? ({ interrupted: true } as const) : {};
    const report = { schools: this.#schools, seconds, ...interrupted };
    if (this.options.json === true) this.world.stdout.write(`${JSON.stringify(report)}\n`);
    else {
      const places = { database: this.db.name, same: sameOptions(this.options) };
      this.#say(summary(this.#pipeline, report, [...this.#reasons.values()], places, this.#paint));
    }
  }

  /** On a terminal, what is going on: one line that the next one takes the place of. */
  progress(text: string): void {
    if (this.world.stderr.isTTY === true)
      this.world.stderr.write(`\r\u001b[2K${this.#paint.faint(`  ${printable(text)} …`)}`);
  }

  /** With --json, standard output is for the result alone. */
  #say(line: string): void {
    if (this.world.stderr.isTTY === true) this.world.stderr.write('\r\u001b[2K');
    (this.options.json === true ? this.world.stderr : this.world.stdout).write(`${line}\n`);
  }
}
