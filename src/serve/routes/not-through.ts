import { reportLastRun } from '../../report/report-last-run.js';
import { addresses } from '../addresses.js';
import { NotThroughPage } from '../pages/not-through.js';
import { ofSchool } from '../place.js';
import type { Route } from '../route.js';

export const notThrough: readonly Route[] = [
  {
    method: 'GET',
    path: '/schools/:school/not-coming-through',
    needs: 'viewer',
    answer: (visit) =>
      visit.db.reading(async (store) => {
        const found = await ofSchool(store, visit);
        if (found === null) return null;
        const { school } = found.line;
        const report = await reportLastRun(store, visit.configuration, school);
        return { page: NotThroughPage({ place: { ...found.place, at: addresses.notThrough(school) }, report }) };
      }),
  },
];
