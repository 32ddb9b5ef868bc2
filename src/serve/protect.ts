import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Identity } from './identity.js';
import { textOf } from './requests.js';
import type { Served } from './route.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until a page is asked for that depends on it. */
    identity: Identity | null;
  }
}

/** How often one address may send a password, in how many milliseconds: a whole school may come from one. */
export const sentPasswords = { max: 100, timeWindow: 15 * 60 * 1000 } as const;

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
    referrerPolicy: { policy: 'no-referrer' },
    // On this machine there is no TLS to ask for; of a host that has it, below.
    strictTransportSecurity: false,
  });
  await app.register(cookie, { secret: randomBytes(32).toString('hex') });
  await app.register(csrf, {
    cookieOpts: { signed: true, httpOnly: true, sameSite: 'strict', path: '/' },
    csrfOpts: { userInfo: true, hmacKey: randomBytes(32).toString('hex') },
    getUserInfo: formsOf,
    getToken: (request) => textOf((request.body as Record<string, unknown> | undefined)?._csrf),
  });
  await app.register(formbody);
  await app.register(rateLimit, { global: false });
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (request, reply) => {
    if (!served.hosts.includes(request.headers.host ?? ''))
      return reply.code(421).type('text/plain').send('Another host is meant.');
    reply.header('cache-control', 'no-store');
    if (isSecure(served, request)) reply.header('strict-transport-security', `max-age=${String(year)}`);
  });
}

/** Whose forms a token is good for: those of one session, or of who has none. */
export function formsOf({ identity }: FastifyRequest): string {
  return identity?.session ?? 'nobody';
}

/** Whether the browser asked by https, which a proxy took off. */
export function isSecure({ secureHosts = [] }: Served, { headers }: FastifyRequest): boolean {
  return secureHosts.includes(headers.host ?? '');
}
