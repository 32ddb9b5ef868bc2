import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { SMTPServer } from 'smtp-server';
import type { Certificate } from './source-server.js';

export interface ReceivedWebhook {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A server on this machine that takes webhooks. */
export interface WebhookServer {
  readonly origin: string;
  readonly received: ReceivedWebhook[];
  /** What it answers from now on. */
  answer: number;
}

export async function webhookServer(): Promise<WebhookServer> {
  const received: ReceivedWebhook[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      received.push({ path, headers, body });
      if (made.answer === 0) return;
      response.writeHead(made.answer, made.answer === 302 ? { location: `${made.origin}/elsewhere` } : {}).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const made: WebhookServer = { origin, received, answer: 204 };
  return made;
}

export interface ReceivedMail {
  readonly to: readonly string[];
  /** Whether it came encrypted. */
  readonly isSecure: boolean;
  /** Headers and text, decoded. */
  readonly text: string;
}

/** A server on this machine that takes mail, but not for addresses that begin with `refused`. */
export interface MailServer {
  readonly url: string;
  readonly received: ReceivedMail[];
}

/** How mail is encrypted: from the start (`smtps`), or once both know each other (`starttls`). */
export interface MailEncryption extends Pick<Certificate, 'key' | 'cert'> {
  readonly by: 'smtps' | 'starttls';
}

/** @param encryption without it, none is offered */
export async function mailServer(encryption?: MailEncryption): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    ...(encryption === undefined
      ? { disabledCommands: ['STARTTLS'] }
      : { key: encryption.key, cert: encryption.cert, secure: encryption.by === 'smtps' }),
    onRcptTo: ({ address }, _, done) =>
      done(address.startsWith('refused') ? Object.assign(new Error('no such box'), { responseCode: 550 }) : null),
    onData: (stream, { envelope, secure: isSecure }, done) => {
      let raw = '';
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => (raw += text));
      stream.on('end', () => {
        received.push({ to: envelope.rcptTo.map(({ address }) => address), isSecure, text: decoded(raw) });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  // A client may not believe the certificate, and then breaks off.
  server.on('error', () => undefined);
  after(() => server.close(() => undefined));
  const { port } = server.server.address() as AddressInfo;
  const scheme = encryption?.by === 'smtps' ? 'smtps' : 'smtp';
  return { url: `${scheme}://127.0.0.1:${String(port)}`, received };
}

/** Text as quoted-printable or base64 has it; the tests' own is ASCII. */
function decoded(raw: string): string {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  if (/^content-transfer-encoding: base64/im.test(head))
    return `${head}\r\n\r\n${Buffer.from(body, 'base64').toString()}`;
  return raw
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
