import { passedOverInWords } from '../../extract/bytes/files-of.js';
import { shownInput } from '../../pipeline/source/source-url.js';
import { forShell } from '../../pipeline/text/for-shell.js';
import { planFormats } from '../../report/plan/formats.js';
import { uncoloured } from '../../report/writers/paint.js';
import { commandLine } from '../../report/writers/command-line.js';
import type { SchoolReport } from '../../run/run-result.js';
import { printable } from '../../words/words.js';
import { chooseFormat } from '../formats.js';
import { prepare } from '../common-options.js';
import { givenRun, type GivenRunOptions } from '../given-run.js';
import { prepareOut } from '../out.js';
import { observing } from '../observing.js';
import { planInputs } from '../plan-inputs.js';
import { prepareReports, writeReports, type ReportsOptions } from '../reports.js';
import { sameOptions } from '../same-options.js';
import { Screen } from '../screen.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';

export interface PlanOptions extends GivenRunOptions, ReportsOptions {
  readonly format?: string;
  readonly out?: string;
  readonly exitCode?: boolean;
  readonly details: string;
}

/** `pullthrough plan`: says what a run would do, by the same code, and writes nothing. */
export async function plan(args: readonly string[], options: PlanOptions, world: CommandWorld): Promise<number> {
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
  const { configuration, database } = prepare(options, world);
  const { pipeline } = configuration;
  const { inputs, terms, passedOver, share } = await givenRun(args, options, configuration, world);
  if (format.name !== 'text') for (const words of passedOverInWords(passedOver)) screen.warn(printable(words));
  if (share !== null) screen.say(format.name === 'text' ? `  ${share.inWords}` : share.inWords);
  const observer = await observing(world);
  const result = await planInputs(inputs, terms, {
    database,
    details: Number(options.details),
    screen,
    observer,
  }).finally(() => observer.close());
  const { schools, unseen, cannotKnow, isInterrupted } = result;
  const { fingerprint } = result.planned;
  const report = {
    ...{ schools, unseen, cannotKnow, purge: null },
    ...(passedOver.length > 0 ? { passedOver } : {}),
    seconds: (world.now().getTime() - started.getTime()) / 1000,
    ...(isInterrupted ? ({ interrupted: true } as const) : { fingerprint }),
  };
  const [only, ...others] = schools;
  // What a URL has after its ? may be a secret, and without it the command does something else.
  const readsAgain = inputs.every(({ reopens }) => reopens) && args.every((arg) => shownInput(arg) === arg);
  const asPlanned = ` --only-if ${fingerprint}`;
  const releaseOf = ({ school, releasable }: SchoolReport, more = ''): string | null =>
    readsAgain && releasable === true && school !== null
      ? commandLine('release', [school, ...args.map(asPath)], `${repeated({ ...options, school: [] })}${more}`)
      : null;
  const inShard = options.shard === undefined ? '' : ` --shard ${options.shard}`;
  const places = {
    database: result.database,
    run: readsAgain ? commandLine('run', args.map(asPath), `${inShard}${repeated(options)}${asPlanned}`) : null,
    release: only !== undefined && others.length === 0 ? releaseOf(only, asPlanned) : null,
    releaseOf,
  };
  const planned = { pipeline, report, places, paint: screen.paint };
  await out.write(format.write(planned));
  const isTold = await writeReports(reports, ({ write }) => write({ ...planned, paint: uncoloured }), world);
  if (isInterrupted) return exit.interrupted;
  if (!result.isWell || !isTold) return exit.failed;
  const wouldChange = schools.some(({ status }) => status === 'planned');
  return options.exitCode === true && wouldChange ? exit.changes : exit.done;
}

/** An input as an argument that cannot be taken for an option. */
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
