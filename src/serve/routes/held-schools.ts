import { countByFilter, listSchools } from '../../browse/school-list.js';
import { approveHeld } from '../../load/hold/release.js';
import { readHolds } from '../../load/hold/stored-hold.js';
import { addresses } from '../addresses.js';
import { tooLong } from '../decide-hold.js';
import { HeldSchoolsPage, refusals, type Approved } from '../pages/held-schools.js';
import { partOf } from '../parts.js';
import { oneOf, pageOf, textOf } from '../requests.js';
import { whyIn } from './held.js';
import type { Answer, Route, Visit } from '../route.js';
import { may, sees } from '../visitor.js';

const refusalWords = Object.keys(refusals) as (keyof typeof refusals)[];

export const heldSchools: readonly Route[] = [
  {
    method: 'GET',
    path: '/held',
    needs: 'viewer',
    answer: async (visit) => {
      const refused = oneOf(refusalWords, visit.query.refused);
      const refusal = refused === null ? null : refusals[refused];
      return { page: await heldSchoolsPage(visit, { refusal, typed: '', chosen: new Set() }) };
    },
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
      if (chosen.length === 0) return refused('none');
      if (why === '') return refused('why');
      const refusal = tooLong(why);
      if (refusal !== null)
        return { page: await heldSchoolsPage(visit, { refusal, typed: why, chosen: new Set(values) }), status: 400 };
      if (visitor.name === null && pipeline.serve.approvals > 1) return refused('nameless');
      let approved = 0;
      for (const { school, seen } of chosen) {
        if (!sees(visitor, school)) continue;
        const given = { at: visit.now(), by: visitor.name, why };
        const { approved: isApproved, isNew } = await approveHeld(db, school, given, seen);
        if (!isApproved) continue;
        approved++;
        if (isNew) await visit.note({ what: 'release', school, detail: `${seen.runId}: ${why}` });
      }
      const changed = chosen.length - approved;
      return { to: `${addresses.heldSchools}?approved=${String(approved)}&changed=${String(changed)}` };
    },
  },
];

/** @param said why a form approved nothing, and what was typed and chosen in it */
function heldSchoolsPage(
  visit: Visit,
  said: { readonly refusal: string | null; readonly typed: string; readonly chosen: ReadonlySet<string> },
) {
  return visit.db.reading(async (store) => {
    const { pipeline, visitor, query } = visit;
    const asked = { which: visitor.schools, search: '' };
    const total = (await countByFilter(store, asked)).by.held;
    const { page, pages, part } = partOf(pageOf(query), total);
    const lines = await listSchools(store, { ...asked, status: 'held' }, part);
    const holds = await readHolds(
      store,
      lines.map(({ school }) => school),
    );
    // A school in a pause is held by nothing that somebody could approve.
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

function doneIn({ approved, changed }: Visit['query']): Approved | null {
  const [done, left] = [approved, changed].map((count) => /^\d{1,4}$/.exec(textOf(count))?.[0]);
  return done === undefined || left === undefined ? null : { approved: Number(done), changed: Number(left) };
}

function refused(why: keyof typeof refusals): Answer {
  return { to: `${addresses.heldSchools}?refused=${why}` };
}
