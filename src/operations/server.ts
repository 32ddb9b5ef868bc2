import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metricsText, type Metrics } from './metrics.js';

/**
 * What answers whoever watches a process that stays: `/health` (it is alive), `/ready` (it can work) and `/metrics`.
 *
 * `serve` and `worker` use it in the same way: make the numbers with `createMetrics`, add to them what the process has
 * (`addProcessMetrics`, `addNightState`, and `schoolObserver` or `requestCounter`), and give both to
 * `startOperations`. Close it when the process ends.
 */
export interface Operations {
  /** Where it listens: `http://127.0.0.1:9464`. */
  readonly origin: string;
  readonly close: () => Promise<void>;
}

export interface OperationsTerms {
  /** An address that only those who watch reach: nobody is asked who they are. */
  readonly host: string;
  /** 0 for one that is free. */
  readonly port: number;
  readonly metrics: Metrics;
  /** Why the process cannot work now, as a code; null if it can. */
  readonly whyNotReady: () => Promise<string | null>;
  /** How many milliseconds it waits for the answer of a database that hangs. */
  readonly readyWithin?: number;
}

/** Those who ask give up soon after. */
const usualWait = 3000;

/** @throws the system's error if it cannot listen there */
export async function startOperations({
  host,
  port,
  metrics,
  whyNotReady,
  readyWithin = usualWait,
}: OperationsTerms): Promise<Operations> {
  const ready = readiness(whyNotReady, readyWithin);
  const server = createServer((request, response) => {
    void answer(request, { metrics, ready }).then((answered) => send(request, response, answered));
  });
  server.listen({ host, port });
  await once(server, 'listening');
  const { address, port: found, family } = server.address() as AddressInfo;
  return {
    origin: `http://${family === 'IPv6' ? `[${address}]` : address}:${String(found)}`,
    close: () => closed(server),
  };
}

interface Answer {
  readonly code: number;
  readonly type: string;
  readonly text: string;
}

async function answer(
  { method, url = '/' }: IncomingMessage,
  { metrics, ready }: { readonly metrics: Metrics; readonly ready: () => Promise<string | null> },
): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'Only GET and HEAD.');
  try {
    switch (url.split('?', 1)[0]) {
      case '/health':
        return plain(200, 'alive');
      case '/ready': {
        const why = await ready();
        return why === null ? plain(200, 'ready') : plain(503, `not ready: ${why}`);
      }
      case '/metrics':
        return { code: 200, type: metrics.registry.contentType, text: await metricsText(metrics) };
      default:
        return plain(404, 'There are /health, /ready and /metrics.');
    }
  } catch {
    return plain(500, 'A fault of the program.');
  }
}

function plain(code: number, text: string): Answer {
  return { code, type: 'text/plain; charset=utf-8', text: `${text}\n` };
}

function send({ method }: IncomingMessage, response: ServerResponse, { code, type, text }: Answer): void {
  response.writeHead(code, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(method === 'HEAD' ? undefined : text);
}

/** Asks once, however many ask at the same time, and answers for a database that does not. */
function readiness(ask: () => Promise<string | null>, readyWithin: number): () => Promise<string | null> {
  let asking: Promise<string | null> | null = null;
  return async () => {
    asking ??= ask().finally(() => (asking = null));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => (timer = setTimeout(() => resolve('no-answer'), readyWithin)));
    try {
      return await Promise.race([asking, late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function closed(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  if (server.listening) await once(server, 'close');
}
