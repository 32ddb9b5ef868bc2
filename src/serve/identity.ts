import { isAnyAccount } from '../load/people/accounts.js';
import { findSession } from '../load/people/sessions.js';
import type { Served } from './route.js';
import { needsCode } from './second-factor.js';
import { digestOf } from './session-token.js';
import { nobody, whoeverIsHere, type Visitor } from './visitor.js';

/** Who asks, and the digest of the session by which that is known. */
export interface Identity {
  readonly visitor: Visitor;
  readonly session: string | null;
}

/** @param token as the browser sent it */
export async function identify(served: Served, token: string | undefined): Promise<Identity> {
  const { db, now, mustSignIn, configuration } = served;
  const session = token === undefined || token === '' ? null : digestOf(token);
  const found = session === null ? null : await findSession(db, session, now());
  // It may have begun before a code was asked for at all, or of somebody who sees as many schools as they do now.
  if (found !== null && (found.hasCode || !needsCode(configuration.pipeline, found.account)))
    return { visitor: found.account, session };
  const isOpen = mustSignIn !== true && !(await isAnyAccount(db));
  return { visitor: isOpen ? whoeverIsHere : nobody, session: null };
}
