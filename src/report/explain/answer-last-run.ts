import type { Finding } from '../../decide/decision.js';
import { notedOf, recordIdOf, type Explanation, type Id } from '../../explain/explanation.js';
import type { Store } from '../../load/dialect.js';
import { readFindings, readFindingsBelow, readLacking, readLastRunSums } from '../../load/runs/last-run.js';
import { storedIds, storedLink, storedLinks, storedRecord } from '../../load/stored-record.js';
import type { LinkKind, Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import type { WhyAnswer } from './answer.js';
import { danglingTo, reasonsInFindings } from './last-run.js';
import { nearIds } from './near-ids.js';

/** What the last loaded run left of one record or link, and when that run began. */
export interface LastRunAnswer {
  readonly answer: WhyAnswer;
  /** ISO 8601; null if the run is no longer noted. */
  readonly at: string | null;
  /** Whether it was a first load that was held. */
  readonly wasHeld: boolean;
  /** What says that not all findings of that run are kept; null if they are. */
  readonly lacking: string | null;
  /** About it, or about what keeps it out. */
  readonly warnings: readonly Finding[];
}

/** @returns null if the school was never loaded */
export async function answerFromLastRun(
  db: Pick<Store, 'knex'>,
  pipeline: Pipeline,
  school: string,
  kind: RecordKind | LinkKind,
  id: Id,
): Promise<LastRunAnswer | null> {
  const run = await readLastRunSums(db, school);
  if (run === null) return null;
  const { startedAt: at, wasHeld } = run;
  const lacking = await readLacking(db, school);
  const of = { kind: kind.name, id };
  const stored =
    kind.type === 'record' && typeof id === 'string'
      ? await storedRecord(db, school, kind, id)
      : await storedLink(db, school, kind as LinkKind, id as readonly [string, string]);
  // Two links have these ids if the extract names a half that only a split makes: the one in the table counts.
  const findings = await readFindingsBelow(db, school, recordIdOf(of));
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const why = stored === 'through' ? [] : reasonsInFindings(pipeline, findings, of);
  if (why.length === 0 && stored !== 'through') {
    const where = lacking === null ? 'The last run' : 'What is kept of the last run';
    const found = { where, left: stored === 'left', ...(await whatIsNear(db, pipeline, school, kind, id)) };
    return { answer: { explanation: null, school, ...of, ...found, kinds: [] }, at, wasHeld, lacking, warnings };
  }
  const links =
    kind.type === 'record' && typeof id === 'string' ? await storedLinks(db, pipeline, school, kind, id) : [];
  const joined = links.map(({ link, end, ids }) => ({
    link: link.name,
    to: link.ends[end === 0 ? 1 : 0].to,
    ids,
  }));
  const explanation: Explanation = {
    school,
    from: 'last run',
    ...of,
    through: why.length === 0,
    why,
    fixes: [],
    ifWrong: [],
    searchedAll: false,
    gaveUp: false,
    joined: why.length === 0 ? joined : [],
    noted: notedOf(findings, of, why.length === 0 && kind.type === 'link' && kind.areRowsApart),
  };
  return { answer: { explanation }, at, wasHeld, lacking, warnings };
}

/** Ids of the kind that look like one that is nowhere, and what names that one anyway. */
async function whatIsNear(
  db: Pick<Store, 'knex'>,
  pipeline: Pipeline,
  school: string,
  kind: RecordKind | LinkKind,
  id: Id,
) {
  const all = await readFindings(db, school);
  const namedBy = danglingTo(pipeline, all, { kind: kind.name, id });
  if (kind.type === 'link' || typeof id !== 'string') return { near: [], namedBy };
  const found = all.flatMap(({ kind: of, recordId }) => (of === kind.name && recordId !== null ? [recordId] : []));
  return { near: nearIds(id, [...(await storedIds(db, school, kind)), ...found]), namedBy };
}
