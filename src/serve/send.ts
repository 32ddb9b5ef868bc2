import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { renderPage } from '../report/html/render.js';
import { keep, keepAway, keepBegun, keepSaved, keepSession, keepUnsaved } from './cookies.js';
import { attachment } from './file-name.js';
import type { Answer, Served } from './route.js';

export function sendPage(reply: FastifyReply, of: VNode): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(renderPage(of));
}

export function sendAnswer(served: Served, request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  if ('download' in answer)
    return reply.type(answer.type).header('content-disposition', attachment(answer.name)).send(answer.download);
  if (answer.session !== undefined) keepSession(served, request, reply, answer.session);
  if (answer.begun !== undefined) keepBegun(served, request, reply, answer.begun);
  if (answer.away !== undefined) keepAway(served, request, reply, answer.away);
  if (answer.unsaved !== undefined) keepUnsaved(served, request, reply, answer.unsaved);
  if (answer.saved !== undefined) keepSaved(served, request, reply, answer.saved);
  if ('page' in answer) {
    if (answer.keep !== undefined) keep(served, request, reply, answer.keep);
    if (answer.retryAfter !== undefined) reply.header('retry-after', String(answer.retryAfter));
    return sendPage(reply.code(answer.status ?? 200), answer.page);
  }
  return reply.redirect(answer.to, 303);
}
