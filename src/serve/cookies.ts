import type { FastifyReply, FastifyRequest } from 'fastify';
import { signInEnds } from '../load/people/second-factors.js';
import { sessionEnds } from '../load/people/sessions.js';
import { goesAlong, unsavedEnds } from './goes-along.js';
import { justSavedCookie, justSavedEnds } from './just-saved.js';
import { awayEnds } from './openid.js';
import type { Kept, Served } from './route.js';
import { isSecure } from './site-name.js';

/** A cookie's name, with the prefix that keeps other hosts of the same domain from setting it, if possible. */
export function prefixed(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

/** The token of the session as the browser sent it. */
export function sessionToken(served: Served, request: FastifyRequest): string | undefined {
  return request.cookies[prefixed('session', isSecure(served, request))];
}

/** What the browser keeps while somebody is at a sign-in provider. */
export function awayKept(served: Served, request: FastifyRequest): string | undefined {
  return request.cookies[prefixed('away', isSecure(served, request))];
}

/**
 * It goes along when the provider leads back here: alone it lets nobody in.
 * @param kept null if they are back
 */
export function keepAway(served: Served, request: FastifyRequest, reply: FastifyReply, kept: string | null): void {
  keepAwhile(served, request, reply, { name: 'away', value: kept, ends: awayEnds });
}

/** What somebody typed and did not save before they went to sign in at a provider, as the browser sent it. */
export function unsavedKept(served: Served, request: FastifyRequest): string | undefined {
  return request.cookies[prefixed('unsaved', isSecure(served, request))];
}

/**
 * It goes along when the provider leads back here, encrypted: no form does.
 * @param kept null if they are back; what is too long for a cookie goes along in the form alone
 */
export function keepUnsaved(served: Served, request: FastifyRequest, reply: FastifyReply, kept: string | null): void {
  const value = kept !== null && goesAlong(kept) ? kept : null;
  keepAwhile(served, request, reply, { name: 'unsaved', value, ends: unsavedEnds });
}

/**
 * It goes along to the page that a form leads to.
 * @param saved null once it is said
 */
export function keepSaved(served: Served, request: FastifyRequest, reply: FastifyReply, saved: string | null): void {
  keepAwhile(served, request, reply, { name: justSavedCookie, value: saved, ends: justSavedEnds });
}

/** The token of a sign-in whose code is still to come, as the browser sent it. */
export function begunToken(served: Served, request: FastifyRequest): string | undefined {
  return request.cookies[prefixed('begun', isSecure(served, request))];
}

/**
 * It goes along when another site leads here, as one does that somebody signs in by: alone it lets nobody in.
 * @param token null if the sign-in ends
 */
export function keepBegun(served: Served, request: FastifyRequest, reply: FastifyReply, token: string | null): void {
  keepAwhile(served, request, reply, { name: 'begun', value: token, ends: signInEnds });
}

function keepAwhile(
  served: Served,
  request: FastifyRequest,
  reply: FastifyReply,
  { name, value, ends }: { readonly name: string; readonly value: string | null; readonly ends: number },
): void {
  const secure = isSecure(served, request);
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  if (value === null) reply.clearCookie(prefixed(name, secure), options);
  else reply.setCookie(prefixed(name, secure), value, { ...options, maxAge: ends / 1000 });
}

/** @param token null if the session ends */
export function keepSession(served: Served, request: FastifyRequest, reply: FastifyReply, token: string | null): void {
  const secure = isSecure(served, request);
  const name = prefixed('session', secure);
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  if (token === null) reply.clearCookie(name, options);
  else reply.setCookie(name, token, { ...options, maxAge: sessionEnds.atMost / 1000 });
}

const year = 365 * 24 * 60 * 60;

export function keptIn(served: Served, request: FastifyRequest, name: string): string | undefined {
  return request.cookies[prefixed(name, isSecure(served, request))];
}

export function keep(served: Served, request: FastifyRequest, reply: FastifyReply, { name, value }: Kept): void {
  const secure = isSecure(served, request);
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: year } as const;
  reply.setCookie(prefixed(name, secure), value, options);
}
