import type { Input } from '../../extract/bytes/input.js';
import { dayIn } from '../../pipeline/guard/day.js';
import { readConfiguration, type Configuration } from '../../pipeline/configuration.js';
import { isSource } from '../../pipeline/source/source-input.js';
import { schoolLine } from '../../report/run/text.js';
import { Engine } from '../../queue/engine.js';
import { NoInputError } from '../../extract/bytes/no-input-error.js';
import { fileOf, lostSource } from '../../queue/sources.js';
import type { WorkerTerms } from '../../queue/worker-terms.js';
import { Worker } from '../../queue/worker.js';
import type { Observer } from '../../operations/observer.js';
import { reasonOf } from '../../run/reason-of.js';
import { endSilentRuns } from '../../load/runs/silent-runs.js';
import { silentRunsInWords } from '../../words/silent-runs.js';
import { printable } from '../../words/words.js';
import type { Sources } from '../../sources/sources.js';
import { sourcesFor } from '../find-inputs.js';
import { readOptions, type CommonOptions } from '../common-options.js';
import { atQueue, type QueueAt } from '../queue-at.js';
import { observing } from '../observing.js';
import { checkOperationsPort, startWatched, type OperationsOptions, type Watched } from '../operations.js';
import { tellOfNight } from '../tell-of-night.js';
import { sameOptions } from '../same-options.js';
import { Screen } from '../screen.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';

export interface WorkerOptions extends CommonOptions, OperationsOptions {
  readonly untilEmpty?: boolean;
  readonly notices?: boolean;
}

/** `pullthrough worker`: takes what was enqueued, until the person interrupts or nothing is left. */
export async function workerCommand(options: WorkerOptions, world: CommandWorld): Promise<number> {
  if (options.school.length > 0)
    throw new WrongCallError('A worker takes whatever waits: give --school to pullthrough enqueue.');
  checkOperationsPort(options);
  return atQueue(options, { world, makes: false }, async (queue) => {
    const watched = await startWatched(options, queue.db, world);
    if (watched === null) return exit.failed;
    const observer = await observing(world);
    try {
      await takeParts(queue, { options, world, watched, observer });
      return exit.done;
    } finally {
      await observer.close();
      await watched.close();
    }
  });
}

interface Taking {
  readonly options: WorkerOptions;
  readonly world: CommandWorld;
  readonly watched: Watched;
  readonly observer: Required<Observer>;
}

async function takeParts(
  { db, configuration: { pipeline }, folder }: QueueAt,
  { options, world, watched, observer }: Taking,
): Promise<void> {
  const screen = new Screen(options.json === true, world);
  const same = sameOptions(options);
  const say = (line: string) => screen.say(`  ${printable(line)}`);
  // Who reads the log has to find there what a person would see.
  const warn = (line: string) => (world.log === null ? say(line) : void world.stderr.write(`${line}\n`));
  const engine = await Engine.open(db, true, (error) => warn(reasonOf(error)));
  try {
    const silent = silentRunsInWords(await endSilentRuns(db));
    if (silent !== null) warn(silent);
    if (watched.origin !== null) say(`For those who watch: ${watched.origin}/health, /ready, /metrics`);
    world.toInterruptMeans?.(
      'The document in hand is finished; what this worker has beside that goes back to the queue.',
    );
    const terms = {
      configuration: () => readConfiguration(options.config, readOptions(options, world)),
      today: () => options.date ?? dayIn(pipeline.timezone, world.now()),
      inputsOf: inputsOf(folder, options, world),
      ...{ now: world.now, interrupted: world.interrupted, untilEmpty: options.untilEmpty === true },
    };
    const worker = new Worker(db, engine, terms, {
      school: (run, report, milliseconds) => {
        screen.say(schoolLine(pipeline, report, milliseconds, screen.paint, same));
        observer.school({ run }, report, milliseconds);
      },
      passed: (source, what) => warn(`${source}: ${what}`),
      nightEnded: async (night, configuration) => {
        say(`Night ${night.id} has ended.`);
        observer.ended({ run: night.id }, { ...night.ending, schools: night.schools, seconds: night.seconds });
        await tellOfNight(db, night, configuration, { world, say: warn, notices: options.notices });
      },
      trouble: warn,
    });
    await worker.work();
  } finally {
    await engine.close();
  }
}

/** Finds the inputs of sources; what fetches is made once for a configuration. */
function inputsOf(folder: string, options: CommonOptions, world: CommandWorld): WorkerTerms['inputsOf'] {
  let fetching: { readonly configuration: Configuration; readonly sources: Sources } | null = null;
  const sourcesIn = async (configuration: Configuration): Promise<Sources> => {
    if (fetching?.configuration === configuration) return fetching.sources;
    // All that an earlier configuration fetched is done.
    await fetching?.sources.close();
    fetching = { configuration, sources: await sourcesFor(configuration.pipeline, options, world) };
    return fetching.sources;
  };
  const fetched = async (source: string, configuration: Configuration): Promise<Input> => {
    try {
      const [input] = await (await sourcesIn(configuration)).find([source], world.stdin);
      return input ?? lostSource(source, 'it gives no extract');
    } catch (error) {
      if (error instanceof NoInputError) return lostSource(source, error.message);
      throw error;
    }
  };
  return async (named, configuration) => {
    const found: Input[] = [];
    for (const source of named)
      found.push(isSource(source) ? await fetched(source, configuration) : fileOf(source, folder));
    return found;
  };
}
