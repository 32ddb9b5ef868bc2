import { openDatabase } from '../../load/database.js';
import { unknownSchools } from '../../load/runs/known-schools.js';
import { purge, purgeByClock, type Purging } from '../../load/runs/purge.js';
import { heldPurgeInWords, purgedInWords } from '../../report/run/purge.js';
import { joined } from '../../pipeline/text/counted.js';
import { printable } from '../../words/words.js';
import { prepare, type CommonOptions } from '../common-options.js';
import { commandLine } from '../../report/writers/command-line.js';
import { patience } from '../../run/patience.js';
import { sameOptions } from '../same-options.js';
import { exit, type CommandWorld } from '../streams.js';
import { inertJson } from '../../report/writers/inert.js';

export interface PurgeOptions extends CommonOptions {
  /** Whether the person says that the clock is right. */
  readonly all?: boolean;
}

/** `pullthrough purge`: does what retention says, as every run does at its end. */
export async function purgeCommand(options: PurgeOptions, world: CommandWorld): Promise<number> {
  const { configuration, database: url } = prepare(options, world);
  const { pipeline } = configuration;
  const db = await openDatabase(url, pipeline, { mustExist: true });
  try {
    const schools = options.school.length > 0 ? options.school : null;
    const unknown = await unknownSchools(db, options.school);
    if (unknown.length > 0) {
      world.stderr.write(
        `There is no school ${joined(unknown.map(printable), 'or')} in ${db.name}. Nothing was changed.\n`,
      );
      return exit.failed;
    }
    const retention = { now: world.now(), schools, patience };
    const purging: Purging =
      options.all === true
        ? { status: 'done', purged: await purge(db, pipeline, retention) }
        : await purgeByClock(db, pipeline, retention);
    const { leftDays, historyDays } = pipeline.retention;
    if (purging.status === 'held') {
      if (options.json === true) world.stdout.write(`${inertJson({ leftDays, historyDays, purge: 'held' })}\n`);
      const command = commandLine('purge --all', [], sameOptions(options));
      world.stderr.write(`${heldPurgeInWords(purging.gap)} Nothing was changed. If it is right: ${command}\n`);
      return exit.failed;
    }
    const { purged } = purging;
    world.stdout.write(
      options.json === true
        ? `${inertJson({ leftDays, historyDays, purge: 'done', ...purged })}\n`
        : `${purgedInWords(pipeline, purged) ?? `Nothing is past its time (${String(leftDays)} days for the values of what left, ${String(historyDays)} for history).`}\n`,
    );
    return exit.done;
  } finally {
    await db.close();
  }
}
