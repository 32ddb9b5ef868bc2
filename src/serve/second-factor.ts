import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Account } from '../load/people/accounts.js';
import type { Pipeline } from '../pipeline/pipeline.js';

const period = 30;

/** How many steps of time a clock may be off. */
const drift = 1;

const bytes = { secret: 20, nonce: 12, tag: 16, recovery: 10 } as const;
const recoveryCodes = 10;

/** Shorter keys could be guessed. */
export const shortestKey = 32;

/** Whether somebody has to give a code to sign in. */
export function needsCode({ serve }: Pipeline, { schools }: Pick<Account, 'schools'>): boolean {
  if (serve.secondFactor === 'several') return schools === null || schools.size > 1;
  return serve.secondFactor === 'all';
}

/** Codes of authenticator apps (RFC 6238), with secrets that nobody can read in the database. */
export class SecondFactor {
  readonly #sealing: Buffer;
  readonly #hashing: Buffer;

  /** @param key of `shortestKey` characters or more */
  constructor(
    key: string,
    /** By which an app tells these pages from others. */
    private readonly site: string,
  ) {
    const derived = (use: string) => Buffer.from(hkdfSync('sha256', key, '', `pullthrough ${use}`, 32));
    this.#sealing = derived('secrets of second factors');
    this.#hashing = derived('recovery codes');
  }

  /** In base 32. */
  newSecret(): string {
    return new Secret({ size: bytes.secret }).base32;
  }

  /** What an app reads from a picture. */
  uri(account: string, secret: string): string {
    return this.#totp(secret, account).toString();
  }

  /** The step of time of a code; null if it is wrong. */
  stepOf(secret: string, code: string, now: Date): number | null {
    const timestamp = now.getTime();
    const off = this.#totp(secret).validate({ token: code, timestamp, window: drift });
    return off === null ? null : Math.floor(timestamp / 1000 / period) + off;
  }

  /** Encrypted, for this account alone. */
  seal(secret: string, account: string): string {
    const nonce = randomBytes(bytes.nonce);
    const cipher = createCipheriv('aes-256-gcm', this.#sealing, nonce).setAAD(Buffer.from(account));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** @throws Error if it was encrypted by another key, or for another account */
  open(sealed: string, account: string): string {
    const all = Buffer.from(sealed, 'base64');
    const [nonce, rest] = [all.subarray(0, bytes.nonce), all.subarray(bytes.nonce)];
    const decipher = createDecipheriv('aes-256-gcm', this.#sealing, nonce, { authTagLength: bytes.tag });
    decipher.setAAD(Buffer.from(account)).setAuthTag(rest.subarray(0, bytes.tag));
    return decipher.update(rest.subarray(bytes.tag), undefined, 'utf8') + decipher.final('utf8');
  }

  /** Each signs in once, for people who have lost their phone. */
  newRecoveryCodes(): string[] {
    return Array.from({ length: recoveryCodes }, () =>
      new Secret({ size: bytes.recovery }).base32.toLowerCase().replace(/(.{4})(?=.)/g, '$1-'),
    );
  }

  /** The form in which the database knows a recovery code, however it is typed. */
  recoveryDigest(account: string, code: string): string {
    const typed = code.toLowerCase().replace(/[^a-z2-7]/g, '');
    return createHmac('sha256', this.#hashing)
      .update(JSON.stringify([account, typed]))
      .digest('hex');
  }

  #totp(secret: string, label = ''): TOTP {
    return new TOTP({ issuer: this.site, label, secret: Secret.fromBase32(secret), digits: 6, period });
  }
}
