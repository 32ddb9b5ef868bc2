import type { AccountWithPassword } from '../load/people/accounts.js';
import type { Given } from '../load/people/second-factors.js';
import type { SecondFactor } from './second-factor.js';

/** What somebody typed as a code of their second factor, or as a recovery code; null if it is wrong. */
export function readGiven(
  factor: SecondFactor,
  { name, secondFactor }: AccountWithPassword,
  typed: string,
  now: Date,
): Given | null {
  if (digitsIn(typed) === null) return { type: 'recovery', digest: factor.recoveryDigest(name, typed.slice(0, 100)) };
  const step = secondFactor === null ? null : readStep(factor, factor.open(secondFactor.secret, name), typed, now);
  return step === null ? null : { type: 'code', step };
}

/** The step of time of a code that an app shows for a secret; null if it is wrong. */
export function readStep(factor: SecondFactor, secret: string, typed: string, now: Date): number | null {
  const digits = digitsIn(typed);
  return digits === null ? null : factor.stepOf(secret, digits, now);
}

/** As an app shows it, perhaps in two groups; null if it is none. */
function digitsIn(typed: string): string | null {
  const digits = typed.replace(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}

/** Codes to show once, and what the database knows of them. */
export function newRecoveryCodes(
  factor: SecondFactor,
  account: string,
): { readonly codes: readonly string[]; readonly digests: readonly string[] } {
  const codes = factor.newRecoveryCodes();
  return { codes, digests: codes.map((code) => factor.recoveryDigest(account, code)) };
}
