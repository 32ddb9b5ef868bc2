import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Input } from '../../extract/bytes/input.js';
import { passedOverInWords, type PassedOverFiles } from '../../extract/bytes/files-of.js';
import { feedOf } from '../../load/runs/feeds.js';
import { readNight } from '../../load/runs/enqueued-nights.js';
import { endSilentRuns } from '../../load/runs/silent-runs.js';
import { shownInput } from '../../pipeline/source/source-url.js';
import { nightIn } from '../../pipeline/guard/day.js';
import { byCodeUnit } from '../../pipeline/text/text.js';
import type { Configuration } from '../../pipeline/configuration.js';
import { counted } from '../../pipeline/text/counted.js';
import { endNights, endingOf, giveUpLost } from '../../queue/end-nights.js';
import { Engine } from '../../queue/engine.js';
import { enqueueNight, type MadeNight } from '../../queue/enqueue.js';
import { laneOf } from '../../queue/lane-of.js';
import type { NightTerms } from '../../queue/night-terms.js';
import { nightSoFar } from '../../queue/night-so-far.js';
import { groupOf, sourceOf } from '../../queue/sources.js';
import { jobsGone } from '../../queue/worker.js';
import { runFormats } from '../../report/run/formats.js';
import { schoolLine } from '../../report/run/text.js';
import { inertJson } from '../../report/writers/inert.js';
import { silentRunsInWords } from '../../words/silent-runs.js';
import { printable } from '../../words/words.js';
import type { CommonOptions } from '../common-options.js';
import { findAllInputs } from '../find-inputs.js';
import { atQueue, type QueueAt } from '../queue-at.js';
import { prepareReports, type Report, type ReportsOptions } from '../reports.js';
import { sameOptions } from '../same-options.js';
import { Screen } from '../screen.js';
import { exit, type CommandWorld } from '../streams.js';
import { tellOfNight } from '../tell-of-night.js';
import { tellRun } from '../tell-run.js';
import { WrongCallError } from '../wrong-call.js';

export interface EnqueueOptions extends CommonOptions, ReportsOptions {
  readonly feed?: string;
  readonly allowOlder?: boolean;
  readonly repair?: boolean;
  /** Whether it is left if the same was enqueued for this night already. */
  readonly once?: boolean;
  /** Whether to report, and end, as a run does. */
  readonly wait?: boolean;
}

const lookEvery = 500;

/** How long a worker that ended a night is waited for until it has told those who want to hear of it. */
const mostTelling = 120_000;

const notTold =
  'Not everybody could be told how the night ended: the worker that ended it says why, and the next run tries again.';
const perhapsTold =
  'Nobody knows whether all were told how the night ended: the worker that ended it does not say. Is it still there?';

/** `pullthrough enqueue`: makes a night and its jobs, for workers to take. */
export async function enqueueCommand(
  args: readonly string[],
  options: EnqueueOptions,
  world: CommandWorld,
): Promise<number> {
  const started = world.now();
  refuseWhatWorkersSay(options);
  return atQueue(options, { world, makes: false }, async (at) => {
    const { db, configuration, folder } = at;
    const screen = new Screen(options.json === true, world);
    const say = (line: string) => screen.say(`  ${printable(line)}`);
    const passedOver: PassedOverFiles[] = [];
    const named = args.length > 0 ? args : configuration.pipeline.source.inputs;
    const inputs = await findAllInputs(named, configuration.pipeline, options, world, (files) =>
      passedOver.push(files),
    );
    const sources = inputs.map((input) => {
      const source = reachable(input, folder);
      return { source, group: groupOf(input, source) };
    });
    for (const words of passedOverInWords(passedOver)) say(words);
    const reports = await prepareReports(runFormats, options, options.json !== true, world);
    const engine = await Engine.open(db, false);
    try {
      await endTheDead(at, engine, world, say);
      const shown = named.map(shownInput);
      const once = options.once === true ? { once: onceKey(shown, options, configuration, started) } : {};
      const terms = { ...termsIn(options), ...once, named: shown, passedOver };
      const night = await enqueueNight(db, engine, {
        ...{ terms, sources, startedAt: started },
        laneOf: laneOf(configuration, terms.feed ?? configuration.pipeline.source.feed),
      });
      if (options.wait !== true) {
        tellMade(night, options, world, screen);
        return exit.done;
      }
      say(night.alreadyAt === undefined ? made(night) : already(night, night.alreadyAt));
      return await waitFor(night, { at, options, world, screen, reports, passedOver });
    } finally {
      screen.clear();
      await engine.close();
    }
  });
}

/** Options by which each worker decides, and that a night cannot say. @throws WrongCallError */
function refuseWhatWorkersSay({ set, date, wait: waits, report = [] }: EnqueueOptions): void {
  if (set.length > 0 || date !== undefined)
    throw new WrongCallError('--set and --date belong to those who decide: give them to pullthrough worker.');
  if (waits !== true && report.length > 0)
    throw new WrongCallError('There is nothing to report before the night has ended: add --wait.');
}

