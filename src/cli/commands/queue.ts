import type { Database } from '../../load/database.js';
import { lastNight, openNights, readNight, type EnqueuedNight } from '../../load/runs/enqueued-nights.js';
import { countParts, partsOf } from '../../load/runs/parts.js';
import { counted } from '../../pipeline/text/counted.js';
import { cancelNight } from '../../queue/cancel-night.js';
import { endNights, endingOf } from '../../queue/end-nights.js';
import { Engine } from '../../queue/engine.js';
import { enqueueNight } from '../../queue/enqueue.js';
import { laneOf } from '../../queue/lane-of.js';
import { groupOf } from '../../queue/sources.js';
import { termsOf } from '../../queue/night-terms.js';
import { inertJson } from '../../report/writers/inert.js';
import { printable } from '../../words/words.js';
import type { CommonOptions } from '../common-options.js';
import { atQueue, type QueueAt } from '../queue-at.js';
import { exit, type CommandWorld } from '../streams.js';
import { tellOfNight } from '../tell-of-night.js';
import { WrongCallError } from '../wrong-call.js';

export interface QueueOptions extends CommonOptions {
  /** The id of a night. */
  readonly night?: string;
}

type Deed = (at: QueueAt, options: QueueOptions, world: CommandWorld) => Promise<number>;

/** `pullthrough queue`: what waits, runs and failed; tries again, cancels, makes the queue. */
export function queueCommand(what: string, options: QueueOptions, world: CommandWorld): Promise<number> {
  const deed = deeds.get(what);
  if (deed === undefined)
    throw new WrongCallError(`There is no queue ${what}: it is one of ${[...deeds.keys()].join(', ')}.`);
  refuseWhatItIgnores(options);
  return atQueue(options, { world, makes: deed === migrate }, (at) => deed(at, options, world));
}

/** Options of all commands that a night is not asked by: nobody should cancel a whole one for a school. @throws WrongCallError */
function refuseWhatItIgnores({ school, set, date }: QueueOptions): void {
  if (school.length > 0 || set.length > 0 || date !== undefined)
    throw new WrongCallError('queue is of whole nights: omit --school, --set and --date, and name a night by --night.');
}

const deeds: ReadonlyMap<string, Deed> = new Map([
  ['show', show],
  ['retry', retry],
  ['cancel', cancel],
  ['migrate', migrate],
]);

async function migrate({ db }: QueueAt, options: QueueOptions, world: CommandWorld): Promise<number> {
  const version = await Engine.migrate(db);
  world.stdout.write(
    options.json === true
      ? `${inertJson({ schemaVersion: version })}\n`
      : `The queue of ${db.name} is ready. Workers may now use a role that makes no tables (docs/scaling.md).\n`,
  );
  return exit.done;
}

interface ShownNight {
  readonly night: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly status: string;
  readonly waiting: number;
  readonly active: number;
  readonly done: number;
  readonly failed: number;
  readonly superseded: number;
}

async function show({ db }: QueueAt, options: QueueOptions, world: CommandWorld): Promise<number> {
  const nights = await nightsMeant(db, options);
  const shown = await Promise.all(nights.map((night) => shownNight(db, night)));
  const failed = (await Promise.all(nights.map(({ id }) => partsOf(db.knex, id, ['failed'])))).flatMap((parts) =>
    parts.map(({ run, document, source, school, attempts, reason }) => ({
      night: run,
      document,
      source,
      school,
      attempts,
      reason,
    })),
  );
  if (options.json === true) {
    world.stdout.write(`${inertJson({ nights: shown, failed })}\n`);
    return exit.done;
  }
  const line = (text: string) => world.stdout.write(`${printable(text)}\n`);
  if (shown.length === 0) line('  Nothing was ever enqueued.');
  for (const one of shown) {
    const is = one.finishedAt === null ? 'has not ended' : `ended at ${one.finishedAt} (${one.status})`;
    line(`  Night ${one.night}, begun at ${one.startedAt}, ${is}`);
    const { waiting, active, done, failed: failures, superseded } = one;
    line(
      `    ${String(waiting)} waiting, ${String(active)} active, ${String(done)} done, ${String(failures)} failed, ${String(superseded)} superseded`,
    );
  }
  for (const { source, reason } of failed) line(`    failed: ${withSource(source, reason ?? '')}`);
  return exit.done;
}

