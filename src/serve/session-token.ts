import { createHash, randomBytes } from 'node:crypto';

/** What a browser is known by while somebody is signed in there. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** By which the database knows it. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
