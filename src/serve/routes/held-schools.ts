import { countByFilter, listSchools } from '../../browse/school-list.js';
import { approveHeld, isApproved } from '../../load/hold/release.js';
import { readHolds } from '../../load/hold/stored-hold.js';
import { addresses } from '../addresses.js';
import { tooLong } from '../decide-hold.js';
import { HeldSchoolsPage, refusals, type Approved } from '../pages/held-schools.js';
import { partOf } from '../parts.js';
import { textOf } from '../requests.js';
import { whyIn } from './held.js';
import type { Route, Visit } from '../route.js';
import { may, sees } from '../visitor.js';

export const heldSchools: readonly Route[] = [
  {
    method: 'GET',
    path: '/held',
    needs: 'viewer',
    answer: async (visit) => ({
      page: await heldSchoolsPage(visit, { refusal: null, typed: '', chosen: new Set() }),
    }),
  },
  {
    method: 'POST',
    path: '/held/release',
    needs: 'editor',
    answer: async (visit) => {
      const { db, form, visitor, pipeline } = visit;
      const values = [form.hold].flat().map(textOf);
      const chosen = values.flatMap(chosenIn);
      const why = whyIn(form.why);
      const { approvals } = pipeline.serve;
      const isNameless = visitor.name === null && approvals > 1;
      const refusal =
        (chosen.length === 0 ? refusals.none : why === '' ? refusals.why : tooLong(why)) ??
        (isNameless ? refusals.nameless : null);
      if (refusal !== null)
        return { page: await heldSchoolsPage(visit, { refusal, typed: why, chosen: new Set(values) }), status: 400 };
      let [approved, waiting] = [0, 0];
      for (const { school, seen } of chosen) {
        if (!sees(visitor, school)) continue;
        const given = { at: visit.now(), by: visitor.name, why };
        const { hold, approved: isDone, isNew } = await approveHeld(db, school, given, seen);
        if (!isDone) continue;
        approved++;
        if (hold !== null && !isApproved(hold, approvals)) waiting++;
        if (isNew) await visit.note({ what: 'release', school, detail: `${seen.runId}: ${why}` });
      }
      const changed = chosen.length - approved;
      const counts = { approved, changed, ...(waiting > 0 && { waiting }) };
      const said = Object.entries(counts).map(([name, count]) => `${name}=${String(count)}`);
      return { to: `${addresses.heldSchools}?${said.join('&')}` };
    },
  },
];

/** @param said why a form approved nothing, and what was typed and chosen in it */
function heldSchoolsPage(
  visit: Visit,
  said: { readonly refusal: string | null; readonly typed: string; readonly chosen: ReadonlySet<string> },
) {
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
    return HeldSchoolsPage({ place, schools, total, page, pages, done: doneIn(query), token, ...said });
  });
}

/** Which hold of which school was looked at; an id may have spaces in it. */
function chosenIn(value: string) {
  const [, runId, fingerprint, school] = /^(\S+) (\S+) (.+)$/s.exec(value) ?? [];
  if (runId === undefined || fingerprint === undefined || school === undefined) return [];
  return [{ school, seen: { runId, fingerprint } }];
}

function doneIn(query: Visit['query']): Approved | null {
  const [approved, changed, waiting] = [query.count('approved'), query.count('changed'), query.count('waiting')];
  if (approved === null || changed === null) return null;
  return { approved, changed, waiting: Math.min(waiting ?? 0, approved) };
}
