import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after } from 'node:test';
import { temporaryFolder } from './folder.js';

export interface AskedFor {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A source for tests, on this machine. */
export interface SourceServer {
  readonly port: number;
  /** What it was asked for, in order. */
  readonly asked: AskedFor[];
  /** What it answers from now on. */
  answer: (request: AskedFor, response: ServerResponse) => void;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** The file of the certificate, which is its own authority. */
  readonly path: string;
}

/** A certificate for these names of this machine, which no other has. */
export function ownCertificate(...names: readonly string[]): Certificate {
  const folder = temporaryFolder();
  const [key, path] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const alternatives = names.map((name) => `DNS:${name}`).join(',');
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...[
        '-subj',
        '/CN=source',
        '-addext',
        `subjectAltName=${alternatives},IP:127.0.0.1`,
        '-keyout',
        key,
        '-out',
        path,
      ],
    ],
    { stdio: 'ignore' },
  );
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(path, 'utf8'), path };
}

/** @param certificate without one, it is asked by http */
export async function sourceServer(answer: SourceServer['answer'], certificate?: Certificate): Promise<SourceServer> {
  const asked: AskedFor[] = [];
  const listener: RequestListener = (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const one = { url: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() };
      asked.push(one);
      source.answer(one, response);
    });
  };
  const server: Server = certificate === undefined ? createServer(listener) : createSecure(certificate, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const source = { port: (server.address() as AddressInfo).port, asked, answer };
  return source;
}

/** Answers with a document, or a part of one. */
export function send(response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, headers).end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
}
