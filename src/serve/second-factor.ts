import { createHmac, hkdfSync } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Account } from '../load/people/accounts.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { open, seal } from './sealed.js';

const period = 30;

/** How many steps of time a clock may be off. */
const drift = 1;

const bytes = { secret: 20, recovery: 10 } as const;

/** How many somebody gets at once. */
export const recoveryCodes = 10;

/** So many of them, or fewer, are soon none. */
export const fewCodes = 2;

/** How long somebody may take to set up another authenticator, in milliseconds. */
export const nextEnds = 10 * 60 * 1000;

/** Shorter keys could be guessed. */
export const shortestKey = 32;

/** Whether somebody has to give a code to sign in. */
export function needsCode({ serve }: Pipeline, { schools }: Pick<Account, 'schools'>): boolean {
  if (serve.secondFactor === 'several') return schools === null || schools.size > 1;
  return serve.secondFactor === 'all';
}

/** What the next secret of somebody is for. */
interface Next {
  readonly account: string;
  /** The digest of the session's token. */
  readonly session: string;
  /** The encrypted secret that it takes the place of. */
  readonly before: string;
}

interface Kept {
  readonly secret: string;
  readonly until: number;
}

function useOf({ account, session, before }: Next): string {
  return JSON.stringify(['next', account, session, before]);
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
    return seal(this.#sealing, secret, account).toString('base64');
  }

  /** @throws Error if it was encrypted by another key, or for another account */
  open(sealed: string, account: string): string {
    const secret = open(this.#sealing, Buffer.from(sealed, 'base64'), account);
    if (secret === null) throw new Error('A second factor was encrypted by another key');
    return secret;
  }

  /** A secret that is to take the place of another, which its page keeps until the first code is typed. */
  sealNext(secret: string, of: Next, now: Date): string {
    const kept: Kept = { secret, until: now.getTime() + nextEnds };
    return seal(this.#sealing, JSON.stringify(kept), useOf(of)).toString('base64url');
  }

  /** Null if it took too long, if it is somebody else's, or if the other is not there any longer. */
  openNext(sealed: string, of: Next, now: Date): string | null {
    const opened = open(this.#sealing, Buffer.from(sealed, 'base64url'), useOf(of));
    const kept = opened === null ? null : (JSON.parse(opened) as Kept);
    return kept === null || kept.until < now.getTime() ? null : kept.secret;
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
