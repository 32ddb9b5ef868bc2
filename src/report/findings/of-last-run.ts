import type { Store } from '../../load/dialect.js';
import { readLastRun } from '../../load/runs/last-run.js';
import { readLinkedIds } from '../../load/linked-ids.js';
import type { Configuration } from '../../pipeline/configuration.js';
import { ConfigurationError } from '../../pipeline/problem.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import type { RuleKeys } from './corrections.js';
import { sharedLinks, type LinkedIds } from './duplicates.js';
import { failedSchool, type ReportedSchool } from './report.js';
import { reportSchool } from './of-school.js';
import { ruleKeys } from './rule-keys.js';

/** What a school's latest run that was loaded or unchanged left in the database. */
export async function reportLastRun(
  db: Pick<Store, 'knex'>,
  configuration: Configuration,
  school: string,
): Promise<ReportedSchool> {
  const { pipeline } = configuration;
  const last = await readLastRun(db, school);
  if (last === null) {
    const reason = 'The database has no loaded run of this school.';
    return failedSchool({ school, name: null, from: 'last run', reason });
  }
  const { name, startedAt, part, wasHeld, findings, sums } = last;
  const duplicated = new Map<string, Set<string>>();
  for (const { severity, kind, recordId, causeId } of findings) {
    if (severity !== 'duplicate' || kind === null) continue;
    const ids = duplicated.get(kind) ?? new Set<string>();
    for (const id of [recordId, causeId]) if (id !== null) ids.add(id);
    duplicated.set(kind, ids);
  }
  const linked = await readLinked(db, pipeline, school, duplicated);
  return reportSchool(pipeline, {
    school,
    name,
    from: 'last run',
    at: startedAt,
    ...(part === null ? {} : { part }),
    ...(wasHeld ? { held: true } : {}),
    findings,
    sums,
    linked,
    names: null,
    keys: keysOfSchool(configuration, school),
  });
}

/** An error in a school's file must not keep back what its last run left, which needs no rules. */
export function keysOfSchool(configuration: Configuration, school: string): RuleKeys {
  try {
    return ruleKeys(configuration.pipeline, configuration.forSchool(school).rules);
  } catch (error) {
    if (error instanceof ConfigurationError) return () => [];
    throw error;
  }
}

/** Reads the links of likely duplicates only. */
async function readLinked(
  db: Pick<Store, 'knex'>,
  pipeline: Pipeline,
  school: string,
  duplicated: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<LinkedIds> {
  const read = new Map<string, ReadonlyMap<string, readonly string[]>>();
  for (const [kind, ids] of duplicated)
    for (const { link, end } of sharedLinks(pipeline, kind))
      read.set(`${link.name} ${String(end)}`, await readLinkedIds(db, school, { link, end, ids: [...ids] }));
  return ({ link, end }, id) => read.get(`${link.name} ${String(end)}`)?.get(id) ?? [];
}
