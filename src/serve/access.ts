import type { FastifyReply, FastifyRequest } from 'fastify';
import { addresses } from './addresses.js';
import { sessionToken } from './cookies.js';
import { formToken } from './form-token.js';
import { identify, type Identity } from './identity.js';
import { ownPath } from './own-path.js';
import { OnceMorePage } from './pages/once-more.js';
import { NoticePage, notices } from './pages/notice.js';
import type { Route, Served } from './route.js';
import { sendPage } from './send.js';
import { may, sees } from './visitor.js';

/** Finds out who asks, and what the form to sign out needs on every page if somebody is signed in. */
export async function findOut(served: Served, request: FastifyRequest, reply: FastifyReply): Promise<Identity> {
  const { visitor, session } = await identify(served, sessionToken(served, request));
  const token = () => formToken(served, request, reply);
  return (request.identity = { visitor: session === null ? visitor : { ...visitor, token }, session });
}

/** Answers people who may not have the page, instead of the page. @returns whether they may */
export async function admit(
  served: Served,
  { needs, ofAllSchools }: Pick<Route, 'needs' | 'ofAllSchools'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const { visitor } = await findOut(served, request, reply);
  const { pipeline } = served.configuration;
  const { school } = request.params as Readonly<Record<string, string | undefined>>;
  if (!may(visitor, needs) && !may(visitor, 'viewer')) askToSignIn(request, reply);
  else if (school !== undefined && !sees(visitor, school))
    sendPage(reply.code(404), NoticePage({ pipeline, visitor }, notices.missing));
  else if (!may(visitor, needs) || (ofAllSchools === true && visitor.schools !== null))
    sendPage(reply.code(403), NoticePage({ pipeline, visitor }, notices.refused));
  else return true;
  return false;
}

/** Signing in leads to where they were going; of a form that says where it leads, to there. */
export function askToSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { method, headers, url, body } = request;
  if (method !== 'GET') {
    const { to } = (body ?? {}) as Readonly<Record<string, unknown>>;
    return reply.redirect(addresses.signIn(typeof to === 'string' ? ownPath(to) : '/'), 303);
  }
  if (headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] === 'navigate')
    return sendPage(reply, OnceMorePage());
  return reply.redirect(addresses.signIn(url), 303);
}
