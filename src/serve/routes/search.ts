import { addresses } from '../addresses.js';
import { hasWords } from '../look-ups.js';
import { SearchPage } from '../pages/search.js';
import { ofSchool } from '../place.js';
import { textOf } from '../requests.js';
import type { Route } from '../route.js';

/** More than this are too many to look through; another word finds fewer. */
const mostFound = 20;

/** Searches by name among those in the extract who do not come through. */
export const search: readonly Route[] = [
  {
    method: 'POST',
    path: '/schools/:school/not-coming-through/search',
    needs: 'editor',
    answer: async (visit) => {
      const { db, lookUps, form } = visit;
      const at = await db.readingBriefly((store) => ofSchool(store, visit));
      if (at === null || lookUps === undefined) return null;
      const { school } = at.line;
      const place = { ...at.place, at: addresses.notThrough(school) };
      const words = textOf(form.words).slice(0, 200);
      const token = visit.token();
      const nobody = { words, found: [], more: 0, extractAt: null };
      if (!hasWords(words)) return { page: SearchPage({ place, token, ...nobody, reason: 'Which name?' }) };
      const { lookUp, reason } = await lookUps.of(db, school);
      if (lookUp === null) return { page: SearchPage({ place, token, ...nobody, reason }) };
      const { found, more } = lookUp.search(words, mostFound);
      // Noted before anyone sees them, and also if the search found nobody.
      const entry = { what: 'look-up', school, detail: 'search by name' };
      if (found.length === 0) await visit.note(entry);
      for (const { kind, id } of found) await visit.note({ ...entry, kind: kind.name, recordId: id });
      const [only] = found;
      if (only !== undefined && found.length === 1 && more === 0)
        return { to: addresses.why(school, { kind: only.kind.name, id: only.id }, { values: 'yes' }) };
      return { page: SearchPage({ place, token, words, found, more, extractAt: lookUp.at, reason: null }) };
    },
  },
];
