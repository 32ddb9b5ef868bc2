import type { SchoolLine } from '../../browse/school-list.js';
import type { Store } from '../../load/dialect.js';
import { ofSchool, type SchoolPlace } from '../place.js';
import type { Answer, Route, Visit } from '../route.js';

/** A school whose page is asked for, and where to read what the page shows. */
export interface SchoolVisit {
  readonly store: Store;
  readonly school: string;
  readonly line: SchoolLine;
  readonly place: SchoolPlace;
}

/**
 * A page about the school in its path, read in one transaction.
 * @param at the address of the page, or of the one in the navigation that it belongs to
 */
export function schoolPage(
  path: `/schools/:school${string}`,
  at: (school: string) => string,
  answer: (of: SchoolVisit, visit: Visit) => Promise<Answer | null>,
): Route {
  return {
    method: 'GET',
    path,
    needs: 'viewer',
    answer: (visit) =>
      visit.db.readingBriefly(async (store) => {
        const found = await ofSchool(store, visit);
        if (found === null) return null;
        const { line, place } = found;
        const { school } = line;
        return answer({ store, school, line, place: { ...place, at: at(school) } }, visit);
      }),
  };
}
