import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { DatabaseError } from '../load/database-error.js';
import { writeAudit } from '../load/people/audit.js';
import { admit, askToSignIn, findOut } from './access.js';
import { auditEntry } from './audit-entry.js';
import { awayKept, begunToken, keptIn, unsavedKept } from './cookies.js';
import { formToken, isOwnForm } from './form-token.js';
import { NoticePage, notices, unreadDownload, unreadForms } from './pages/notice.js';
import { ForeignFormError, protect } from './protect.js';
import type { Noted, Route, Served, ServedNow, Visit } from './route.js';
import { Query } from './requests.js';
import { routes } from './routes.js';
import { sendAnswer, sendPage } from './send.js';
import { isSecure } from './site-name.js';
import { icon } from './icon.js';
import { shippedScript, shippedStyles } from './shipped.js';
import { digestOf } from './session-token.js';
import { Throttle } from './throttle.js';
import { sayingUnread } from './unread.js';
import { may, nobody } from './visitor.js';
import { withoutSlash } from './without-slash.js';

/**
 * The Data pages, as an application that answers requests.
 * @param throttle with what it has counted already
 */
export async function createApp(served: Served, throttle = new Throttle()): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    routerOptions: { maxParamLength: 1000 },
    // Fastify's own answer to a request that cannot be decoded lacks the headers of every page.
    rewriteUrl: ({ url = '/' }) => (isDecodable(url) ? url : '/no-address'),
    trustProxy: served.proxy ?? false,
  });
  const servedNow = byCurrent(served);
  app.addHook('onRequest', (request, _, done) => {
    request.served = servedNow();
    done();
  });
  await protect(app, served);
  // Before anything is decided: the address itself says who may see it.
  app.addHook('onRequest', async ({ method, url }, reply) => {
    const to = method === 'GET' || method === 'HEAD' ? withoutSlash(url) : null;
    return to === null ? Promise.resolve() : reply.redirect(to, 301);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const { statusCode: code, elapsedTime: milliseconds } = reply;
    served.answered?.({ method, route: routeOptions.url ?? '', code, milliseconds });
    done();
  });
  for (const { path, type, text } of [shippedStyles(), shippedScript()])
    app.get(path, (_, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(text),
    );
  app.get('/icon.svg', (_, reply) => reply.type('image/svg+xml').header('cache-control', 'max-age=3600').send(icon));
  for (const route of routes) add(app, throttle, route);
  app.setNotFoundHandler(async (request, reply) => {
    const { visitor } = await findOut(request.served, request, reply);
    if (!may(visitor, 'viewer')) return askToSignIn(request, reply);
    const { pipeline } = request.served.configuration;
    return sendPage(reply.code(404), NoticePage({ pipeline, visitor }, notices.missing));
  });
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(request.served, error, request, reply));
  return app;
}

function add(app: FastifyInstance, throttle: Throttle, route: Route): void {
  const { method, path, needs, answer } = route;
  app.route({
    method,
    url: path,
    preHandler: [
      async (request, reply) => {
        if (!(await admit(request.served, route, request, reply))) return reply;
      },
      async (request) => {
        if (method === 'POST' && !isOwnForm(request.served, request)) throw new ForeignFormError();
        return Promise.resolve();
      },
    ],
    handler: async (request, reply) => {
      const { visitor, session } = request.identity ?? { visitor: nobody, session: null };
      const { served } = request;
      const { pipeline } = served.configuration;
      const noted: Noted[] = [];
      const query = new Query(request.query as Record<string, unknown>);
      const visit: Visit = {
        ...served,
        pipeline,
        visitor,
        session,
        begun: digestIfAny(begunToken(served, request)),
        away: awayKept(served, request) ?? null,
        unsaved: unsavedKept(served, request) ?? '',
        url: request.url,
        throttle,
        address: request.ip,
        origin: `${isSecure(served, request) ? 'https' : 'http'}://${request.headers.host ?? ''}`,
        params: request.params as Record<string, string>,
        query,
        form: (request.body ?? {}) as Record<string, unknown>,
        kept: (name) => keptIn(served, request, name),
        token: () => formToken(served, request, reply),
        // Written when the answer is made, because the note may be made within a transaction of the database's one
        // connection.
        note: (entry) => {
          noted.push(entry);
          return Promise.resolve();
        },
      };
      try {
        const answered = await answer(visit);
        if (answered === null) return sendPage(reply.code(404), NoticePage({ pipeline, visitor }, notices.missing));
        // Providers of sign-in add to an address what they like.
        const unread = method === 'GET' && needs !== 'nobody' ? query.unread : [];
        if ('download' in answered && unread.length > 0) {
          // Nothing was handed out, so there is nothing to note.
          noted.splice(0);
          answered.download.destroy();
          return sendPage(reply.code(400), NoticePage({ pipeline, visitor }, unreadDownload(unread)));
        }
        await writeNoted(served, visit, noted.splice(0));
        const said = 'page' in answered ? { ...answered, page: sayingUnread(answered.page, unread) } : answered;
        return sendAnswer(served, request, reply, said);
      } finally {
        await writeNoted(served, visit, noted);
      }
    },
  });
}

/** What is served, by the configuration of now. */
function byCurrent(served: Served): () => ServedNow {
  const { current } = served;
  const started: ServedNow = { ...served, howOld: { readAt: served.now(), behind: null } };
  if (current === undefined) return () => started;
  let { lookUps } = served;
  return () => {
    const { configuration, ...howOld } = current();
    lookUps = lookUps?.by(configuration);
    return { ...served, configuration, howOld, ...(lookUps !== undefined && { lookUps }) };
  };
}

function digestIfAny(token: string | undefined): string | null {
  return token === undefined || token === '' ? null : digestOf(token);
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split(/[?#]/, 1)[0]);
    return true;
  } catch {
    return false;
  }
}

async function writeNoted({ db, now }: Served, { visitor, address }: Visit, noted: readonly Noted[]): Promise<void> {
  await writeAudit(db, ...noted.map((entry) => auditEntry(now(), { who: visitor.name, address }, entry)));
}

/** Tells the browser nothing of what was wrong, and the terminal nothing that came from the browser. */
function answerError(served: Served, error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { pipeline } = served.configuration;
  const visitor = request.identity?.visitor ?? nobody;
  const code = error.statusCode ?? 500;
  const notice = unreadForms.get(code) ?? (code < 500 ? notices.oldForm : notices.trouble);
  const page = NoticePage({ pipeline, visitor }, notice);
  if (code < 500) return sendPage(reply.code(code), page);
  const what = error instanceof DatabaseError ? error.message : `${error.name} ${error.code ?? ''}`.trim();
  served.complain?.(`${request.method} ${request.routeOptions.url ?? ''} was not answered: ${what}`);
  return sendPage(reply.code(code), page);
}
