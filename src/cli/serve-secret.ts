import type { Secret } from '../pipeline/secret.js';
import { FetchFailure } from '../sources/failure.js';
import { readSecret } from '../sources/secrets.js';
import type { CommandWorld } from './streams.js';
import { WrongCallError } from './wrong-call.js';

/**
 * A secret that the pages need.
 * @param of what it is, for the message
 * @throws WrongCallError that names where it should be: better now than when somebody signs in
 */
export async function readServeSecret(secret: Secret, of: string, { env }: Pick<CommandWorld, 'env'>): Promise<string> {
  return readSecret(secret, of, env).catch((error: unknown) => {
    throw error instanceof FetchFailure ? new WrongCallError(`${error.message}. Nobody could sign in.`) : error;
  });
}
