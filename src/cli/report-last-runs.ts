import { DatabaseError } from '../load/database-error.js';
import { openDatabase } from '../load/database.js';
import { schoolsOf } from '../load/edit.js';
import type { ReportedSchool } from '../report/findings/report.js';
import { reportLastRun } from '../report/findings/of-last-run.js';
import type { CommonOptions, Prepared } from './common-options.js';
import type { CommandWorld } from './streams.js';

/** Reports what each school's latest loaded run left in the database, and says that this is its source. */
export async function reportLastRuns(
  { configuration, database: url }: Prepared,
  options: CommonOptions,
  world: CommandWorld,
): Promise<ReportedSchool[]> {
  const db = await openDatabase(url, configuration.pipeline, { mustExist: true });
  try {
    world.stderr.write(
      `From the last loaded runs in ${db.name}; give the extract for what it has now, and for names.\n`,
    );
    const asked = options.school.length > 0 ? [...new Set(options.school)] : await schoolsOf(db);
    if (asked.length === 0) {
      throw new DatabaseError('missing', `No school has been loaded into ${db.name} yet: pullthrough run does that.`);
    }
    const schools: ReportedSchool[] = [];
    for (const school of asked) {
      schools.push(await reportLastRun(db, configuration, school));
      if (world.interrupted.aborted) break;
    }
    return schools;
  } finally {
    await db.close();
  }
}
