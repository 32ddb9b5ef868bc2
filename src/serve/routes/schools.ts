import { countRecords, everything } from '../../browse/list-records.js';
import { listSchools } from '../../browse/school-list.js';
import { readHold } from '../../load/holds.js';
import type { RecordKind } from '../../pipeline/pipeline.js';
import { addresses } from '../addresses.js';
import { SchoolPage } from '../pages/school.js';
import { SchoolsPage } from '../pages/schools.js';
import { ofSchool } from '../place.js';
import type { Route } from '../route.js';
import { may } from '../visitor.js';

export const schools: readonly Route[] = [
  {
    method: 'GET',
    path: '/',
    needs: 'viewer',
    answer: ({ db, pipeline, visitor }) =>
      db.reading(async (store) => {
        const place = { pipeline, visitor, school: null, at: addresses.schools };
        return { page: SchoolsPage({ place, schools: await listSchools(store, visitor.schools) }) };
      }),
  },
  {
    method: 'GET',
    path: '/schools/:school',
    needs: 'viewer',
    answer: (visit) =>
      visit.db.reading(async (store) => {
        const found = await ofSchool(store, visit);
        if (found === null) return null;
        const { line, place } = found;
        const counts: { kind: RecordKind; records: number }[] = [];
        for (const kind of visit.pipeline.records) {
          const records = await countRecords(store, line.school, kind, everything);
          counts.push({ kind, records });
        }
        const hold = await readHold(store, line.school);
        const token = hold !== null && may(visit.visitor, 'editor') ? visit.token() : null;
        return {
          page: SchoolPage({ place: { ...place, at: addresses.school(line.school) }, line, counts, hold, token }),
        };
      }),
  },
];
