import { readAccount, type AccountWithPassword } from '../../load/people/accounts.js';
import { writeAudit } from '../../load/people/audit.js';
import { proveAgain, renewRecoveryCodes, replaceSecondFactor, type Again } from '../../load/people/second-factors.js';
import { addresses } from '../addresses.js';
import { auditEntry } from '../audit-entry.js';
import { newRecoveryCodes, readGiven, readStep } from '../given-code.js';
import { guessOf } from '../guess-of.js';
import { tooManyGuesses } from '../guesses.js';
import { AskedAgainPage, NextAuthenticatorPage, type FactorDeed } from '../pages/own-factor.js';
import { RecoveryCodesPage } from '../pages/recovery-codes.js';
import { isPassword } from '../password.js';
import { textOf } from '../requests.js';
import type { Answer, Route, Visit } from '../route.js';
import type { SecondFactor } from '../second-factor.js';
import { digestOf, newSessionToken } from '../session-token.js';
import { codeGuess } from '../throttle.js';

/** New recovery codes, and another authenticator, for whoever is signed in and shows again who they are. */
export const ownFactor: readonly Route[] = [
  { method: 'GET', path: '/account/recovery-codes', needs: 'viewer', answer: (visit) => ask(visit, 'codes') },
  { method: 'POST', path: '/account/recovery-codes', needs: 'viewer', answer: renewCodes },
  { method: 'GET', path: '/account/authenticator', needs: 'viewer', answer: (visit) => ask(visit, 'authenticator') },
  { method: 'POST', path: '/account/authenticator', needs: 'viewer', answer: showNext },
  { method: 'POST', path: '/account/authenticator/new', needs: 'viewer', answer: useNext },
];

/** Somebody who has a second factor, in a session of theirs. */
interface Own {
  readonly account: AccountWithPassword & { readonly secondFactor: { readonly secret: string } };
  readonly factor: SecondFactor;
  readonly session: string;
}

/** Null for whoever has none, and where the pages have no key for it. */
async function ownOf({ db, visitor, session, secondFactor: factor }: Visit): Promise<Own | null> {
  const account = visitor.name === null ? null : await readAccount(db, visitor.name);
  if (account === null || session === null || factor === undefined || account.secondFactor === null) return null;
  return { account: { ...account, secondFactor: account.secondFactor }, factor, session };
}

async function ask(visit: Visit, deed: FactorDeed): Promise<Answer | null> {
  const own = await ownOf(visit);
  return own === null ? null : { page: askedAgain(visit, own, deed, null) };
}

async function renewCodes(visit: Visit): Promise<Answer | null> {
  const own = await ownOf(visit);
  if (own === null) return null;
  const { db, pipeline, visitor } = visit;
  const { codes, digests } = newRecoveryCodes(own.factor, own.account.name);
  const refused = await refusedUnless(visit, own, 'codes', (again) =>
    renewRecoveryCodes(db, again, digests, entryOf(visit, 'account-recovery-codes', `with a ${inWords(again)}`)),
  );
  if (refused !== null) return refused;
  const place = { pipeline, visitor, school: null, at: addresses.account };
  return {
    page: RecoveryCodesPage({ place, codes, done: 'The old ones are of no use any longer.', to: addresses.account }),
  };
}

async function showNext(visit: Visit): Promise<Answer | null> {
  const own = await ownOf(visit);
  if (own === null) return null;
  const refused = await refusedUnless(visit, own, 'authenticator', (again) =>
    proveAgain(visit.db, again, entryOf(visit, 'account-authenticator', `begun with a ${inWords(again)}`)),
  );
  if (refused !== null) return refused;
  const secret = own.factor.newSecret();
  return {
    page: next(visit, own, { secret, sealed: own.factor.sealNext(secret, nextOf(own), visit.now()), fault: null }),
  };
}

