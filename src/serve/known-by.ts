import type { SignInProvider } from '../pipeline/sign-in-keys.js';

/** Somebody as a provider knows them. */
export interface Known {
  /** What the provider calls them; it never calls anybody else so. */
  readonly subject: string;
  /** Null if the provider does not vouch for it. */
  readonly email: string | null;
}

/** What a signed token says, whose issuer, audience, nonce and time have been checked. */
export type Claims = Readonly<Record<string, unknown>>;

/** Null for somebody of another organisation, whom the provider lets sign in all the same. */
export function knownBy(
  { type, tenant, domains }: Pick<SignInProvider, 'type' | 'tenant' | 'domains'>,
  claims: Claims,
): Known | null {
  const { sub, oid, tid, hd, email, email_verified: isVerified, xms_edov: isOwner } = claims;
  const subject = text(type === 'microsoft' ? oid : sub);
  if (subject === null) return null;
  if (type === 'openid') return { subject, email: isVerified === true ? text(email) : null };
  if (type === 'google') {
    // Anybody may open a private account of Google with the address of a school: it has no organisation.
    const organisation = text(hd)?.toLowerCase() ?? null;
    if (organisation === null || (domains !== null && !domains.includes(organisation))) return null;
    return { subject, email: isVerified === true ? text(email) : null };
  }
  if (tenant === null || text(tid)?.toLowerCase() !== tenant) return null;
  // Whoever looks after a directory may write any address into it: Microsoft vouches only for those of its own domains.
  const vouches = isOwner === true || isOwner === 1 || isOwner === '1' || isOwner === 'true';
  return { subject, email: vouches ? text(email) : null };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
