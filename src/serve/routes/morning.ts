import { readNights } from '../../browse/nights.js';
import { listRuns, runsSince, type RunLine } from '../../browse/runs.js';
import { countByFilter, listSchools, needing } from '../../browse/school-list.js';
import type { Store } from '../../load/dialect.js';
import { readHolds } from '../../load/hold/stored-hold.js';
import { addresses } from '../addresses.js';
import { daysOfRuns, shownSince } from '../days-of-runs.js';
import { MorningPage, type DayOfNights } from '../pages/morning.js';
import { partOf } from '../parts.js';
import { needingSchools } from './needing-schools.js';
import type { Route, Visit } from '../route.js';

export const morning: readonly Route[] = [
  {
    method: 'GET',
    path: '/',
    needs: 'viewer',
    answer: (visit) =>
      visit.db.readingBriefly(async (store) => {
        const { visitor, query, pipeline } = visit;
        const asked = { which: visitor.schools, search: '', approvals: pipeline.serve.approvals };
        const counts = await countByFilter(store, asked);
        if (counts.all === 1) {
          const [only] = await listSchools(store, { ...asked, status: null }, { offset: 0, limit: 1 });
          if (only !== undefined) return { to: addresses.school(only.school) };
        }
        const { page, pages, part } = partOf(query.page(), counts.by[needing]);
        const lines = await listSchools(store, { ...asked, status: needing }, part);
        const holds = await readHolds(
          store,
          lines.map(({ school }) => school),
        );
        const runs = await runsSince(store, visitor.schools, shownSince(visit.now()));
        const latest = runs.at(-1) ?? (await listRuns(store, visitor.schools, { offset: 0, limit: 1 }))[0];
        return {
          page: MorningPage({
            place: { pipeline, visitor, school: null, at: addresses.morning },
            howOld: visit.howOld,
            ...{ counts, page, pages },
            latest: latest ?? null,
            schools: await needingSchools(store, visit, lines, holds),
            days: await lastDays(store, visit, runs),
          }),
        };
      }),
  },
];

/** The last days, with what their runs say of the schools together. */
async function lastDays(
  store: Store,
  { visitor, pipeline: { timezone }, now }: Visit,
  runs: readonly RunLine[],
): Promise<DayOfNights[]> {
  const days = daysOfRuns(runs, { idOf: ({ id }) => id, timezone, now: now() });
  const figures = await readNights(
    store,
    visitor.schools,
    days.map((day) => day.runs.map(({ id }) => id)),
  );
  return days.map(({ day, runs: own }, at) => ({ day, run: own.at(-1)?.id ?? null, runs: own.length, ...figures[at] }));
}
