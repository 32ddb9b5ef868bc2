import { passedOverInWords } from '../../extract/bytes/files-of.js';
import { openDatabase } from '../../load/database.js';
import type { Configuration } from '../../pipeline/configuration.js';
import { inOneLine } from '../../pipeline/problem.js';
import type { ObservedNight } from '../../operations/observer.js';
import { runFormats } from '../../report/run/formats.js';
import { schoolLine } from '../../report/run/text.js';
import { loadInto } from '../../run/loading.js';
import { notLooked } from '../../run/looking.js';
import type { SchoolReport } from '../../run/run-result.js';
import { run } from '../../run/run.js';
import type { RunListeners } from '../../run/work.js';
import { silentRunsInWords } from '../../words/silent-runs.js';
import { printable } from '../../words/words.js';
import { prepare } from '../common-options.js';
import { givenJobs, inJobs } from '../jobs.js';
import { givenRun, type GivenRun, type GivenRunOptions } from '../given-run.js';
import { prepareMetrics } from '../metrics-file.js';
import { observing } from '../observing.js';
import type { PlannedInputs } from '../plan-inputs.js';
import { prepareReports, type ReportsOptions } from '../reports.js';
import { sameOptions } from '../same-options.js';
import { Screen } from '../screen.js';
import { exit, type CommandWorld } from '../streams.js';
import { tellRecipients } from '../tell-recipients.js';
import { tellRun, writeRun, type TellingRun } from '../tell-run.js';
import { WrongCallError } from '../wrong-call.js';

export interface RunOptions extends GivenRunOptions, ReportsOptions {
  /** The fingerprint of a plan. */
  readonly onlyIf?: string;
  /** How many processes. */
  readonly jobs?: string;
  /** The file for the numbers of the run. */
  readonly metrics?: string;
  /** False if nobody is to be told. */
  readonly notices?: boolean;
}

/** `pullthrough run`: reads the inputs, decides, loads, reports. */
export async function runCommand(args: readonly string[], options: RunOptions, world: CommandWorld): Promise<number> {
  const started = world.now();
  const { configuration, database } = prepare(options, world);
  const { pipeline } = configuration;
  const given = await givenRun(args, options, configuration, world);
  const { inputs, terms, passedOver, share } = given;
  const screen = new Screen(options.json === true, world);
  const say = (line: string) => screen.say(line);
  for (const words of passedOverInWords(passedOver)) screen.warn(`  ${printable(words)}`);
  if (share !== null) say(`  ${share.inWords}`);
  const jobs = givenJobs(options, inputs, database);
  const reports = await prepareReports(runFormats, options, options.json !== true, world);
  const metrics = await prepareMetrics(options.metrics, world);
  const same = sameOptions(options);
  const seconds = () => (world.now().getTime() - started.getTime()) / 1000;
  const to: TellingRun = { json: options.json === true, screen, reports, world };
  const plan = options.onlyIf === undefined ? null : await planAnew(given, database, world);
  if (plan !== null && plan.planned.fingerprint !== options.onlyIf) {
    const refused = 'A run would now do something other than was planned: look at a new plan. Nothing was touched.';
    screen.warn(`  ${refused}`);
    const report = { schools: [], ...notLooked, purge: null, seconds: seconds(), refused };
    await writeRun({ pipeline, report, reasons: [], places: { database: plan.database, same } }, to);
    return exit.failed;
  }
  const db = await openDatabase(database, pipeline);
  const observer = await observing(world, metrics.observers);
  try {
    for (const problem of db.standing) screen.warn(`  ${inOneLine([problem])}`);
    let night: ObservedNight = { run: null };
    const trouble: string[] = [];
    const listeners: RunListeners = {
      silent: (runs) => screen.warn(`  ${silentRunsInWords(runs) ?? ''}`),
      begun: (id) => observer.began((night = { run: id })),
      school: (report, milliseconds) => {
        say(schoolLine(pipeline, report, milliseconds, screen.paint, same));
        observer.school(night, report, milliseconds);
      },
      progress: (far) => screen.progress(far),
      taken: (schools) => {
        screen.clear();
        if (options.release === true) for (const line of pausedAllTheSame(schools, configuration)) screen.warn(line);
      },
      trouble: (message) => {
        trouble.push(message);
        screen.warn(`  ${message}`);
      },
    };
    const result =
      jobs === null
        ? await run(inputs, loadInto(db, terms, plan?.planned), listeners)
        : await inJobs(jobs, given, { options, database, db }, listeners, world);
    const { isInterrupted } = result;
    observer.ended(night, { ...result, seconds: seconds() });
    const isNight = !isInterrupted && options.school.length === 0 && plan === null && options.release !== true;
    const told =
      isNight && options.notices !== false ? await tellRecipients(db, night.run, configuration, world) : null;
    for (const words of told?.failed ?? []) {
      trouble.push(words);
      screen.warn(`  ${printable(words)}`);
    }
    const more = {
      ...(trouble.length > 0 ? { trouble } : {}),
      ...(share === null ? {} : { part: { ...share.part, database: db.name } }),
      ...(told === null ? {} : { notices: { sent: told.sent, failed: told.failed.length } }),
    };
    const about = { pipeline, places: { database: db.name, same }, passedOver, seconds: seconds(), more };
    const areWritten = [await tellRun(result, about, to), await metrics.write(db), (told?.failed.length ?? 0) === 0];
    if (isInterrupted) return exit.interrupted;
    return result.isWell && areWritten.every((isWritten) => isWritten) ? exit.done : exit.failed;
  } finally {
    screen.clear();
    await db.close();
    await observer.close();
  }
}

/** A pause does not stop what a person releases, but they may have forgotten it. */
function pausedAllTheSame(schools: readonly SchoolReport[], configuration: Configuration): string[] {
  return schools.flatMap(({ school, status }) => {
    if (school === null || (status !== 'loaded' && status !== 'unchanged')) return [];
    const { pausedUntil } = configuration.forSchool(school).guard;
    return pausedUntil === null
      ? []
      : [printable(`  School ${school} is paused until ${pausedUntil}, and was loaded anyway.`)];
  });
}

/**
 * Plans again what was planned, to see that it is still the same.
 * @throws WrongCallError if the inputs can be read only once
 */
async function planAnew({ inputs, terms }: GivenRun, database: string, world: CommandWorld): Promise<PlannedInputs> {
  if (inputs.some(({ reopens }) => !reopens))
    throw new WrongCallError('--only-if reads the inputs twice, and standard input can be read only once: give files.');
  const { planInputs } = await import('../plan-inputs.js');
  // The plan that a person approves has it as held.
  return planInputs(inputs, { ...terms, release: false }, { database, details: 0, screen: new Screen(true, world) });
}
