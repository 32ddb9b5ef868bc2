import { openDatabase } from '../load/database.js';
import { unknownSchools } from '../load/known-schools.js';
import { purge as purgeDatabase } from '../load/purge.js';
import { purgedInWords } from '../report/purge-text.js';
import { prepare, type CommonOptions } from './common-options.js';
import { patience } from './patience.js';
import { exit, type World } from './streams.js';
import { inertJson } from '../report/inert.js';

/** `pullthrough purge`: does what retention says, as every run does at its end. */
export async function purge(options: CommonOptions, world: World): Promise<number> {
  const { configuration, database: url } = prepare(options, world);
  const { pipeline } = configuration;
  const db = await openDatabase(url, pipeline, { mustExist: true });
  try {
    const schools = options.school.length > 0 ? options.school : null;
    const unknown = await unknownSchools(db, options.school);
    if (unknown.length > 0) {
      world.stderr.write(`There is no school ${unknown.join(', ')} in ${db.name}. Nothing was changed.\n`);
      return exit.failed;
    }
    const purged = await purgeDatabase(db, pipeline, { now: world.now(), schools, patience });
    const { leftDays, historyDays } = pipeline.retention;
    world.stdout.write(
      options.json === true
        ? `${inertJson({ leftDays, historyDays, ...purged })}\n`
        : `${purgedInWords(pipeline, purged) ?? `Nothing is past its time (${String(leftDays)} days for the values of what left, ${String(historyDays)} for history).`}\n`,
    );
    return exit.done;
  } finally {
    await db.close();
  }
}
