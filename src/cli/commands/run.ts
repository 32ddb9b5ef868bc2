import { passedOverInWords, type PassedOverFiles } from '../../extract/bytes/files-of.js';
import { findInputs, type Input } from '../../extract/bytes/input.js';
import { openDatabase } from '../../load/database.js';
import { isAnyLoaded } from '../../load/runs/feeds.js';
import { inOneLine } from '../../pipeline/problem.js';
import { purgedInWords } from '../../report/run/purge.js';
import type { EndedRun } from '../../report/run/ended-run.js';
import { runFormats } from '../../report/run/formats.js';
import { json } from '../../report/run/json.js';
import type { SchoolReport } from '../../run/run-result.js';
import { beyondSchools, schoolLine, summary } from '../../report/run/text.js';
import { printable } from '../../words/words.js';
import { Batch } from '../../run/batch.js';
import { prepare, type CommonOptions, type Prepared } from '../common-options.js';
import { Loading, type LoadOptions } from '../../run/loading.js';
import { areExpectedThere, feedOfRun, notLooked, withoutFeed } from '../../run/looking.js';
import { planBatch } from './plan.js';
import { prepareReports, writeReports, type ReportsOptions } from '../reports.js';
import { sameOptions } from '../same-options.js';
import { Screen } from '../screen.js';
import { exit, type World } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';

export interface RunOptions extends CommonOptions, LoadOptions, ReportsOptions {
  /** The name of the feed. */
  readonly feed?: string;
  /** The fingerprint of a plan. */
  readonly onlyIf?: string;
}

/** `pullthrough run`: reads the inputs, decides, loads, reports. One school failing does not stop the others. */
export async function run(args: readonly string[], options: RunOptions, world: World): Promise<number> {
  const started = world.now();
  const prepared = prepare(options, world);
  const { pipeline } = prepared.configuration;
  const passedOver: PassedOverFiles[] = [];
  const given = args.length > 0 ? args : pipeline.source.inputs;
  const inputs = await findInputs(given, world.stdin, (files) => passedOver.push(files));
  const screen = new Screen(options.json === true, world);
  for (const words of passedOverInWords(passedOver)) screen.say(`  ${printable(words)}`);
  const reports = await prepareReports(runFormats, options, options.json !== true, world);
  const tell = (ended: EndedRun): Promise<boolean> => {
    if (options.json === true) world.stdout.write(json.write(ended));
    return writeReports(reports, ({ write }) => write(ended), world);
  };
  const plan = options.onlyIf === undefined ? undefined : await planAnew(inputs, prepared, options, world);
  if (plan !== undefined && plan.fingerprint !== options.onlyIf) {
    const refused = 'What a run would do now is not what was planned: look at a new plan. Nothing was touched.';
    screen.say(`  ${refused}`);
    const places = { database: plan.database, same: sameOptions(options) };
    await tell({
      pipeline,
      report: { schools: [], ...notLooked, purge: null, seconds: secondsSince(started, world), refused },
      reasons: [],
      places,
    });
    return exit.failed;
  }
  const db = await openDatabase(prepared.database, pipeline);
  try {
    const say = (line: string) => screen.say(line);
    for (const problem of db.standing) say(`  ${inOneLine([problem])}`);
    const feed = feedOfRun(given, inputs, options, prepared);
    const wereLoaded = await isAnyLoaded(db);
    const loading = await Loading.start(
      db,
      prepared,
      { ...options, ...(plan === undefined ? {} : { planned: plan.byDocument }) },
      world,
      say,
    );
    const batch = new Batch(
      pipeline,
      loading,
      {
        schools: options.school,
        recalls: options.repair !== true,
        retiredSince: (school) => prepared.configuration.forSchool(school).guard.retiredSince,
        say: (report, milliseconds) =>
          say(schoolLine(pipeline, report, milliseconds, screen.paint, sameOptions(options))),
        progress: (far) => screen.progress(far),
      },
      world,
    );
    try {
      await batch.goThrough(inputs);
    } catch (error) {
      // A fault of the program: what is done is done, and nobody is to think that the run goes on.
      await loading.end('failed', batch.byStatus());
      throw error;
    }
    screen.clear();
    if (options.release === true) for (const line of pausedAllTheSame(batch.schools, prepared)) say(line);
    const isInterrupted = world.interrupted.aborted;
    const lookFor = (of: typeof feed) =>
      of === null ? notLooked : of === 'no feed' ? withoutFeed : loading.look(of, batch.met, wereLoaded);
    const looked = isInterrupted ? notLooked : await lookFor(feed);
    const isWell = batch.allWell() && looked !== null && areExpectedThere(pipeline.source.expectsAll, looked);
    const isNoted = await loading.end(isInterrupted ? 'interrupted' : isWell ? 'done' : 'failed', batch.byStatus());
    const purge = isInterrupted ? null : await loading.purge();
    const isPurged = isInterrupted || purge !== null;
    const purged = purge?.status === 'done' ? purgedInWords(pipeline, purge.purged) : null;
    if (purged !== null) say(`  ${purged}`);
    const seconds = secondsSince(started, world);
    const report = {
      schools: batch.schools,
      ...(looked ?? notLooked),
      purge,
      seconds,
      ...(passedOver.length > 0 ? { passedOver } : {}),
      ...(isInterrupted ? ({ interrupted: true } as const) : {}),
    };
    const reasons = [...batch.reasons.values()];
    const ended = { pipeline, report, reasons, places: { database: db.name, same: sameOptions(options) } };
    if (options.json !== true) say(summary(ended, screen.paint));
    else for (const line of beyondSchools(report, ended.places.same)) say(line);
    const isTold = await tell(ended);
    if (isInterrupted) return exit.interrupted;
    return isWell && isNoted && isPurged && isTold ? exit.done : exit.failed;
  } finally {
    screen.clear();
    await db.close();
  }
}

/** A pause is no reason to hold what a person releases, who may have forgotten it. */
function pausedAllTheSame(schools: readonly SchoolReport[], { configuration }: Prepared): string[] {
  return schools.flatMap(({ school, status }) => {
    if (school === null || (status !== 'loaded' && status !== 'unchanged')) return [];
    const { pausedUntil } = configuration.forSchool(school).guard;
    return pausedUntil === null
      ? []
      : [printable(`  School ${school} is paused until ${pausedUntil}, and was loaded all the same.`)];
  });
}

function secondsSince(started: Date, world: World): number {
  return (world.now().getTime() - started.getTime()) / 1000;
}

/**
 * Plans anew what was planned, to see that it is still the same.
 * @throws WrongCallError where the inputs can be read only once
 */
async function planAnew(
  inputs: readonly Input[],
  prepared: Prepared,
  options: RunOptions,
  world: World,
): Promise<{
  readonly fingerprint: string;
  readonly byDocument: ReadonlyMap<number, string>;
  readonly database: string;
}> {
  if (inputs.some(({ reopens }) => !reopens))
    throw new WrongCallError('--only-if reads the inputs twice, and standard input can be read once: give files.');
  // What a person approves was planned as held.
  const asPlanned = { ...options, release: false };
  const screen = new Screen(true, world);
  const { planning, batch, database } = await planBatch(inputs, prepared, asPlanned, 0, world, screen);
  return { fingerprint: planning.fingerprint(batch.schools), byDocument: planning.fingerprints, database };
}
