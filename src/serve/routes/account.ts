import { readAccount, setPassword } from '../../load/people/accounts.js';
import { startSession } from '../../load/people/sessions.js';
import { addresses } from '../addresses.js';
import { auditEntry } from '../audit-entry.js';
import { guessOf } from '../guess-of.js';
import { AccountPage } from '../pages/account.js';
import { NoticePage, tooOften } from '../pages/notice.js';
import { hashPassword, isPassword } from '../password.js';
import { textOf } from '../requests.js';
import type { Answer, Route, Visit } from '../route.js';
import { digestOf, newSessionToken } from '../session-token.js';
import { readNewPassword } from '../sign-in-form.js';

export const account: readonly Route[] = [
  {
    method: 'GET',
    path: '/account',
    needs: 'viewer',
    answer: (visit) => Promise.resolve(visit.visitor.name === null ? null : { page: shown(visit) }),
  },
  {
    method: 'POST',
    path: '/account/password',
    needs: 'viewer',
    answer: changePassword,
  },
];

async function changePassword(visit: Visit): Promise<Answer | null> {
  const { db, form, throttle, pipeline, visitor, address } = visit;
  const { name } = visitor;
  if (name === null) return null;
  const now = visit.now();
  const refused = (fault: string): Answer => ({ page: shown(visit, fault), status: 403 });
  const { password, fault } = readNewPassword(form, name);
  if (fault !== null) return refused(fault);
  // Somebody who finds a computer signed in has no more guesses than somebody who signs in.
  const guess = await guessOf(visit, name);
  const seconds = throttle.guess(guess, now);
  if (seconds !== null)
    return { page: NoticePage({ pipeline, visitor }, tooOften(seconds)), status: 429, retryAfter: seconds };
  const known = await readAccount(db, name);
  if (known === null || !(await isPassword(textOf(form.current), known.password)))
    return refused('That is not your current password. It was not changed.');
  throttle.clear(guess);
  const hash = await hashPassword(password);
  await setPassword(
    db,
    name,
    hash,
    auditEntry(now, { who: name, address }, { what: 'account-password', detail: name }),
  );
  // That ended all their sessions, including this one: a new one keeps them signed in here.
  const token = newSessionToken();
  const entry = auditEntry(now, { who: name, address }, { what: 'sign-in' });
  await startSession(db, { digest: digestOf(token), account: name, password: hash, from: guess.from, now }, entry);
  return { to: `${addresses.account}?changed=yes`, session: token };
}

function shown(visit: Visit, fault: string | null = null) {
  const { pipeline, visitor, query } = visit;
  const place = { pipeline, visitor, school: null, at: addresses.account };
  const done = fault === null && textOf(query.changed) === 'yes';
  return AccountPage({ place, token: visit.token(), fault, done });
}
