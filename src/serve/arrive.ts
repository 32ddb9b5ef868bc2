import type { Account } from '../load/people/accounts.js';
import { tokenOfSession } from './form-token.js';
import type { Answer, Visit } from './route.js';
import { digestOf } from './session-token.js';
import { showUnsaved } from './show-unsaved.js';

/** The same visit, by somebody who has just signed in. */
export function signedInAs(visit: Visit, { name, role, schools }: Account, session: string): Visit {
  const token = () => tokenOfSession(session, name);
  return { ...visit, visitor: { name, role, schools, token }, session: digestOf(session), token };
}

/** The first page of somebody who has just signed in: what they sent before, if they did, to send it again. */
export async function arrive(
  visit: Visit,
  account: Account,
  { session, to, unsaved }: { readonly session: string; readonly to: string; readonly unsaved: string },
): Promise<Answer> {
  const kept = { session, begun: null };
  return unsaved === ''
    ? { to, ...kept }
    : { page: await showUnsaved(signedInAs(visit, account, session), unsaved), ...kept };
}
