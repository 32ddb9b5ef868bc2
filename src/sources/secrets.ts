import { readFile } from 'node:fs/promises';
import type { Secret } from '../pipeline/secret.js';
import { failure } from './client.js';

/**
 * @param of whose it is, for the message
 * @throws FetchFailure
 */
export async function readSecret(
  secret: Secret,
  of: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const where = 'env' in secret ? `the environment variable ${secret.env}` : `the file ${secret.file}`;
  const text = 'env' in secret ? env[secret.env] : await readFile(secret.file, 'utf8').catch(() => undefined);
  if (text === undefined) throw failure(`${of}: ${where} is not there or cannot be read`);
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw failure(`${of}: ${where} is empty`);
  if (/[^\x20-\x7e\u0080-\uffff]/.test(value)) throw failure(`${of}: ${where} has a character that no header may have`);
  return value;
}
