import { passedOverInWords, type PassedOverFiles } from '../../extract/bytes/files-of.js';
import { findInputs, type Input } from '../../extract/bytes/input.js';
import { openForPlanning } from '../../load/database.js';
import { isAnyLoaded, type Feed, type Looked } from '../../load/runs/feeds.js';
import { forShell } from '../../pipeline/text/for-shell.js';
import { commandLine } from '../../report/writers/command-line.js';
import { planFormats } from '../../report/plan/formats.js';
import type { SchoolReport } from '../../run/run-result.js';
import { uncoloured } from '../../report/writers/paint.js';
import { printable } from '../../words/words.js';
import { Batch } from '../../run/batch.js';
import { chooseFormat } from '../formats.js';
import { prepare, type CommonOptions, type Prepared } from '../common-options.js';
import type { Permissions } from '../../run/deciding.js';
import { areExpectedThere, feedOfRun, look, notLooked, withoutFeed } from '../../run/looking.js';
import { prepareOut } from '../out.js';
import { Planning } from '../../run/planning.js';
import { prepareReports, writeReports, type ReportsOptions } from '../reports.js';
import { sameOptions } from '../same-options.js';
import { Screen } from '../screen.js';
import { exit, type World } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';

export interface PlanOptions extends CommonOptions, Permissions, ReportsOptions {
  /** The name of the feed. */
  readonly feed?: string;
  readonly format?: string;
  readonly out?: string;
  readonly exitCode?: boolean;
  readonly details: string;
}

/** `pullthrough plan`: what a run would do, by the same code, and writes nothing. */
export async function plan(args: readonly string[], options: PlanOptions, world: World): Promise<number> {
  const format = chooseFormat(planFormats, options);
  if (!/^\d+$/.test(options.details)) throw new WrongCallError('--details takes a number of records.');
  const out = await prepareOut(options.out, world);
  const reports = await prepareReports(
    planFormats,
    options,
    format.name === 'text' || options.out !== undefined,
    world,
  );
  const started = world.now();
  const screen = new Screen(format.name !== 'text', world);
  const prepared = prepare(options, world);
  const { pipeline } = prepared.configuration;
  const passedOver: PassedOverFiles[] = [];
  const given = args.length > 0 ? args : pipeline.source.inputs;
  const inputs = await findInputs(given, world.stdin, (files) => passedOver.push(files));
  if (format.name !== 'text') for (const words of passedOverInWords(passedOver)) screen.say(printable(words));
  const { planning, batch, database, looked } = await planBatch(
    inputs,
    prepared,
    { ...options, feedOf: feedOfRun(given, inputs, options, prepared) },
    Number(options.details),
    world,
    screen,
  );
  const isInterrupted = world.interrupted.aborted;
  const fingerprint = planning.fingerprint(batch.schools);
  const report = {
    schools: batch.schools,
    ...looked,
    purge: null,
    ...(passedOver.length > 0 ? { passedOver } : {}),
    seconds: (world.now().getTime() - started.getTime()) / 1000,
    ...(isInterrupted ? ({ interrupted: true } as const) : { fingerprint }),
  };
  const [only, ...others] = batch.schools;
  const readsAgain = inputs.every(({ reopens }) => reopens);
  const asPlanned = ` --only-if ${fingerprint}`;
  const releaseOf = ({ school, releasable }: SchoolReport, more = ''): string | null =>
    readsAgain && releasable === true && school !== null
      ? commandLine('release', [school, ...args.map(asPath)], `${repeated({ ...options, school: [] })}${more}`)
      : null;
  const places = {
    database,
    run: readsAgain ? commandLine('run', args.map(asPath), `${repeated(options)}${asPlanned}`) : null,
    release: only !== undefined && others.length === 0 ? releaseOf(only, asPlanned) : null,
    releaseOf,
  };
  const planned = { pipeline, report, places, paint: screen.paint };
  await out.write(format.write(planned));
  const isTold = await writeReports(reports, ({ write }) => write({ ...planned, paint: uncoloured }), world);
  if (isInterrupted) return exit.interrupted;
  if (!batch.allWell() || !isTold || !areExpectedThere(pipeline.source.expectsAll, looked)) return exit.failed;
  const wouldChange = batch.schools.some(({ status }) => status === 'planned');
  return options.exitCode === true && wouldChange ? exit.changes : exit.done;
}

/** An input as an argument that no option can be taken for. */
function asPath(arg: string): string {
  return arg.startsWith('-') ? `./${arg}` : arg;
}

/** The options by which a run does what was planned. */
function repeated(options: PlanOptions): string {
  const { school, set, date, allowOlder, repair } = options;
  return [
    ...school.map((id) => ` --school ${forShell(id)}`),
    ...set.map((one) => ` --set ${forShell(one)}`),
    ...(date === undefined ? [] : [` --date ${date}`]),
    ...(allowOlder === true ? [' --allow-older'] : []),
    ...(repair === true ? [' --repair'] : []),
    sameOptions(options),
  ].join('');
}

/** Goes through the inputs as a run would, and writes nothing. */
export async function planBatch(
  inputs: readonly Input[],
  prepared: Prepared,
  options: Pick<CommonOptions, 'school'> & Permissions & { readonly feedOf?: Feed | 'no feed' | null },
  details: number,
  world: World,
  screen: Screen,
): Promise<{ readonly planning: Planning; readonly batch: Batch; readonly database: string; readonly looked: Looked }> {
  const { pipeline } = prepared.configuration;
  const db = await openForPlanning(prepared.database, pipeline);
  try {
    const planning = new Planning(db, prepared, options, details);
    const batch = new Batch(
      pipeline,
      planning,
      {
        schools: options.school,
        recalls: options.repair !== true,
        retiredSince: (school) => prepared.configuration.forSchool(school).guard.retiredSince,
        say: () => undefined,
        progress: (far) => screen.progress(far),
      },
      world,
    );
    await batch.goThrough(inputs);
    const { feedOf = null } = options;
    const looked =
      feedOf === null || world.interrupted.aborted
        ? notLooked
        : feedOf === 'no feed'
          ? withoutFeed
          : await db.reading(async (store) => look(store, feedOf, batch.met, await isAnyLoaded(store), prepared));
    return { planning, batch, database: db.name, looked };
  } finally {
    screen.clear();
    await db.close();
  }
}
