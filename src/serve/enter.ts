import type { AccountWithPassword } from '../load/people/accounts.js';
import { beginSignIn } from '../load/people/second-factors.js';
import { endSession, startSession } from '../load/people/sessions.js';
import { addresses } from './addresses.js';
import { arrive } from './arrive.js';
import { auditEntry } from './audit-entry.js';
import { codeAsked, secondFactorOf } from './code-asked.js';
import type { Answer, Visit } from './route.js';
import { needsCode } from './second-factor.js';
import { digestOf, newSessionToken } from './session-token.js';

/** Where somebody goes who signs in, and from where. */
export interface Entering {
  /** A path of this site. */
  readonly to: string;
  /** The digest of the account at the address. */
  readonly from: string;
  /** By whom they are known, for the audit; null by their password. */
  readonly by: string | null;
  /** What they typed before and did not save, as the browser keeps it; blank if nothing. */
  readonly unsaved: string;
}

/**
 * Lets in somebody who is known by the password, or first asks for a code.
 * @returns null if the account has been disabled or removed since, or has another password
 */
export async function enter(
  visit: Visit,
  account: AccountWithPassword,
  { to, from, by, unsaved }: Entering,
): Promise<Answer | null> {
  const { db, pipeline, address } = visit;
  const { name, password } = account;
  const now = visit.now();
  const token = newSessionToken();
  const digest = digestOf(token);
  if (needsCode(pipeline, account)) {
    const factor = secondFactorOf(visit);
    const secret = account.secondFactor === null ? factor.seal(factor.newSecret(), name) : null;
    const begun = { digest, account: name, password, from, secret };
    await beginSignIn(db, begun, now);
    if (unsaved === '') return { to: addresses.code(to), begun: token };
    return { page: codeAsked(visit, { begun, account }, { to, unsaved, fault: null }), begun: token };
  }
  const entry = auditEntry(now, { who: name, address }, { what: 'sign-in', ...(by !== null && { detail: by }) });
  if (!(await startSession(db, { digest, account: name, password, from, now }, entry))) return null;
  await forgetEarlier(visit);
  return arrive(visit, account, { session: token, to, unsaved });
}

/** Somebody who knew an earlier session does not know the new one. */
export async function forgetEarlier({ db, session }: Visit): Promise<void> {
  if (session !== null) await endSession(db, session);
}
