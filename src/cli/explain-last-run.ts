import { notedOf, type Explanation, type Id } from '../decide/explanation.js';
import { openDatabase } from '../load/database.js';
import { schoolsOf } from '../load/edit.js';
import { readLastRun } from '../load/last-run.js';
import { storedIds, storedLink, storedLinks, storedRecord } from '../load/stored-record.js';
import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import { danglingTo, reasonsInFindings } from '../report/explain-last-run.js';
import { nearIds } from '../report/near-ids.js';
import { printable } from '../report/words.js';
import { chooseSchool } from './choose.js';
import type { CommonOptions, Prepared } from './common-options.js';
import type { Answer } from './explain-answer.js';
import type { World } from './streams.js';

/**
 * What the last loaded run left of one record or link.
 * @returns null where the school was never loaded; that is said already
 */
export async function explainFromLastRun(
  kind: RecordKind | LinkKind,
  id: Id,
  options: CommonOptions,
  { configuration: { pipeline }, database: url }: Prepared,
  world: World,
): Promise<Answer | null> {
  const db = await openDatabase(url, pipeline, { mustExist: true });
  try {
    const school = chooseSchool(options.school, await schoolsOf(db), db.name);
    const run = await readLastRun(db, school);
    if (run === null) {
      world.stderr.write(`School ${printable(school)} was never loaded into ${db.name}.\n`);
      return null;
    }
    world.stderr.write(
      `School ${printable(school)}, from the last loaded run${run.startedAt === null ? '' : ` (${run.startedAt})`}. Give the extract as well for all reasons and the smallest corrections.\n`,
    );
    const of = { kind: kind.name, id };
    const stored =
      kind.type === 'record' && typeof id === 'string'
        ? await storedRecord(db, school, kind, id)
        : await storedLink(db, school, kind as LinkKind, id as readonly [string, string]);
    // Two links have these ids where the extract names a half that only a split makes: the one in the table speaks.
    const why = stored === 'through' ? [] : reasonsInFindings(pipeline, run.findings, of);
    if (why.length === 0 && stored !== 'through') {
      const near =
        kind.type === 'record' && typeof id === 'string'
          ? nearIds(id, [
              ...(await storedIds(db, school, kind)),
              ...run.findings.flatMap((finding) =>
                finding.kind === kind.name && finding.recordId !== null ? [finding.recordId] : [],
              ),
            ])
          : [];
      const left = stored === 'left';
      const namedBy = danglingTo(pipeline, run.findings, of);
      return { explanation: null, school, ...of, where: 'The last run', near, kinds: [], namedBy, left };
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
      searchedAll: false,
      joined: why.length === 0 ? joined : [],
      noted: notedOf(run.findings, of),
    };
    return { explanation };
  } finally {
    await db.close();
  }
}
