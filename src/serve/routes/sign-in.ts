import { readAccount } from '../../load/people/accounts.js';
import { writeAudit } from '../../load/people/audit.js';
import { endSession, endSessions } from '../../load/people/sessions.js';
import { accountName } from '../account-rules.js';
import { addresses } from '../addresses.js';
import { auditEntry } from '../audit-entry.js';
import { enter } from '../enter.js';
import { guessOf } from '../guess-of.js';
import { tooManyGuesses } from '../guesses.js';
import { SignInPage, sentBefore } from '../pages/sign-in.js';
import { isPassword } from '../password.js';
import { textOf } from '../requests.js';
import type { Answer, Route, Visit } from '../route.js';
import { toIn } from '../sign-in-form.js';
import { isDecision } from '../unsaved.js';
import { may } from '../visitor.js';
import { providersOf } from '../ways-in.js';

export const signIn: readonly Route[] = [
  {
    method: 'GET',
    path: '/sign-in',
    needs: 'nobody',
    answer: (visit) => {
      const to = toIn({ to: visit.query.text('to') });
      return Promise.resolve(may(visit.visitor, 'viewer') ? { to } : { page: asked(visit, { to }) });
    },
  },
  { method: 'POST', path: '/sign-in', needs: 'nobody', answer: letIn },
  {
    method: 'POST',
    path: '/sign-out',
    needs: 'viewer',
    answer: async (visit) => {
      if (visit.session !== null) {
        await endSession(visit.db, visit.session);
        await visit.note({ what: 'sign-out' });
      }
      return { to: addresses.signIn(), session: null, unsaved: null };
    },
  },
  {
    method: 'POST',
    path: '/sign-out-everywhere',
    needs: 'viewer',
    answer: async (visit) => {
      if (visit.visitor.name === null) return null;
      await endSessions(visit.db, visit.visitor.name);
      await visit.note({ what: 'sign-out-everywhere' });
      return { to: addresses.signIn(), session: null, unsaved: null };
    },
  },
];

async function letIn(visit: Visit): Promise<Answer> {
  const { db, form, throttle, address } = visit;
  const now = visit.now();
  const to = toIn(form);
  const unsaved = textOf(form.unsaved);
  const name = accountName(textOf(form.name));
  const guess = await guessOf(visit, name);
  const waits = tooManyGuesses(visit, guess, 'password');
  if (waits !== null) return waits;
  const account = await readAccount(db, name);
  const isRight = await isPassword(textOf(form.password), account?.password ?? null);
  if (account !== null && isRight) {
    const entered =
      account.disabledAt === null ? await enter(visit, account, { to, from: guess.from, by: null, unsaved }) : null;
    if (entered !== null) {
      throttle.clear(guess);
      return { ...entered, unsaved: null };
    }
  }
  // Somebody may have typed a password instead of the name: only the name of an account is kept.
  const tried = account === null ? {} : { detail: name };
  await writeAudit(db, auditEntry(now, { who: null, address }, { what: 'sign-in-refused', ...tried }));
  const fault = 'That name and that password do not match. You are not signed in.';
  return { page: asked(visit, { to, name, fault, unsaved }), status: 403 };
}

function asked(
  visit: Visit,
  {
    to,
    name = '',
    fault = null,
    unsaved = '',
  }: { readonly to: string; readonly name?: string; readonly fault?: string | null; readonly unsaved?: string },
) {
  const { pipeline, visitor } = visit;
  const place = { pipeline, visitor, school: null, at: addresses.signIn() };
  const [set, lost] = [visit.query.text('set'), visit.query.oneOf('lost', ['values', 'decision'])];
  const says =
    unsaved !== ''
      ? sentBefore[isDecision(unsaved) ? 'decision' : 'values'].kept
      : lost !== null
        ? sentBefore[lost].lost
        : set === 'yes'
          ? 'The password is set. Sign in with it.'
          : null;
  return SignInPage({
    ...{
      place,
      token: visit.token(),
      to,
      name: name.slice(0, 100),
      fault,
      unsaved,
      says: fault === null || unsaved !== '' ? says : null,
    },
    providers: providersOf(visit),
  });
}
