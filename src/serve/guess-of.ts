import { isKnownAddress } from '../load/people/known-addresses.js';
import type { Visit } from './route.js';
import { digestOfAddress, type Guess } from './throttle.js';

/** Who sends a password with this request. */
export async function guessOf({ db, address }: Pick<Visit, 'db' | 'address'>, name: string): Promise<Guess> {
  const from = digestOfAddress(name, address);
  return { name, address, from, isKnown: await isKnownAddress(db, name, from) };
}
