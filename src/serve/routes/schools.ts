import { countAllRecords } from '../../browse/list-records.js';
import { countByFilter, listSchools, needsSomebodyNow, schoolFilters } from '../../browse/school-list.js';
import { readTrends, schoolRunsSince } from '../../browse/school-runs.js';
import { readHold, readHolds } from '../../load/hold/stored-hold.js';
import { runsBefore } from '../../load/runs/run-ids.js';
import { reportLastRun } from '../../report/findings/of-last-run.js';
import { addresses } from '../addresses.js';
import { differencesOf } from '../differences.js';
import { SchoolPage } from '../pages/school.js';
import { SchoolsPage } from '../pages/schools.js';
import { partOf } from '../parts.js';
import { searchIn } from '../asked.js';
import { needingSchools } from './needing-schools.js';
import { schoolPage } from './school-page.js';
import type { Route } from '../route.js';

/** In milliseconds: the run of a week before may itself be some nights earlier. */
const weeksLookedBack = 3 * 7 * 24 * 60 * 60 * 1000;

export const schools: readonly Route[] = [
  {
    method: 'GET',
    path: '/schools',
    needs: 'viewer',
    answer: ({ db, configuration, pipeline, visitor, query, now }) =>
      db.readingBriefly(async (store) => {
        const place = { pipeline, visitor, school: null, at: addresses.schools };
        const search = searchIn(query);
        const { approvals } = pipeline.serve;
        const asked = { which: visitor.schools, search, approvals, status: query.oneOf('status', schoolFilters) };
        const counts = await countByFilter(store, asked);
        const total = asked.status === null ? counts.all : counts.by[asked.status];
        const { page, pages, part } = partOf(query.page(), total);
        const lines = await listSchools(store, asked, part);
        const [only] = lines;
        if (only !== undefined && counts.all === 1 && search === '') return { to: addresses.school(only.school) };
        const from = runsBefore(new Date(now().getTime() - weeksLookedBack));
        const ids = lines.map(({ school }) => school);
        const trends = await readTrends(store, ids, from);
        const holds = await readHolds(store, ids);
        const schools = lines.map((line) => ({
          line,
          trend: trends.get(line.school) ?? [],
          hold: line.status === 'held' && line.pausedUntil === null ? (holds.get(line.school) ?? null) : null,
          differences: differencesOf(configuration, line.school),
        }));
        return {
          page: SchoolsPage({ place, asked, counts, schools, total, page, pages }),
        };
      }),
  },
  schoolPage('/schools/:school', addresses.school, async ({ store, school, line, place }, visit) => {
    const counts = await countAllRecords(store, school, visit.pipeline.records);
    const hold = await readHold(store, school);
    const now = visit.now();
    const runs = await schoolRunsSince(store, school, runsBefore(new Date(now.getTime() - weeksLookedBack)));
    const report = await reportLastRun(store, visit.configuration, school);
    const holds = new Map(hold === null ? [] : [[school, hold]]);
    const [needing = null] = await needingSchools(store, visit, needsSomebodyNow(line) ? [line] : [], holds);
    const differences = line.pausedUntil === null ? null : differencesOf(visit.configuration, school);
    const told = report.status === 'reported' ? report : null;
    return { page: SchoolPage({ place, line, counts, runs, report: told, hold, needing, differences }) };
  }),
];
