import type { FastifyRequest } from 'fastify';
import type { Served } from './route.js';

/** Whether the request is for one of the pages' host names. */
export function isOurs({ hosts, secureHosts = [] }: Served, { headers: { host = '' } }: FastifyRequest): boolean {
  return isAmong(secureHosts, host, true) || isAmong(hosts, host, false);
}

/** Whether the browser asked by https, which a proxy terminated. */
export function isSecure({ secureHosts = [] }: Served, { headers: { host = '' } }: FastifyRequest): boolean {
  return isAmong(secureHosts, host, true);
}

/**
 * Whether a form was sent from a page of this site, as far as the browser says. If it hides the origin (`null`),
 * another header has to say that it was this site.
 */
export function isFromHere(served: Served, request: FastifyRequest): boolean {
  const { origin, host = '' } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site') return false;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return site === 'same-origin';
  const { protocol, host: from } = new URL(origin);
  const secure = isSecure(served, request);
  return isAmong([host], from, protocol === 'https:') && (!secure || protocol === 'https:');
}

function isAmong(names: readonly string[], host: string, secure: boolean): boolean {
  return names.some((name) => canonical(name, secure) === canonical(host, secure));
}

/** A host is the same in capitals, with a final dot, and with the default port. */
function canonical(host: string, secure: boolean): string {
  const [, name = '', port = ''] = /^(.*?)\.?(?::(\d+))?$/.exec(host.toLowerCase()) ?? [];
  return port === '' || port === (secure ? '443' : '80') ? name : `${name}:${port}`;
}
