import { readTroubles } from '../../browse/nights.js';
import {
  countRuns,
  listRuns,
  listSchoolsOfRun,
  listUnseenOfRun,
  readRun,
  runsSince,
  schoolsIn,
} from '../../browse/runs.js';
import { readHolds } from '../../load/hold/stored-hold.js';
import { addresses } from '../addresses.js';
import { daysOfRuns, shownSince } from '../days-of-runs.js';
import { AllRunsPage } from '../pages/all-runs.js';
import { RunPage } from '../pages/run.js';
import { partOf } from '../parts.js';
import { textOf } from '../requests.js';
import type { Route } from '../route.js';

export const allRuns: readonly Route[] = [
  {
    method: 'GET',
    path: '/runs',
    needs: 'viewer',
    answer: (visit) =>
      visit.db.readingBriefly(async (store) => {
        const { pipeline, visitor, query } = visit;
        const { timezone } = pipeline;
        const now = visit.now();
        const { page, pages, part } = partOf(query.page(), await countRuns(store, visitor.schools));
        const lately = await runsSince(store, visitor.schools, shownSince(now));
        const days = daysOfRuns(lately, { idOf: ({ id }) => id, timezone, now });
        const ids = days.map(({ runs }) => runs.map(({ id }) => id));
        const troubled = page === 1 ? await readTroubles(store, visitor.schools, ids) : [];
        return {
          page: AllRunsPage({
            place: { pipeline, visitor, school: null, at: addresses.allRuns },
            days: troubled.map((of, at) => ({ ...days[at], troubled: of })),
            runs: await listRuns(store, visitor.schools, part, lately),
            ...{ page, pages },
          }),
        };
      }),
  },
  {
    method: 'GET',
    path: '/runs/:run',
    needs: 'viewer',
    answer: (visit) =>
      visit.db.readingBriefly(async (store) => {
        const { pipeline, visitor, params, query } = visit;
        const run = await readRun(store, visitor.schools, textOf(params.run));
        if (run === null) return null;
        const { page, pages, part } = partOf(query.page(), schoolsIn(run));
        const schools = await listSchoolsOfRun(store, visitor.schools, run.id, part);
        const unseen = await listUnseenOfRun(store, visitor.schools, run.id);
        const place = { pipeline, visitor, school: null, at: addresses.allRuns };
        const holds = await readHolds(
          store,
          schools.flatMap(({ school, status }) => (status === 'held' ? (school ?? []) : [])),
        );
        return { page: RunPage({ place, run, schools, holds, unseen, page, pages }) };
      }),
  },
];
