import { findInputs } from '../extract/input.js';
import { openDatabase } from '../load/database.js';
import { schoolLine, summary } from '../report/run-text.js';
import { Batch } from './batch.js';
import { prepare, type CommonOptions } from './common-options.js';
import { Loading, type LoadOptions } from './loading.js';
import { planBatch } from './plan.js';
import { sameOptions } from './same-options.js';
import { Screen } from './screen.js';
import { exit, type World } from './streams.js';
import { WrongCallError } from './wrong-call.js';

export interface RunOptions extends CommonOptions, LoadOptions {
  /** The fingerprint of a plan. */
  readonly onlyIf?: string;
}

/** `pullthrough run`: reads the inputs, decides, loads, reports. One school failing does not stop the others. */
export async function run(args: readonly string[], options: RunOptions, world: World): Promise<number> {
  const started = world.now();
  const prepared = prepare(options, world);
  const { pipeline } = prepared.configuration;
  const inputs = await findInputs(args.length > 0 ? args : pipeline.source.inputs, world.stdin);
  const screen = new Screen(options.json === true, world);
  const planned = options.onlyIf === undefined ? undefined : await plannedAs(options.onlyIf, args, options, world);
  if (planned === null) {
    screen.say('  What a run would do now is not what was planned: look at a new plan. Nothing was touched.');
    if (options.json === true) world.stdout.write(`${JSON.stringify({ schools: [], seconds: 0 })}\n`);
    return exit.failed;
  }
  const db = await openDatabase(prepared.database, pipeline);
  try {
    const say = (line: string) => screen.say(line);
    const loading = await Loading.start(
      db,
      prepared,
      { ...options, ...(planned === undefined ? {} : { planned }) },
      world,
      say,
    );
    const batch = new Batch(
      pipeline,
      loading,
      {
        schools: options.school,
        recalls: options.repair !== true,
        say: (report, milliseconds) => say(schoolLine(pipeline, report, milliseconds, screen.paint)),
        progress: (text) => screen.progress(text),
      },
      world,
    );
    await batch.goThrough(inputs);
    const isInterrupted = world.interrupted.aborted;
    const isNoted = await loading.end(
      isInterrupted ? 'interrupted' : batch.allWell() ? 'done' : 'failed',
      batch.byStatus(),
    );
    const isPurged = isInterrupted || (await loading.purge());
    const seconds = (world.now().getTime() - started.getTime()) / 1000;
    const report = { schools: batch.schools, seconds, ...(isInterrupted ? ({ interrupted: true } as const) : {}) };
    if (options.json === true) world.stdout.write(`${JSON.stringify(report)}\n`);
    else {
      const places = { database: db.name, same: sameOptions(options) };
      say(summary(pipeline, report, [...batch.reasons.values()], places, screen.paint));
    }
    if (isInterrupted) return exit.interrupted;
    return batch.allWell() && isNoted && isPurged ? exit.done : exit.failed;
  } finally {
    await db.close();
  }
}

/**
 * Plans anew what was planned, to see that it is still the same.
 * @returns by document, the fingerprint of what has to be done with it; null where the plan is another
 * @throws WrongCallError where the inputs can be read only once
 */
async function plannedAs(
  fingerprint: string,
  args: readonly string[],
  options: RunOptions,
  world: World,
): Promise<ReadonlyMap<number, string> | null> {
  if (args.includes('-'))
    throw new WrongCallError('--only-if reads the inputs twice, and standard input can be read once: give files.');
  const { planning, batch } = await planBatch(args, options, 0, world, new Screen(true, world));
  return planning.fingerprint(batch.schools) === fingerprint ? planning.fingerprints : null;
}
