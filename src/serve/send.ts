import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { sessionEnds } from '../load/sessions.js';
import { renderPage } from '../report/html/render.js';
import { isSecure } from './protect.js';
import type { Answer, Served } from './route.js';

export function sendPage(reply: FastifyReply, of: VNode): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(renderPage(of));
}

export function sendAnswer(served: Served, request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  if ('page' in answer) {
    if (answer.retryAfter !== undefined) reply.header('retry-after', String(answer.retryAfter));
    return sendPage(reply.code(answer.status ?? 200), answer.page);
  }
  if ('to' in answer) {
    if (answer.session !== undefined) keepSession(served, request, reply, answer.session);
    return reply.redirect(answer.to, 303);
  }
  const name = answer.name.replace(/[^\w.-]+/g, '-');
  return reply.type(answer.type).header('content-disposition', `attachment; filename="${name}"`).send(answer.download);
}

/** The token of the session as the browser sent it. */
export function sessionToken(served: Served, request: FastifyRequest): string | undefined {
  return request.cookies[cookieName(isSecure(served, request))];
}

/** A prefix that no other host of the same domain can set a cookie with, where it can be had. */
function cookieName(secure: boolean): string {
  return secure ? '__Host-session' : 'session';
}

function keepSession(served: Served, request: FastifyRequest, reply: FastifyReply, token: string | null): void {
  const secure = isSecure(served, request);
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  if (token === null) reply.clearCookie(cookieName(secure), options);
  else reply.setCookie(cookieName(secure), token, { ...options, maxAge: sessionEnds.atMost / 1000 });
}
