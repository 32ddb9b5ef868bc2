import { scryptSync } from 'node:crypto';

/** The hash of a password, made at hardly any cost. */
export function cheapHash(password: string): string {
  const key = scryptSync(password, Buffer.alloc(16), 32, { N: 16, r: 8, p: 1 });
  return `$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$${key.toString('base64')}`;
}
