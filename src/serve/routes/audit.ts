import { Readable } from 'node:stream';
import { listAudit, type AuditLine, type AuditListing } from '../../browse/list-audit.js';
import { namesOfSchools } from '../../browse/schools-to-search.js';
import type { Store } from '../../load/dialect.js';
import { timeOfRunId } from '../../load/runs/run-ids.js';
import { beginningOf, dayAfter, dayIn } from '../../pipeline/guard/day.js';
import { csv } from '../../report/writers/csv.js';
import { accountName } from '../account-rules.js';
import { addresses, type AskedAudit } from '../addresses.js';
import { deeds } from '../deeds.js';
import { AuditPage } from '../pages/audit.js';
import type { Route, Visit } from '../route.js';
import { schoolsIn } from '../schools-of-account.js';

/** Entries that a page shows. */
const pageSize = 50;

/** Entries of an export that are in memory at once. */
const exportedAtOnce = 2000;

export const audit: readonly Route[] = [
  {
    method: 'GET',
    path: '/audit',
    needs: 'admin',
    ofAllSchools: true,
    answer: (visit) =>
      visit.db.reading(async (store) => {
        const { pipeline, visitor } = visit;
        const { asked, listing } = readAudited(visit);
        const found = await listAudit(store, listing, pageSize + 1);
        const lines = found.slice(0, pageSize);
        const older = found.length > pageSize ? (lines.at(-1)?.id ?? null) : null;
        const place = { pipeline, visitor, school: null, at: addresses.audit };
        const names = await namesIn(store, lines);
        return { page: AuditPage({ place, asked, lines, names, older }) };
      }),
  },
  {
    method: 'GET',
    path: '/audit/export.csv',
    needs: 'admin',
    ofAllSchools: true,
    answer: async (visit) => {
      const { listing } = readAudited(visit);
      await visit.note({ what: 'export', detail: 'audit' });
      return {
        download: Readable.from(csv(columns, rowsOf(visit, listing))),
        name: `Who did what ${dayIn(visit.pipeline.timezone, visit.now())}.csv`,
        type: 'text/csv; charset=utf-8',
      };
    },
  },
];

/** The name came last: who reads columns by their place still finds the others. */
const columns = ['When (UTC)', 'Who', 'What', 'School', 'Kind', 'Id', 'More', 'From', 'Name of the school'];

/** Of the schools that they are about, by id; what has no name, or is no school that a run met, is not in it. */
async function namesIn(store: Store, lines: readonly AuditLine[]): Promise<ReadonlyMap<string, string>> {
  const names = await namesOfSchools(
    store,
    lines.flatMap((line) => [...(line.school === null ? [] : [line.school]), ...schoolsIn(line)]),
  );
  return new Map([...names].filter(([id, name]) => id !== name));
}

/** Read part by part, so nothing waits until a slow reader has it all; what is new in the meantime is before the first. */
async function* rowsOf({ db }: Visit, listing: AuditListing): AsyncGenerator<(string | null)[][]> {
  for (let { before } = listing; ;) {
    const { lines, names } = await db.reading(async (store) => {
      const lines = await listAudit(store, { ...listing, before }, exportedAtOnce);
      return { lines, names: await namesIn(store, lines) };
    });
    yield lines.map((line) => rowOf(line, names));
    if (lines.length < exportedAtOnce) return;
    before = lines.at(-1)?.id ?? null;
  }
}

function rowOf(
  { at, who, what, school, kind, recordId, detail, address }: AuditLine,
  names: ReadonlyMap<string, string>,
): (string | null)[] {
  const name = school === null ? null : (names.get(school) ?? null);
  return [at, who, deeds[what] ?? what, school, kind, recordId, detail, address, name];
}

/** What an address asks of the audit; a day is one of the pipeline's time zone. */
function readAudited({ query, pipeline: { timezone } }: Visit): {
  readonly asked: AskedAudit;
  readonly listing: AuditListing;
} {
  const given = (name: string): string | null => query.text(name).trim() || null;
  const before = given('before');
  if (before !== null && timeOfRunId(before) === null) query.refuse('before');
  const who = given('who');
  const asked = {
    school: given('school'),
    who: who === null ? null : accountName(who),
    what: query.oneOf('what', Object.keys(deeds)),
    from: query.day('from'),
    to: query.day('to'),
    before: before !== null && timeOfRunId(before) !== null ? before : null,
  };
  const { from, to, ...same } = asked;
  const since = from === null ? null : beginningOf(timezone, from).toISOString();
  const until = to === null ? null : beginningOf(timezone, dayAfter(to)).toISOString();
  return { asked, listing: { ...same, since, until } };
}
