import type { AccountWithPassword } from '../load/people/accounts.js';
import { beginSignIn } from '../load/people/second-factors.js';
import { endSession, startSession } from '../load/people/sessions.js';
import { addresses } from './addresses.js';
import { auditEntry } from './audit-entry.js';
import type { Answer, Visit } from './route.js';
import { needsCode, type SecondFactor } from './second-factor.js';
import { digestOf, newSessionToken } from './session-token.js';

/** Where somebody goes who signs in, and from where. */
export interface Entering {
  /** A path of this site. */
  readonly to: string;
  /** The digest of the account at the address. */
  readonly from: string;
  /** By whom they are known, for the audit; null by their password. */
  readonly by: string | null;
}

/**
 * Lets in somebody who is known by the password, or first asks for a code.
 * @returns null if the account has been disabled or removed since, or has another password
 */
export async function enter(
  visit: Visit,
  account: AccountWithPassword,
  { to, from, by }: Entering,
): Promise<Answer | null> {
  const { db, pipeline, address } = visit;
  const { name, password } = account;
  const now = visit.now();
  const token = newSessionToken();
  const digest = digestOf(token);
  if (needsCode(pipeline, account)) {
    const factor = secondFactorOf(visit);
    const secret = account.secondFactor === null ? factor.seal(factor.newSecret(), name) : null;
    await beginSignIn(db, { digest, account: name, password, from, secret }, now);
    return { to: addresses.code(to), begun: token };
  }
  const entry = auditEntry(now, { who: name, address }, { what: 'sign-in', ...(by !== null && { detail: by }) });
  if (!(await startSession(db, { digest, account: name, password, from, now }, entry))) return null;
  await forgetEarlier(visit);
  return { to, session: token };
}

/** Somebody who knew an earlier session does not know the new one. */
export async function forgetEarlier({ db, session }: Visit): Promise<void> {
  if (session !== null) await endSession(db, session);
}

/** @throws Error if the pages were started without the key: then nobody who needs a code comes in */
export function secondFactorOf({ secondFactor }: Pick<Visit, 'secondFactor'>): SecondFactor {
  if (secondFactor === undefined) throw new Error('There is no key for second factors');
  return secondFactor;
}
