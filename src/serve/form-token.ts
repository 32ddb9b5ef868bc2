import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { prefixed, sessionToken } from './cookies.js';
import { textOf } from './requests.js';
import type { Served } from './route.js';
import { isSecure } from './site-name.js';

/**
 * The token that this visitor's forms have to send along. It is made of something that only their own browser sends:
 * the session's token or, if they have none, a cookie. So another site cannot know it, and it survives a restart of the
 * program.
 */
export function formToken(served: Served, request: FastifyRequest, reply: FastifyReply): string {
  const known = keyOf(served, request);
  const name = nameOf(request);
  if (known !== null) return made(known, name);
  const key = randomBytes(32).toString('base64url');
  const secure = isSecure(served, request);
  const cookie = prefixed('_csrf', secure);
  reply.setCookie(cookie, key, { path: '/', httpOnly: true, sameSite: 'strict', secure });
  // For a further form of the same page.
  request.cookies[cookie] = key;
  return made(key, name);
}

/** Whether a form was shown to the person who sends it. */
export function isOwnForm(served: Served, request: FastifyRequest): boolean {
  const key = keyOf(served, request);
  const sent = Buffer.from(textOf((request.body as Record<string, unknown> | undefined)?._csrf));
  if (key === null) return false;
  const own = Buffer.from(made(key, nameOf(request)));
  return sent.length === own.length && timingSafeEqual(sent, own);
}

function keyOf(served: Served, request: FastifyRequest): string | null {
  const session = request.identity?.session ?? null;
  const key =
    session === null ? request.cookies[prefixed('_csrf', isSecure(served, request))] : sessionToken(served, request);
  return key === undefined || key === '' ? null : key;
}

function nameOf({ identity }: FastifyRequest): string {
  return identity?.visitor.name ?? '';
}

function made(key: string, name: string): string {
  return tokenFor(formKeyOf(key), name);
}

/** The token of the forms of somebody who has just signed in. */
export function tokenOfSession(session: string, name: string): string {
  return made(session, name);
}

/** Of the token of a session: it shows whose a form was, and lets nobody in. */
export function formKeyOf(key: string): string {
  return createHmac('sha256', key).update('form').digest('base64url');
}

/** @param name of the account; blank if nobody is signed in */
export function tokenFor(formKey: string, name: string): string {
  return createHmac('sha256', formKey).update(name).digest('base64url');
}