/** Most reasons begin with their source. */
function withSource(source: string, reason: string): string {
  return [':', ',', ' '].some((next) => reason.startsWith(`${source}${next}`)) ? reason : `${source}: ${reason}`;
}

/** The one named, or those that have not ended, or else the last. */
async function nightsMeant(db: Database, { night: id }: QueueOptions): Promise<EnqueuedNight[]> {
  if (id !== undefined) return [await nightNamed(db, id)];
  const open = await openNights(db.knex);
  if (open.length > 0) return open;
  const last = await lastNight(db.knex);
  return last === null ? [] : [last];
}

async function nightNamed(db: Database, id: string): Promise<EnqueuedNight> {
  const night = await readNight(db.knex, id);
  if (night === null) throw new WrongCallError(`No night ${id} was enqueued.`);
  return night;
}

async function shownNight(db: Database, night: EnqueuedNight): Promise<ShownNight> {
  const { id, startedAt, finishedAt, status } = night;
  return { night: id, startedAt, finishedAt, status, ...(await countParts(db.knex, id)) };
}

/** What waits for its next attempt goes at once; what failed for good is enqueued again, as a night of its own. */
async function retry({ db, configuration }: QueueAt, options: QueueOptions, world: CommandWorld): Promise<number> {
  const engine = await Engine.open(db, false);
  try {
    const hurried = await engine.hurry();
    const id = options.night;
    const night = id === undefined ? await lastNight(db.knex) : await nightNamed(db, id);
    const isEnded = night !== null && endingOf(night) !== null;
    const failed = isEnded ? await partsOf(db.knex, night.id, ['failed']) : [];
    const made =
      night === null || failed.length === 0
        ? null
        : await enqueueNight(db, engine, {
            // It brings some of the schools only: who is missing was said by the night itself.
            terms: { ...termsOf(night), looks: false },
            sources: failed.map(({ source }) => ({ source, group: groupOf({}, source) })),
            laneOf: laneOf(configuration, termsOf(night).feed ?? configuration.pipeline.source.feed),
            startedAt: world.now(),
          });
    if (options.json === true) {
      world.stdout.write(`${inertJson({ night: made?.id ?? null, documents: made?.documents ?? 0, hurried })}\n`);
      return exit.done;
    }
    const said = [
      ...(hurried > 0 ? [`${counted(hurried, 'source')} waited for the next attempt, and can be taken now.`] : []),
      ...(made === null ? [] : [`Night ${made.id}: ${counted(made.documents, 'source')} that failed enqueued again.`]),
    ];
    if (said.length === 0)
      said.push(
        night !== null && !isEnded
          ? `Night ${night.id} has not ended: what failed can be tried again then.`
          : 'Nothing failed.',
      );
    for (const line of said) world.stdout.write(`  ${printable(line)}\n`);
    return exit.done;
  } finally {
    await engine.close();
  }
}

async function cancel({ db, configuration }: QueueAt, options: QueueOptions, world: CommandWorld): Promise<number> {
  const engine = await Engine.open(db, false);
  try {
    const nights = options.night === undefined ? await openNights(db.knex) : [await nightNamed(db, options.night)];
    const cancelled: { night: string; sources: number }[] = [];
    for (const night of nights.filter((one) => endingOf(one) === null))
      cancelled.push({ night: night.id, sources: await cancelNight(db, engine, night) });
    const trouble = (message: string) => world.stderr.write(`${message}\n`);
    for (const night of await endNights(db, { configuration, now: world.now, trouble }))
      await tellOfNight(db, night, configuration, { world, say: trouble });
    if (options.json === true) world.stdout.write(`${inertJson({ cancelled })}\n`);
    else if (cancelled.length === 0) world.stdout.write('  No night waits or runs.\n');
    for (const { night, sources } of options.json === true ? [] : cancelled)
      world.stdout.write(`  Night ${night}: ${counted(sources, 'source')} cancelled. What was loaded stays.\n`);
    return exit.done;
  } finally {
    await engine.close();
  }
}
