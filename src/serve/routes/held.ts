import { Readable } from 'node:stream';
import { heldKinds } from '../../browse/held-items.js';
import { readHold } from '../../load/hold/stored-hold.js';
import { approveHeld, keepHeld, takeBackApproval, type SeenHold } from '../../load/hold/release.js';
import { normalise, repair } from '../../pipeline/text/text.js';
import { csvText } from '../../report/writers/csv.js';
import { addresses } from '../addresses.js';
import { tooLong } from '../decide-hold.js';
import { fileName } from '../file-name.js';
import { askedIn, heldPage } from '../held-page.js';
import { heldRows } from '../held-rows.js';
import { refusals } from '../pages/held.js';
import { ofSchool } from '../place.js';
import { textOf } from '../requests.js';
import { schoolPage } from './school-page.js';
import { toForm } from '../to-form.js';
import type { Answer, Route, Visit } from '../route.js';
import type { SentForm, UnsavedAnswer } from '../unsaved-forms.js';

export const held: readonly Route[] = [
  schoolPage('/schools/:school/held', addresses.held, async (of, visit) => {
    return { page: await heldPage(of, visit, { refusal: null, typed: '' }) };
  }),
  {
    method: 'GET',
    path: '/schools/:school/held.csv',
    needs: 'viewer',
    answer: async (visit) => {
      const { db, pipeline } = visit;
      return db.reading(async (store): Promise<Answer | null> => {
        const found = await ofSchool(store, visit);
        if (found === null) return null;
        const { school } = found.line;
        const hold = await readHold(store, school);
        const kinds = hold === null ? [] : heldKinds(pipeline, hold);
        visit.query.leave('page');
        const { kind, search } = askedIn(visit);
        const some = kind === null ? kinds : kinds.filter((of) => of.kind.name === kind);
        const { heading, rows } = await heldRows(store, pipeline, { school, hold, kinds: some, search });
        await visit.note({ what: 'export', school, detail: 'what is held' });
        const name = `${fileName('Held', found.line, visit)}.csv`;
        return { download: Readable.from([csvText(heading, rows)]), name, type: 'text/csv; charset=utf-8' };
      });
    },
  },
  answering('release', async ({ db, visitor, pipeline }, school, given, seen) => {
    if (visitor.name === null && pipeline.serve.approvals > 1) return 'nameless';
    const { approved, isNew } = await approveHeld(db, school, given, seen);
    return approved ? { isNew } : 'another';
  }),
  answering('keep', async ({ db }, school, given, seen) => {
    return (await keepHeld(db, school, given, seen)) ? { isNew: true } : 'another';
  }),
  {
    method: 'POST',
    path: '/schools/:school/held/take-back',
    needs: 'editor',
    unsaved: (sent) => unsavedAnswer('take-back', sent),
    answer: async (visit) => {
      if ((await visit.db.readingBriefly((store) => ofSchool(store, visit))) === null) return null;
      const school = textOf(visit.params.school);
      const hold = await takeBackApproval(visit.db, school, { at: visit.now(), by: visit.visitor.name });
      if (hold === null) return refused(visit, refusals.used, '');
      await visit.note({ what: 'take back', school, detail: hold.runId });
      return { to: addresses.held(school) };
    },
  },
  ...['release', 'keep', 'take-back'].map((what) =>
    toForm(`/schools/:school/held/${what}`, ({ params }) => addresses.held(textOf(params.school))),
  ),
];

/** A form that says of the hold which was looked at whether it is right, and why. */
function answering(
  what: 'release' | 'keep',
  answer: (
    visit: Visit,
    school: string,
    given: Parameters<typeof approveHeld>[2],
    seen: SeenHold,
  ) => Promise<keyof typeof refusals | { readonly isNew: boolean }>,
): Route {
  return {
    method: 'POST',
    path: `/schools/:school/held/${what}`,
    needs: 'editor',
    unsaved: (sent) => unsavedAnswer(what, sent),
    answer: async (visit) => {
      const { db, form, visitor } = visit;
      const found = await db.readingBriefly((store) => ofSchool(store, visit));
      if (found === null) return null;
      const { school } = found.line;
      const why = whyIn(form.why);
      const refusal = why === '' ? refusals.why : tooLong(why);
      if (refusal !== null) return refused(visit, refusal, why, 400);
      const seen = seenIn(form);
      const done = await answer(visit, school, { at: visit.now(), by: visitor.name, why }, seen);
      if (typeof done === 'string') return refused(visit, refusals[done], why);
      if (done.isNew) await visit.note({ what, school, detail: `${seen.runId}: ${why}` });
      return { to: addresses.held(school) };
    },
  };
}

/** What a form would have said of a hold. */
function unsavedAnswer(answer: UnsavedAnswer['answer'], { params, form }: SentForm): UnsavedAnswer {
  const school = textOf(params.school);
  const said = { why: whyIn(form.why), seen: seenIn(form) };
  return { what: 'answer', answer, school, ...said, to: addresses.held(school) };
}

/** Which hold was looked at. */
function seenIn(form: SentForm['form']): SeenHold {
  return { runId: textOf(form.run), fingerprint: textOf(form.part) };
}

/** What somebody says of a hold; blank if they say nothing. */
export function whyIn(typed: unknown): string {
  return repair(normalise(textOf(typed)));
}

/** The page as it is now, with what was typed. */
function refused(visit: Visit, refusal: string, typed: string, status = 409): Promise<Answer | null> {
  return visit.db.readingBriefly(async (store) => {
    const found = await ofSchool(store, visit);
    if (found === null) return null;
    const { school } = found.line;
    const place = { ...found.place, at: addresses.held(school) };
    return { page: await heldPage({ ...found, store, school, place }, visit, { refusal, typed }), status };
  });
}
