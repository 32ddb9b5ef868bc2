import { isAnyAccount } from '../load/people/accounts.js';
import { findSession } from '../load/people/sessions.js';
import type { Served } from './route.js';
import { digestOf } from './session-token.js';
import { nobody, whoeverIsHere, type Visitor } from './visitor.js';

/** Who asks, and the digest of the session by which that is known. */
export interface Identity {
  readonly visitor: Visitor;
  readonly session: string | null;
}

/** @param token as the browser sent it */
export async function identify({ db, now, mustSignIn }: Served, token: string | undefined): Promise<Identity> {
  const session = token === undefined || token === '' ? null : digestOf(token);
  const account = session === null ? null : await findSession(db, session, now());
  if (account !== null) return { visitor: account, session };
  const isOpen = mustSignIn !== true && !(await isAnyAccount(db));
  return { visitor: isOpen ? whoeverIsHere : nobody, session: null };
}
