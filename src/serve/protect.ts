import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import type { Identity } from './identity.js';
import type { Served, ServedNow } from './route.js';
import { isFromHere, isOurs, isSecure } from './site-name.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until a page that depends on it is asked for. */
    identity: Identity | null;
    /** With one configuration from its beginning to its end. */
    served: ServedNow;
  }
}

const year = 365 * 24 * 60 * 60;

/** What applies to every request. */
export async function protect(app: FastifyInstance, served: Served): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // With `no-referrer` a browser would not even say that a form is from here.
    referrerPolicy: { policy: 'same-origin' },
    // On this machine there is no TLS to ask for; for hosts that have it, see below.
    strictTransportSecurity: false,
  });
  await app.register(cookie);
  // Only forms: a script of another site could send anything else without asking.
  app.removeAllContentTypeParsers();
  await app.register(formbody);
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (request, reply) => {
    if (!isOurs(served, request))
      return reply.code(421).type('text/plain').send('That is not a host name of these pages.');
    reply.header('cache-control', 'no-store');
    if (isSecure(served, request)) reply.header('strict-transport-security', `max-age=${String(year)}`);
    if (request.method === 'POST' && !isFromHere(served, request)) throw new ForeignFormError();
  });
}

/** A form that was not shown to the person who sends it. */
export class ForeignFormError extends Error {
  readonly statusCode = 403;
}
