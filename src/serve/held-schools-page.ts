import { countByFilter, listSchools } from '../browse/school-list.js';
import { readHolds } from '../load/hold/stored-hold.js';
import { addresses } from './addresses.js';
import { HeldSchoolsPage, type HeldSchoolsProps } from './pages/held-schools.js';
import { partOf } from './parts.js';
import type { Visit } from './route.js';
import { may } from './visitor.js';

/** @param said what became of a form, or why it approved nothing, and what was typed and chosen in it */
export function heldSchoolsPage(visit: Visit, said: Pick<HeldSchoolsProps, 'refusal' | 'typed' | 'chosen' | 'done'>) {
  return visit.db.readingBriefly(async (store) => {
    const { pipeline, visitor, query } = visit;
    const asked = { which: visitor.schools, search: '' };
    const total = (await countByFilter(store, asked)).by.held;
    const { page, pages, part } = partOf(query.page(), total);
    const lines = await listSchools(store, { ...asked, status: 'held' }, part);
    const holds = await readHolds(
      store,
      lines.map(({ school }) => school),
    );
    // What has no hold has nothing to approve.
    const schools = lines.flatMap((line) => {
      const hold = holds.get(line.school);
      return hold === undefined ? [] : [{ line, hold }];
    });
    const place = { pipeline, visitor, school: null, at: addresses.heldSchools };
    const token = schools.length > 0 && may(visitor, 'editor') ? visit.token() : null;
    return HeldSchoolsPage({ place, schools, total, page, pages, token, ...said });
  });
}
