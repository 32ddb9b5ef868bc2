import { shownColumns } from '../browse/columns.js';
import { readNames } from '../browse/names-of.js';
import type { Store } from '../load/dialect.js';
import { hasApproved, isApproved, isSeen } from '../load/hold/release.js';
import { readHold, type StoredHold } from '../load/hold/stored-hold.js';
import { addresses } from './addresses.js';
import { tooLong } from './decide-hold.js';
import { heldPage } from './held-page.js';
import { heldSchoolsPage } from './held-schools-page.js';
import { refusals } from './pages/held.js';
import { NoticePage, notices } from './pages/notice.js';
import { UnsavedPage } from './pages/unsaved.js';
import { ofKind, ofSchool } from './place.js';
import { Query } from './requests.js';
import type { Visit } from './route.js';
import { takeUnsaved } from './unsaved.js';
import type { Unsaved, UnsavedAnswer, UnsavedAnswers, UnsavedValues } from './unsaved-forms.js';
import { may, sees } from './visitor.js';

/**
 * Shows what was sent after a session had ended to who sent it, to send it again; to nobody else, and to nobody who may
 * not do it any longer. Nothing of it is done yet.
 */
export async function showUnsaved(visit: Visit, sealed: string) {
  const { pipeline, visitor } = visit;
  const unsaved = takeUnsaved(sealed, visitor.name, visit.now());
  const page = unsaved !== null && may(visitor, 'editor') ? await pageOf(visit, unsaved) : null;
  return page ?? NoticePage({ pipeline, visitor }, notices.notTheirs);
}

function pageOf(visit: Visit, unsaved: Unsaved) {
  if (unsaved.what === 'answers') return answersAgain(visit, unsaved);
  if (!sees(visit.visitor, unsaved.school)) return null;
  return visit.db.readingBriefly((store) =>
    unsaved.what === 'answer' ? answerAgain(store, visit, unsaved) : valuesAgain(store, visit, unsaved),
  );
}

async function valuesAgain(store: Store, visit: Visit, { school, kind: name, entries, to }: UnsavedValues) {
  const found = await ofKind(store, { ...visit, params: { school, kind: name } });
  if (found === null) return null;
  const { kind, place } = found;
  const typed = entries.flatMap((entry) => {
    const column = shownColumns(kind).find((one) => one.typed && one.name === entry.field);
    return column === undefined ? [] : [{ ...entry, column }];
  });
  const named = typed.map(({ id }) => ({ kind: kind.name, id }));
  const names = await readNames(store, visit.pipeline, school, named);
  return UnsavedPage({ place, typed, names, to, token: visit.token() });
}

async function answerAgain(store: Store, visit: Visit, unsaved: UnsavedAnswer) {
  const { school, why: typed } = unsaved;
  const of = { ...visit, params: { school }, query: new Query({}) };
  const found = await ofSchool(store, of);
  if (found === null) return null;
  const refusal = notYet(visit, unsaved, await readHold(store, school));
  const place = { ...found.place, at: addresses.held(school) };
  return heldPage({ store, school, line: found.line, place }, of, { refusal, typed });
}

const signedOut = 'you were signed out before it was noted';

/** That nothing was done, and what to press so that it is. */
function notYet({ visitor, pipeline }: Visit, { answer, why, seen }: UnsavedAnswer, hold: StoredHold | null): string {
  const isOwn = hold !== null && hasApproved(hold, visitor.name);
  if (answer === 'take-back')
    return isOwn
      ? `Your approval is not taken back yet: ${signedOut}. Press “Take back your approval”.`
      : refusals.used;
  if (hold === null || !isSeen(hold, seen))
    return `${notDone[answer]}: ${signedOut}, and what is held has changed since you looked at it. Look again.`;
  const long = tooLong(why);
  if (long !== null) return long;
  if (answer === 'keep') return `${notDone.keep} yet: ${signedOut}. Press “Keep it held”.`;
  return isOwn || isApproved(hold, pipeline.serve.approvals)
    ? `What you sent was not noted: ${signedOut}. It was approved before.`
    : `${notDone.release} yet: ${signedOut}. Press “Approve”.`;
}

const notDone = { release: 'Not approved', keep: 'Your word to keep it held is not noted' } as const;

function answersAgain(visit: Visit, { why, chosen, page }: UnsavedAnswers) {
  const refusal = tooLong(why) ?? `Nothing is approved yet: ${signedOut}. Press “Approve”.`;
  const of = { ...visit, query: new Query({ page }) };
  return heldSchoolsPage(of, { refusal, typed: why, chosen: new Set(chosen), done: null });
}
