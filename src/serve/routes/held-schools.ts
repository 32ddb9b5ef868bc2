import { approveHeld, isApproved } from '../../load/hold/release.js';
import { addresses, partQuery } from '../addresses.js';
import { tooLong } from '../decide-hold.js';
import { heldSchoolsPage } from '../held-schools-page.js';
import { refusals, type Approved } from '../pages/held-schools.js';
import { textOf } from '../requests.js';
import { whyIn } from './held.js';
import { toForm } from '../to-form.js';
import type { Route, Visit } from '../route.js';
import { sees } from '../visitor.js';

export const heldSchools: readonly Route[] = [
  {
    method: 'GET',
    path: '/held',
    needs: 'viewer',
    answer: async (visit) => ({
      page: await heldSchoolsPage(visit, { refusal: null, typed: '', chosen: new Set(), done: doneIn(visit) }),
    }),
  },
  {
    method: 'POST',
    path: '/held/release',
    needs: 'editor',
    unsaved: ({ form, query }) => ({
      ...{ what: 'answers', why: whyIn(form.why), chosen: chosenOf(form), page: textOf(query.page) },
      to: addresses.heldSchools,
    }),
    answer: async (visit) => {
      const { db, form, visitor, pipeline } = visit;
      const values = chosenOf(form);
      const chosen = values.flatMap(chosenIn);
      const why = whyIn(form.why);
      const { approvals } = pipeline.serve;
      const isNameless = visitor.name === null && approvals > 1;
      const refusal =
        (chosen.length === 0 ? refusals.none : why === '' ? refusals.why : tooLong(why)) ??
        (isNameless ? refusals.nameless : null);
      if (refusal !== null)
        return {
          page: await heldSchoolsPage(visit, { refusal, typed: why, chosen: new Set(values), done: null }),
          status: 400,
        };
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
      const done = { approved, waiting, changed: chosen.length - approved };
      // What was typed is still needed for those that have changed.
      if (done.changed > 0)
        return {
          page: await heldSchoolsPage(visit, { refusal: null, typed: why, chosen: new Set(), done }),
          status: 409,
        };
      const counts = { approved, ...(waiting > 0 && { waiting }) };
      const said = Object.entries(counts).map(([name, count]) => `${name}=${String(count)}`);
      return { to: `${addresses.heldSchools}?${said.join('&')}` };
    },
  },
  toForm('/held/release', ({ query }) => {
    const page = query.page();
    return page === 1 ? addresses.heldSchools : `${addresses.heldSchools}${partQuery({}, page)}`;
  }),
];

function chosenOf({ hold }: Visit['form']): readonly string[] {
  return hold === undefined ? [] : [hold].flat().map(textOf);
}

/** Which hold of which school was looked at; an id may have spaces in it. */
function chosenIn(value: string) {
  const [, runId, fingerprint, school] = /^(\S+) (\S+) (.+)$/s.exec(value) ?? [];
  if (runId === undefined || fingerprint === undefined || school === undefined) return [];
  return [{ school, seen: { runId, fingerprint } }];
}

/** What a form that was taken says in the address that it leads to. */
function doneIn({ query }: Visit): Approved | null {
  const [approved, waiting] = [query.count('approved'), query.count('waiting')];
  return approved === null ? null : { approved, waiting: Math.min(waiting ?? 0, approved), changed: 0 };
}
