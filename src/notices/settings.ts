import type { Secret } from '../pipeline/secret.js';
import { FetchFailure } from '../sources/failure.js';
import { readSecret } from '../sources/secrets.js';
import { Unsent } from './unsent.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Unsent that names where it should be */
export async function readNoticeSecret(secret: Secret, env: Environment): Promise<string> {
  return readSecret(secret, 'its secret', env).catch((error: unknown) => {
    throw error instanceof FetchFailure ? new Unsent(error.message, false) : error;
  });
}

/** A setting from the environment, or from the file that `NAME_FILE` names, as containers are given secrets. */
export async function readSetting(name: string, env: Environment): Promise<string> {
  const file = env[`${name}_FILE`] ?? '';
  if ((env[name] ?? '') !== '' || file === '') return readNoticeSecret({ env: name }, env);
  return readNoticeSecret({ file }, env);
}