async function useNext(visit: Visit): Promise<Answer | null> {
  const own = await ownOf(visit);
  if (own === null) return null;
  const { db, pipeline, visitor, form, throttle } = visit;
  const { account, factor } = own;
  const now = visit.now();
  const sealed = textOf(form.sealed);
  const secret = factor.openNext(sealed, nextOf(own), now);
  if (secret === null)
    return {
      page: askedAgain(visit, own, 'authenticator', 'That took too long, or was done already. Nothing was changed.'),
      status: 403,
    };
  const guess = codeGuess(await guessOf(visit, account.name));
  const waits = tooManyGuesses(visit, guess, 'code');
  if (waits !== null) return waits;
  const step = readStep(factor, secret, textOf(form.code), now);
  if (step === null) {
    const fault = 'That code is wrong. Type the one that the new app shows now. Nothing was changed.';
    return { page: next(visit, own, { secret, sealed, fault }), status: 403 };
  }
  throttle.clear(guess);
  const token = newSessionToken();
  const { codes, digests } = newRecoveryCodes(factor, account.name);
  const isDone = await replaceSecondFactor(
    db,
    account,
    { secret: factor.seal(secret, account.name), step, recovery: digests, now },
    { digest: digestOf(token), from: guess.from },
    entryOf(visit, 'account-authenticator', 'set up'),
  );
  if (!isDone) return { to: addresses.signIn(addresses.account), session: null };
  const place = { pipeline, visitor, school: null, at: addresses.account };
  const done = 'The new authenticator is set up, and the old one is of no use. Everywhere else you are signed out.';
  return { page: RecoveryCodesPage({ place, codes, done, to: addresses.account }), session: token };
}

/**
 * Does it for somebody who gives the password, if they have one, and a code.
 * @param deed false if the code was used already
 * @returns the answer if it was not done
 */
async function refusedUnless(
  visit: Visit,
  own: Own,
  what: FactorDeed,
  deed: (again: Again) => Promise<boolean>,
): Promise<Answer | null> {
  const { db, form, throttle } = visit;
  const { account, factor } = own;
  const { hasPassword } = account;
  const byPassword = await guessOf(visit, account.name);
  const byCode = codeGuess(byPassword);
  // Somebody who finds a computer signed in has no more guesses than somebody who signs in.
  const waits =
    (hasPassword ? tooManyGuesses(visit, byPassword, 'password') : null) ?? tooManyGuesses(visit, byCode, 'code');
  if (waits !== null) return waits;
  const isRight = !hasPassword || (await isPassword(textOf(form.current), account.password));
  if (isRight && hasPassword) throttle.clear(byPassword);
  const given = isRight ? readGiven(factor, account, textOf(form.code), visit.now()) : null;
  if (given !== null && (await deed({ account, given }))) {
    throttle.clear(byCode);
    return null;
  }
  await writeAudit(db, entryOf(visit, isRight ? 'code-refused' : 'password-refused', 'signed in'));
  const either = hasPassword ? 'The password or the code is wrong' : 'That code is wrong';
  const fault = `${either}, or the code was used already. Wait for the next one in the app. Nothing was changed.`;
  return { page: askedAgain(visit, own, what, fault), status: 403 };
}

function nextOf({ account: { name, secondFactor }, session }: Own) {
  return { account: name, session, before: secondFactor.secret };
}

function inWords({ given }: Again): string {
  return given.type === 'code' ? 'code' : 'recovery code';
}

function entryOf(visit: Visit, what: string, how: string) {
  const { visitor, address } = visit;
  return auditEntry(visit.now(), { who: visitor.name, address }, { what, detail: `${visitor.name ?? ''}, ${how}` });
}

function askedAgain(visit: Visit, { account: { hasPassword } }: Own, deed: FactorDeed, fault: string | null) {
  const { pipeline, visitor } = visit;
  const place = { pipeline, visitor, school: null, at: addresses.account };
  return AskedAgainPage({ place, token: visit.token(), deed, hasPassword, fault });
}

function next(
  visit: Visit,
  { account, factor }: Own,
  of: { readonly secret: string; readonly sealed: string; readonly fault: string | null },
) {
  const { pipeline, visitor } = visit;
  const place = { pipeline, visitor, school: null, at: addresses.account };
  return NextAuthenticatorPage({ place, token: visit.token(), uri: factor.uri(account.name, of.secret), ...of });
}
