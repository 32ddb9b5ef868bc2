import { namesOfSchools } from '../../browse/schools-to-search.js';
import { readAccount, setPassword } from '../../load/people/accounts.js';
import { listIdentities } from '../../load/people/identities.js';
import { countRecoveryCodes } from '../../load/people/second-factors.js';
import { findSession, startSession } from '../../load/people/sessions.js';
import { addresses } from '../addresses.js';
import { auditEntry } from '../audit-entry.js';
import { guessOf } from '../guess-of.js';
import { tooManyGuesses } from '../guesses.js';
import { AccountPage } from '../pages/account.js';
import { hashPassword, isPassword } from '../password.js';
import { textOf } from '../requests.js';
import type { Answer, Route, Visit } from '../route.js';
import { needsCode } from '../second-factor.js';
import { digestOf, newSessionToken } from '../session-token.js';
import { readNewPassword } from '../sign-in-form.js';
import { waysIn } from '../ways-in.js';

export const account: readonly Route[] = [
  {
    method: 'GET',
    path: '/account',
    needs: 'viewer',
    answer: async (visit) => {
      const page = await shown(visit);
      return page === null ? null : { page };
    },
  },
  {
    method: 'POST',
    path: '/account/password',
    needs: 'viewer',
    answer: changePassword,
  },
];

async function changePassword(visit: Visit): Promise<Answer | null> {
  const { db, form, throttle, visitor, address, session } = visit;
  const { name } = visitor;
  if (name === null) return null;
  const now = visit.now();
  const refused = async (fault: string): Promise<Answer | null> => {
    const page = await shown(visit, fault);
    return page === null ? null : { page, status: 403 };
  };
  const { password, fault } = readNewPassword(form, name);
  if (fault !== null) return refused(fault);
  // Somebody who finds a computer signed in has no more guesses than somebody who signs in.
  const guess = await guessOf(visit, name);
  const waits = tooManyGuesses(visit, guess, 'password');
  if (waits !== null) return waits;
  const known = await readAccount(db, name);
  if (known === null || !(await isPassword(textOf(form.current), known.password)))
    return refused('That is not your current password. It was not changed.');
  throttle.clear(guess);
  const hash = await hashPassword(password);
  const ended = session === null ? null : await findSession(db, session, now);
  await setPassword(
    db,
    name,
    hash,
    auditEntry(now, { who: name, address }, { what: 'account-password', detail: name }),
  );
  // That ended all their sessions, including this one: a new one keeps them signed in here.
  const token = newSessionToken();
  const entry = auditEntry(now, { who: name, address }, { what: 'sign-in' });
  const begun = { digest: digestOf(token), account: name, password: hash, from: guess.from, now };
  await startSession(db, { ...begun, hasCode: ended?.hasCode === true }, entry);
  return { to: `${addresses.account}?changed=yes`, session: token };
}

/** Null for whoever has no account. */
async function shown(visit: Visit, fault: string | null = null) {
  const { db, pipeline, visitor, query, secondFactor } = visit;
  const account = visitor.name === null ? null : await readAccount(db, visitor.name);
  if (account === null) return null;
  const { name, hasPassword, secondFactorAt } = account;
  const identities = await listIdentities(db, [name]);
  return AccountPage({
    place: { pipeline, visitor, school: null, at: addresses.account },
    token: visit.token(),
    names: await namesOfSchools(db, [...(visitor.schools ?? [])]),
    hasPassword,
    signsIn: waysIn(visit, account, identities.get(name) ?? []),
    factor:
      secondFactorAt === null
        ? null
        : {
            at: secondFactorAt,
            left: await countRecoveryCodes(db, name),
            isAsked: needsCode(pipeline, account),
            mayChange: secondFactor !== undefined,
          },
    fault,
    done: fault === null && query.isYes('changed'),
  });
}
