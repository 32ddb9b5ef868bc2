import type { AccountWithPassword } from '../load/people/accounts.js';
import type { BegunSignIn } from '../load/people/second-factors.js';
import { addresses } from './addresses.js';
import { CodePage } from './pages/code.js';
import { NewFactorPage } from './pages/new-factor.js';
import type { Visit } from './route.js';
import type { SecondFactor } from './second-factor.js';

/** A sign-in that waits for its code, and whose it is. */
export interface Found {
  readonly begun: BegunSignIn;
  readonly account: AccountWithPassword;
}

interface Said {
  readonly to: string;
  readonly unsaved: string;
  readonly fault: string | null;
}

/** Asks for the code after the password, or for the first one of a second factor that is being set up. */
export function codeAsked(visit: Visit, { begun, account: { name } }: Found, said: Said) {
  const { pipeline, visitor } = visit;
  const place = { pipeline, visitor, school: null, at: addresses.signIn() };
  const props = { place, token: visit.token(), ...said };
  if (begun.secret === null) return CodePage(props);
  const factor = secondFactorOf(visit);
  const secret = factor.open(begun.secret, name);
  return NewFactorPage({ ...props, secret, uri: factor.uri(name, secret) });
}

/** @throws Error if the pages were started without the key: then nobody who needs a code comes in */
export function secondFactorOf({ secondFactor }: Pick<Visit, 'secondFactor'>): SecondFactor {
  if (secondFactor === undefined) throw new Error('There is no key for second factors');
  return secondFactor;
}
