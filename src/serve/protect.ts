import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import type { Identity } from './identity.js';
import type { Served } from './route.js';
import { isFromHere, isOurs, isSecure } from './site-name.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until a page is asked for that depends on it. */
    identity: Identity | null;
  }
}

const year = 365 * 24 * 60 * 60;

/** What holds for every request. */
export async function protect(app: FastifyInstance, served: Served): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // By `no-referrer` a browser would not say either that a form is from here.
    referrerPolicy: { policy: 'same-origin' },
    // On this machine there is no TLS to ask for; of a host that has it, below.
    strictTransportSecurity: false,
  });
  await app.register(cookie);
  // Forms, and nothing that a script of another site could send without asking.
  app.removeAllContentTypeParsers();
  await app.register(formbody);
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (request, reply) => {
    if (!isOurs(served, request)) return reply.code(421).type('text/plain').send('Another host is meant.');
    reply.header('cache-control', 'no-store');
    if (isSecure(served, request)) reply.header('strict-transport-security', `max-age=${String(year)}`);
    if (request.method === 'POST' && !isFromHere(served, request)) throw new ForeignFormError();
  });
}

/** A form that was not shown to who sends it. */
export class ForeignFormError extends Error {
  readonly statusCode = 403;
}
