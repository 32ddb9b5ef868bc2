import { randomBytes, scrypt, timingSafeEqual, type BinaryLike, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scrypt);

/** What a guess costs: 2^ln rounds over blocks of r, p times. From OWASP's cheat sheet on storing passwords. */
interface Cost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

const cost: Cost = { ln: 15, r: 8, p: 3 };
const bytes = { salt: 16, hash: 32 } as const;

/** It contains its own parameters, so the cost can be raised for new ones: `$scrypt$ln=15,r=8,p=3$SALT$HASH`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(bytes.salt);
  return text(cost, salt, await hash(password, salt, cost, bytes.hash));
}

/**
 * Takes as long if nobody has such an account as if the password is wrong.
 * @param stored null if there is no account
 */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const found = stored === null ? null : read(stored);
  const { cost: own, salt, hash: expected } = found ?? nobodys;
  const actual = await hash(password, salt, own, expected.length);
  return timingSafeEqual(actual, expected) && found !== null;
}

const nobodys = { cost, salt: Buffer.alloc(bytes.salt), hash: Buffer.alloc(bytes.hash) };

/** The password is the same however a keyboard combines a letter and its accent. */
function hash(password: string, salt: Buffer, { ln, r, p }: Cost, length: number): Promise<Buffer> {
  const N = 2 ** ln;
  return derive(password.normalize('NFC'), salt, length, { N, r, p, maxmem: 256 * N * r });
}

function text({ ln, r, p }: Cost, salt: Buffer, hashed: Buffer): string {
  const costs = `ln=${String(ln)},r=${String(r)},p=${String(p)}`;
  return `$scrypt$${costs}$${salt.toString('base64')}$${hashed.toString('base64')}`;
}

/** @returns null if nothing can be compared with it */
function read(stored: string): typeof nobodys | null {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([\w+/=]+)\$([\w+/=]{20,})$/.exec(stored);
  if (parts === null) return null;
  const [, ln, r, p, salt = '', hashed = ''] = parts;
  return {
    cost: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hashed, 'base64'),
  };
}
