import { openDatabase } from '../../load/database.js';
import { approveHeld } from '../../load/hold/release.js';
import { heldCounts, heldInWords } from '../../words/held-in-words.js';
import { prepare } from '../common-options.js';
import { runCommand, type RunOptions } from './run.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';
import { inertJson } from '../../report/writers/inert.js';

/**
 * `pullthrough release`: approves, once, what a held load would remove and change. With inputs, it loads at once;
 * without any, the next run whose held part is the same or smaller goes through.
 */
export async function release(
  school: string,
  inputs: readonly string[],
  options: RunOptions,
  world: CommandWorld,
): Promise<number> {
  if (options.school.some((other) => other !== school))
    throw new WrongCallError(`release takes one school, and you have named it: ${school}. Omit --school.`);
  if (inputs.length > 0) return runCommand(inputs, { ...options, school: [school], release: true }, world);
  if (options.onlyIf !== undefined)
    throw new WrongCallError('--only-if does what was planned: give release the inputs of the plan.');
  if ((options.report ?? []).length > 0)
    throw new WrongCallError('--report says what a run did: give release the inputs to load, or omit it.');
  const { configuration, database: url } = prepare(options, world);
  const { pipeline } = configuration;
  const db = await openDatabase(url, pipeline, { mustExist: true });
  try {
    const { hold } = await approveHeld(db, school, { at: world.now(), by: null, why: null });
    if (hold === null) {
      const { pausedUntil } = configuration.forSchool(school).guard;
      const state =
        pausedUntil === null
          ? `is not held in ${db.name}.`
          : `is paused until ${pausedUntil}, and nothing of it is held in ${db.name} that could be released.`;
      world.stderr.write(`School ${school} ${state} Nothing was changed.\n`);
      return exit.failed;
    }
    const approved = heldCounts(hold.counts);
    const { runId, heldAt } = hold;
    world.stdout.write(
      options.json === true
        ? `${inertJson({ school, run: runId, heldAt, approved })}\n`
        : `Approved for one run of school ${school}, as held on ${heldAt}: ${heldInWords(pipeline, approved)}.\nThe next run that holds the same or less goes through; any other is held again. Whatever else the load changes is written with it.\n`,
    );
    return exit.done;
  } finally {
    await db.close();
  }
}
