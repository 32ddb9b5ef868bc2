import { Readable } from 'node:stream';
import { heldKinds, type HeldKind } from '../../browse/held-items.js';
import { groupingsOf, readHeldOfKind } from '../../browse/held-review.js';
import type { Store } from '../../load/dialect.js';
import { readHold, type StoredHold } from '../../load/hold/stored-hold.js';
import { approveHeld, keepHeld, takeBackApproval } from '../../load/hold/release.js';
import { kindsOf } from '../../pipeline/pipeline.js';
import { normalise, repair } from '../../pipeline/text/text.js';
import { csvText } from '../../report/writers/csv.js';
import { addresses } from '../addresses.js';
import { differencesOf } from '../differences.js';
import { tooLong } from '../decide-hold.js';
import { fileName } from '../file-name.js';
import { heldRows } from '../held-rows.js';
import { HeldPage, refusals, type AskedHeld, type ShownHeld } from '../pages/held.js';
import { partOf } from '../parts.js';
import { ofSchool } from '../place.js';
import { textOf } from '../requests.js';
import { searchIn } from '../asked.js';
import { schoolPage, type SchoolVisit } from './school-page.js';
import type { Answer, Route, Visit } from '../route.js';
import { may } from '../visitor.js';

const refusalWords = Object.keys(refusals) as (keyof typeof refusals)[];

/** Names take less room than rows. */
const namesAtATime = 200;

export const held: readonly Route[] = [
  schoolPage('/schools/:school/held', addresses.held, async (of, visit) => {
    const refused = visit.query.oneOf('refused', refusalWords);
    const refusal = refused === null ? null : refusals[refused];
    return { page: await heldPage(of, visit, { refusal, typed: '' }) };
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
        visit.query.leave('page', 'refused');
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
    answer: async (visit) => {
      if ((await visit.db.readingBriefly((store) => ofSchool(store, visit))) === null) return null;
      const school = textOf(visit.params.school);
      const hold = await takeBackApproval(visit.db, school, { at: visit.now(), by: visit.visitor.name });
      if (hold === null) return refused(school, 'used');
      await visit.note({ what: 'take back', school, detail: hold.runId });
      return { to: addresses.held(school) };
    },
  },
];

/** @param said why a form changed nothing, and what was typed in it */
async function heldPage(
  { store, school, line, place }: SchoolVisit,
  visit: Visit,
  said: { readonly refusal: string | null; readonly typed: string },
) {
  const { pipeline, query, visitor } = visit;
  const hold = await readHold(store, school);
  const kinds = hold === null ? [] : heldKinds(pipeline, hold);
  const asked = askedIn(visit);
  const of = kindAsked(kinds, asked);
  const whole = hold === null || of === null ? null : await readShown(store, visit, { school, hold, of }, asked);
  const { page, pages, part } = partOf(query.page(), whole?.total ?? 0, namesAtATime);
  const shown = whole === null ? null : { ...whole, ones: whole.ones.slice(part.offset, part.offset + part.limit) };
  const token = hold !== null && may(visitor, 'editor') ? visit.token() : null;
  const differences = line.pausedUntil === null ? null : differencesOf(visit.configuration, school);
  return HeldPage({ place, line, hold, differences, kinds, asked, shown, page, pages, token, ...said });
}

/** A form that says of the hold which was looked at whether it is right, and why. */
function answering(
  what: 'release' | 'keep',
  answer: (
    visit: Visit,
    school: string,
    given: Parameters<typeof approveHeld>[2],
    seen: { readonly runId: string; readonly fingerprint: string },
  ) => Promise<keyof typeof refusals | { readonly isNew: boolean }>,
): Route {
  return {
    method: 'POST',
    path: `/schools/:school/held/${what}`,
    needs: 'editor',
    answer: async (visit) => {
      const { db, form, visitor } = visit;
      const found = await db.readingBriefly((store) => ofSchool(store, visit));
      if (found === null) return null;
      const { school } = found.line;
      const why = whyIn(form.why);
      if (why === '') return refused(school, 'why');
      const refusal = tooLong(why);
      if (refusal !== null) {
        const at = { ...found, school, place: { ...found.place, at: addresses.held(school) } };
        const page = await db.readingBriefly((store) => heldPage({ store, ...at }, visit, { refusal, typed: why }));
        return { page, status: 400 };
      }
      const seen = { runId: textOf(form.run), fingerprint: textOf(form.part) };
      const done = await answer(visit, school, { at: visit.now(), by: visitor.name, why }, seen);
      if (typeof done === 'string') return refused(school, done);
      if (done.isNew) await visit.note({ what, school, detail: `${seen.runId}: ${why}` });
      return { to: addresses.held(school) };
    },
  };
}

/** What somebody says of a hold; blank if they say nothing. */
export function whyIn(typed: unknown): string {
  return repair(normalise(textOf(typed)));
}

function refused(school: string, why: keyof typeof refusals): Answer {
  return { to: `${addresses.held(school)}?refused=${why}` };
}

function askedIn({ pipeline, query }: Visit): AskedHeld {
  const kind = query.oneOf(
    'kind',
    kindsOf(pipeline).map(({ name }) => name),
  );
  return { kind, by: query.text('by') || null, search: searchIn(query) };
}

/** People before what they are in, and these before links. */
function kindAsked(kinds: readonly HeldKind[], { kind }: AskedHeld): HeldKind | null {
  const some = kinds.filter(({ records }) => records > 0);
  return some.find((of) => of.kind.name === kind) ?? some[0] ?? null;
}

async function readShown(
  store: Store,
  { pipeline, query }: Visit,
  what: { readonly school: string; readonly hold: StoredHold; readonly of: HeldKind },
  { by, search }: AskedHeld,
): Promise<ShownHeld> {
  const { of } = what;
  const groupings = groupingsOf(pipeline, of.kind);
  if (by !== null && by !== 'none' && !groupings.some(({ name }) => name === by)) query.refuse('by');
  const grouping = by === 'none' ? null : (groupings.find(({ name }) => name === by) ?? groupings[0] ?? null);
  const { ones, groups } = await readHeldOfKind(store, pipeline, what, { grouping, search });
  return { of, groupings, grouping, groups, ones, total: ones.length };
}
