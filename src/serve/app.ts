import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { renderPage } from '../report/html/render.js';
import { MissingPage } from './pages/missing.js';
import { RefusedPage } from './pages/refused.js';
import { textOf } from './requests.js';
import type { Answer, Route, Served } from './route.js';
import { routes } from './routes.js';
import { style } from './style.js';
import { may, sees, whoeverIsHere } from './visitor.js';

/** The Data pages, as an application that answers requests. */
export async function createApp(served: Served): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, routerOptions: { maxParamLength: 1000 } });
  await protect(app, served);
  app.get('/style.css', (_, reply) => reply.type('text/css').header('cache-control', 'max-age=3600').send(style));
  for (const route of routes) add(app, served, route);
  const { pipeline } = served.configuration;
  app.setNotFoundHandler((_, reply) => page(reply.code(404), MissingPage({ pipeline, visitor: whoeverIsHere })));
  return app;
}

/** What holds for every request. */
async function protect(app: FastifyInstance, { hosts }: Served): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // On this machine there is no TLS to ask for.
    strictTransportSecurity: false,
  });
  await app.register(cookie, { secret: randomBytes(32).toString('hex') });
  await app.register(csrf, {
    cookieOpts: { signed: true, httpOnly: true, sameSite: 'strict', path: '/' },
    getToken: (request) => textOf((request.body as Record<string, unknown> | undefined)?._csrf),
  });
  await app.register(formbody);
  app.addHook('onRequest', async (request, reply) => {
    if (!hosts.includes(request.headers.host ?? ''))
      return reply.code(421).type('text/plain').send('Another host is meant.');
    reply.header('cache-control', 'no-store');
  });
}

function add(app: FastifyInstance, served: Served, { method, path, needs, answer }: Route): void {
  const { pipeline } = served.configuration;
  const token: typeof app.csrfProtection = (...given) => app.csrfProtection(...given);
  app.route({
    method,
    url: path,
    ...(method === 'POST' && { preHandler: token }),
    handler: async (request: FastifyRequest, reply) => {
      const visitor = whoeverIsHere;
      const params = request.params as Record<string, string>;
      if (params.school !== undefined && !sees(visitor, params.school))
        return page(reply.code(404), MissingPage({ pipeline, visitor }));
      if (!may(visitor, needs)) return page(reply.code(403), RefusedPage({ pipeline, visitor }));
      const answered = await answer({
        ...served,
        pipeline,
        visitor,
        params,
        query: request.query as Record<string, unknown>,
        form: (request.body ?? {}) as Record<string, unknown>,
        token: () => reply.generateCsrf(),
        note: () => Promise.resolve(),
      });
      if (answered === null) return page(reply.code(404), MissingPage({ pipeline, visitor }));
      return send(reply, answered);
    },
  });
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if ('page' in answer) return page(reply, answer.page);
  if ('to' in answer) return reply.redirect(answer.to, 303);
  const name = answer.name.replace(/[^\w.-]+/g, '-');
  return reply.type(answer.type).header('content-disposition', `attachment; filename="${name}"`).send(answer.download);
}

function page(reply: FastifyReply, of: VNode): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(renderPage(of));
}