/** @throws WrongCallError if only this process can read it */
function reachable(input: Input, folder: string): string {
  const source = sourceOf(input, folder);
  if (source !== null) return source;
  throw new WrongCallError(
    `Workers cannot read ${input.name}: they need files in a folder that all of them have, or URLs without a ? in them.`,
  );
}

function termsIn({ feed, school, allowOlder, repair }: EnqueueOptions): Pick<NightTerms, 'feed' | 'schools'> {
  return {
    schools: school,
    ...(feed === undefined ? {} : { feed }),
    ...(allowOlder === true ? { allowOlder } : {}),
    ...(repair === true ? { repair } : {}),
  };
}

/** Runs that were killed; nights whose jobs are gone, or whose last worker died before it could end them. */
async function endTheDead(
  { db, configuration }: Pick<QueueAt, 'db' | 'configuration'>,
  engine: Engine,
  world: CommandWorld,
  say: (line: string) => void,
): Promise<void> {
  const silent = silentRunsInWords(await endSilentRuns(db));
  if (silent !== null) say(silent);
  for (const night of await giveUpLost(db, engine)) say(jobsGone(night));
  for (const night of await endNights(db, { configuration, now: world.now, trouble: say })) {
    say(`Night ${night.id} had not been ended, and is now.`);
    await tellOfNight(db, night, configuration, { world, say });
  }
}

/**
 * What tells nights apart of which one is made: the feed, the schools that are asked for, and the night, which is from
 * noon to noon.
 */
function onceKey(named: readonly string[], { feed, school }: EnqueueOptions, at: Configuration, now: Date): string {
  const { source, timezone } = at.pipeline;
  const name = feed ?? source.feed;
  const { key } = feedOf(name === null ? { inputs: named } : { name }, null);
  const what = { feed: key, schools: [...school].sort(byCodeUnit), night: nightIn(timezone, now) };
  return createHash('sha256').update(JSON.stringify(what)).digest('hex');
}

function made({ id, documents }: MadeNight): string {
  return `Night ${id}: ${counted(documents, 'source')} enqueued.`;
}

function already({ id }: MadeNight, at: string): string {
  return `Night ${id} was enqueued at ${at}, so nothing is enqueued again (--once).`;
}

function tellMade(night: MadeNight, options: EnqueueOptions, world: CommandWorld, screen: Screen): void {
  const { id, documents, replaced, alreadyAt } = night;
  if (options.json === true) {
    const had = alreadyAt === undefined ? {} : { alreadyAt };
    world.stdout.write(`${inertJson({ night: id, documents, replaced, ...had })}\n`);
    return;
  }
  screen.say(`  ${alreadyAt === undefined ? made(night) : already(night, alreadyAt)}`);
  if (replaced > 0)
    screen.say(`  ${counted(replaced, 'source')} of earlier nights had been waiting, and will not be read.`);
  screen.say(`  How far is it?  npx pullthrough queue${sameOptions(options)}`);
}

interface Waiting {
  readonly at: QueueAt;
  readonly options: EnqueueOptions;
  readonly world: CommandWorld;
  readonly screen: Screen;
  readonly reports: readonly Report<(typeof runFormats)[number]>[];
  readonly passedOver: readonly PassedOverFiles[];
}

async function waitFor({ id }: MadeNight, waiting: Waiting): Promise<number> {
  const { at, options, world, screen, reports, passedOver } = waiting;
  const { db, configuration } = at;
  const { pipeline } = configuration;
  const say = (line: string) => screen.say(line);
  world.toInterruptMeans?.(
    'The night goes on without anybody who waits for it: pullthrough queue shows how far it is.',
  );
  let endedAt: number | null = null;
  for (;;) {
    const night = await readNight(db.knex, id);
    const ending = night === null ? null : endingOf(night);
    if (ending !== null) endedAt ??= world.now().getTime();
    const isTried = ending?.isTold !== undefined;
    const isLate = endedAt !== null && world.now().getTime() - endedAt >= mostTelling;
    if (night !== null && ending !== null && (isTried || isLate)) {
      const { schools, reasons, superseded } = await nightSoFar(db, night);
      const { isInterrupted, isWell } = ending;
      const same = sameOptions(options);
      for (const report of schools) say(schoolLine(pipeline, report, null, screen.paint, same));
      for (const source of superseded) say(printable(`  ${source}: a newer one came, so it was not loaded.`));
      const ended = night.finishedAt === null ? world.now().getTime() : Date.parse(night.finishedAt);
      const seconds = (ended - Date.parse(night.startedAt)) / 1000;
      const about = { pipeline, places: { database: db.name, same }, passedOver, seconds, more: { night: id } };
      const to = { json: options.json === true, screen, reports, world };
      const isReported = await tellRun({ ...ending, schools, reasons }, about, to);
      if (ending.isTold !== true) say(`  ${isTried ? notTold : perhapsTold}`);
      if (isInterrupted) return exit.interrupted;
      return isWell && isReported && ending.isTold === true ? exit.done : exit.failed;
    }
    if (world.interrupted.aborted) return exit.interrupted;
    await wait(lookEvery, undefined, { signal: world.interrupted }).catch(() => undefined);
  }
}
