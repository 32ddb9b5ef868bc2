import { heldKinds, listHeld } from '../../browse/held-items.js';
import { readNames } from '../../browse/names-of.js';
import { readHold } from '../../load/hold/stored-hold.js';
import { approveHeld, takeBackApproval } from '../../load/hold/release.js';
import { normalise, repair } from '../../pipeline/text/text.js';
import { addresses } from '../addresses.js';
import { longestWhy } from '../hold-notice.js';
import { HeldPage, refusals } from '../pages/held.js';
import { partOf } from '../parts.js';
import { ofSchool } from '../place.js';
import { oneOf, pageOf, textOf } from '../requests.js';
import { schoolPage } from './school-page.js';
import type { Answer, Route } from '../route.js';
import { may } from '../visitor.js';

const refusalWords = Object.keys(refusals) as (keyof typeof refusals)[];

export const held: readonly Route[] = [
  schoolPage('/schools/:school/held', addresses.runs, async ({ store, school, place }, visit) => {
    const { pipeline, query, visitor } = visit;
    const hold = await readHold(store, school);
    const all = hold === null ? [] : heldKinds(pipeline, hold);
    const kinds = all.map(({ kind: of }) => of);
    const kind = oneOf(
      kinds.map(({ name }) => name),
      query.kind,
    );
    const asked = all.filter(({ kind: of }) => kind === null || of.name === kind);
    const total = asked.reduce((sum, { items }) => sum + items, 0);
    const { page, pages, part } = partOf(pageOf(query), total);
    const shown = hold === null ? [] : await listHeld(store, school, hold, asked, part);
    const named = shown.flatMap(({ kind: of, id }) => (id === null ? [] : [{ kind: of.name, id }]));
    return {
      page: HeldPage({
        place,
        ...{ hold, kinds, kind, total, page, pages },
        refusal: oneOf(refusalWords, query.refused),
        records: shown,
        names: await readNames(store, pipeline, school, named),
        token: hold !== null && may(visitor, 'editor') ? visit.token() : null,
      }),
    };
  }),
  {
    method: 'POST',
    path: '/schools/:school/held/release',
    needs: 'editor',
    answer: async (visit) => {
      const { db, form, visitor, params, pipeline } = visit;
      if ((await db.reading((store) => ofSchool(store, visit))) === null) return null;
      const school = textOf(params.school);
      const why = repair(normalise(textOf(form.why)).slice(0, longestWhy));
      if (why === '') return refused(school, 'why');
      if (visitor.name === null && pipeline.serve.approvals > 1) return refused(school, 'nameless');
      const seen = { runId: textOf(form.run), fingerprint: textOf(form.part) };
      const { approved } = await approveHeld(db, school, { at: visit.now(), by: visitor.name, why }, seen);
      if (!approved) return refused(school, 'another');
      await visit.note({ what: 'release', school, detail: `${seen.runId}: ${why}` });
      return { to: addresses.held(school) };
    },
  },
  {
    method: 'POST',
    path: '/schools/:school/held/take-back',
    needs: 'editor',
    answer: async (visit) => {
      if ((await visit.db.reading((store) => ofSchool(store, visit))) === null) return null;
      const school = textOf(visit.params.school);
      const hold = await takeBackApproval(visit.db, school, { at: visit.now(), by: visit.visitor.name });
      if (hold === null) return refused(school, 'used');
      await visit.note({ what: 'take back', school, detail: hold.runId });
      return { to: addresses.held(school) };
    },
  },
];

function refused(school: string, why: keyof typeof refusals): Answer {
  return { to: `${addresses.held(school)}?refused=${why}` };
}
