import type { Configuration } from '../pipeline/configuration.js';
import { ConfigurationError } from '../pipeline/problem.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { DatabaseError } from '../load/database-error.js';
import { openDatabase, type Database } from '../load/database.js';
import { schoolsOf } from '../load/edit.js';
import { readLastRun } from '../load/last-run.js';
import { readLinkedIds } from '../load/linked-ids.js';
import { sharedLinks, type LinkedIds } from '../report/duplicates.js';
import { failedSchool, type ReportedSchool } from '../report/report.js';
import { reportSchool } from '../report/report-school.js';
import { ruleKeys } from '../report/rule-keys.js';
import type { RuleKeys } from '../report/corrections.js';
import type { CommonOptions, Prepared } from './common-options.js';
import type { World } from './streams.js';

/** Reports what each school's latest loaded run left in the database, and says that it does. */
export async function reportLastRuns(
  { configuration, database: url }: Prepared,
  options: CommonOptions,
  world: World,
): Promise<ReportedSchool[]> {
  const db = await openDatabase(url, configuration.pipeline, { mustExist: true });
  try {
    world.stderr.write(
      `From the last loaded runs in ${db.name}; give the extract for what it holds now, and for names.\n`,
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

async function reportLastRun(db: Database, configuration: Configuration, school: string): Promise<ReportedSchool> {
  const { pipeline } = configuration;
  const last = await readLastRun(db, school);
  if (last === null) {
    const reason = 'The database has no loaded run of this school.';
    return failedSchool({ school, name: null, from: 'last run', reason });
  }
  const { name, startedAt, findings, sums } = last;
  const duplicated = new Set(
    findings.flatMap(({ severity, kind }) => (severity === 'duplicate' && kind !== null ? [kind] : [])),
  );
  const linked = await readLinked(db, pipeline, school, duplicated);
  return reportSchool(pipeline, {
    school,
    name,
    from: 'last run',
    at: startedAt,
    findings,
    sums,
    linked,
    names: null,
    keys: keysOf(configuration, school),
  });
}

/** A fault in a school's file must not keep back what its last run left, which needs no rules. */
function keysOf(configuration: Configuration, school: string): RuleKeys {
  try {
    return ruleKeys(configuration.pipeline, configuration.forSchool(school).rules);
  } catch (error) {
    if (error instanceof ConfigurationError) return () => [];
    throw error;
  }
}

/** The links of kinds that have likely duplicates; those of the others are left where they are. */
async function readLinked(
  db: Database,
  pipeline: Pipeline,
  school: string,
  kinds: ReadonlySet<string>,
): Promise<LinkedIds> {
  const read = new Map<string, ReadonlyMap<string, readonly string[]>>();
  for (const { link, end } of [...kinds].flatMap((kind) => sharedLinks(pipeline, kind))) {
    read.set(`${link.name} ${String(end)}`, await readLinkedIds(db, school, link, end));
  }
  return ({ link, end }, id) => read.get(`${link.name} ${String(end)}`)?.get(id) ?? [];
}
