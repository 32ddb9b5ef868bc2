import type { FastifyReply, FastifyRequest } from 'fastify';
import { addresses } from './addresses.js';
import { keepUnsaved, sessionToken } from './cookies.js';
import { formToken } from './form-token.js';
import { identify, type Identity } from './identity.js';
import { OnceMorePage } from './pages/once-more.js';
import { NoticePage, notices } from './pages/notice.js';
import { SignInPage, sentBefore } from './pages/sign-in.js';
import type { Route, Served } from './route.js';
import { sendPage } from './send.js';
import { toIn } from './sign-in-form.js';
import { keepUnsent } from './unsaved.js';
import type { SentForm } from './unsaved-forms.js';
import { providersOf } from './ways-in.js';
import { may, nobody, sees } from './visitor.js';

/** Finds out who asks, and what the form to sign out needs on every page if somebody is signed in. */
export async function findOut(served: Served, request: FastifyRequest, reply: FastifyReply): Promise<Identity> {
  const { visitor, session } = await identify(served, sessionToken(served, request));
  const token = () => formToken(served, request, reply);
  return (request.identity = { visitor: session === null ? visitor : { ...visitor, token }, session });
}

/** Answers people who may not have the page, instead of the page. @returns whether they may */
export async function admit(
  served: Served,
  { needs, ofAllSchools, unsaved }: Pick<Route, 'needs' | 'ofAllSchools' | 'unsaved'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const { visitor } = await findOut(served, request, reply);
  const { pipeline } = served.configuration;
  const { school } = request.params as Readonly<Record<string, string | undefined>>;
  if (!may(visitor, needs) && !may(visitor, 'viewer'))
    if (unsaved === undefined) askToSignIn(request, reply);
    else askToSignInAndSend(served, unsaved, request, reply);
  else if (school !== undefined && !sees(visitor, school))
    sendPage(reply.code(404), NoticePage({ pipeline, visitor }, notices.missing));
  else if (!may(visitor, needs) || (ofAllSchools === true && visitor.schools !== null))
    sendPage(reply.code(403), NoticePage({ pipeline, visitor }, notices.refused));
  else return true;
  return false;
}

/** What they sent comes back when they have signed in. If it cannot, they are told. */
function askToSignInAndSend(
  served: Served,
  unsavedIn: NonNullable<Route['unsaved']>,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { pipeline } = served.configuration;
  const form = (request.body ?? {}) as SentForm['form'];
  const sent = { params: request.params, query: request.query, form } as SentForm;
  const unsent = unsavedIn(sent);
  if (unsent === null) return askToSignIn(request, reply);
  const session = sessionToken(served, request);
  const unsaved = session === undefined ? null : keepUnsent(unsent, { session, form, now: served.now() });
  const { to } = unsent;
  const what = unsent.what === 'values' ? 'values' : 'decision';
  if (unsaved === null) return reply.redirect(addresses.signIn(to, { lost: what }), 303);
  const place = { pipeline, visitor: nobody, school: null, at: addresses.signIn() };
  const token = formToken(served, request, reply);
  const providers = providersOf(served);
  if (providers.length > 0) keepUnsaved(served, request, reply, unsaved);
  const asked = { name: '', fault: null, says: sentBefore[what].kept, providers, unsaved };
  return sendPage(reply.code(403), SignInPage({ place, token, to, ...asked }));
}

/** Signing in leads to where they were going; of a form that says where it leads, to there. */
export function askToSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { method, headers, url, body } = request;
  if (method !== 'GET') {
    return reply.redirect(addresses.signIn(toIn((body ?? {}) as Readonly<Record<string, unknown>>)), 303);
  }
  if (headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] === 'navigate')
    return sendPage(reply, OnceMorePage());
  return reply.redirect(addresses.signIn(url), 303);
}
