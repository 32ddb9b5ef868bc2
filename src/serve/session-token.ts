import { createHash, randomBytes } from 'node:crypto';

/** Identifies a browser while somebody is signed in there. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The form in which the database knows it. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
