import type { Transporter } from 'nodemailer';
import { isMailAddress } from '../pipeline/notify/mail-address.js';
import { isLoopbackName } from '../pipeline/source/source-url.js';
import { mailText } from './mail-text.js';
import type { NoticeBody } from './notice.js';
import { readSetting, type Environment } from './settings.js';
import { Unsent } from './unsent.js';

/** Sends notices by one mail server, whose connection stays open for all of a night. */
export class MailSender {
  #opened: Promise<{ readonly transport: Transporter; readonly from: string }> | null = null;

  /** @param terms `timeout` in milliseconds, until the server is given up */
  constructor(private readonly terms: { readonly env: Environment; readonly timeout: number }) {}

  /** @throws Unsent */
  async send(to: string, body: NoticeBody): Promise<void> {
    this.#opened ??= this.#open();
    const { transport, from } = await this.#opened;
    const { subject, text } = mailText(body);
    try {
      // Answering machines answer no automatic mail (RFC 3834).
      await transport.sendMail({ from, to, subject, text, headers: { 'Auto-Submitted': 'auto-generated' } });
    } catch (error) {
      throw unsent(error);
    }
  }

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => null);
    opened?.transport.close();
  }

  async #open(): Promise<{ readonly transport: Transporter; readonly from: string }> {
    const { env, timeout } = this.terms;
    const url = serverIn(await readSetting('PULLTHROUGH_SMTP', env));
    const from = await readSetting('PULLTHROUGH_MAIL_FROM', env);
    if (!isMailAddress(from)) throw new Unsent('PULLTHROUGH_MAIL_FROM is no address of mail', true);
    const { createTransport } = await import('nodemailer');
    const secure = url.protocol === 'smtps:';
    const transport = createTransport({
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      // What a server says of itself before it encrypts, somebody in between could have taken out.
      requireTLS: !secure && !isLoopbackName(url.hostname),
      ...(url.username === ''
        ? {}
        : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
      pool: true,
      maxConnections: 2,
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return { transport, from };
  }
}

function serverIn(written: string): URL {
  const wrong = 'PULLTHROUGH_SMTP is no URL of a mail server, such as smtp://user:password@mail.example.org:587';
  try {
    const url = new URL(written);
    if ((url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname !== '') return url;
  } catch {
    // The same as another kind of URL.
  }
  throw new Unsent(wrong, true);
}

/** A server that refuses one address takes others; whatever else goes wrong goes wrong for all. */
function unsent(error: unknown): Unsent {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  const codes = [code, responseCode].filter((one) => typeof one === 'string' || typeof one === 'number');
  const isOfAddress = code === 'EENVELOPE' || code === 'EMESSAGE';
  const said = codes.length === 0 ? 'no code' : codes.join(' ');
  return new Unsent(
    isOfAddress ? `the mail server refuses it (${said})` : `the mail server cannot be used (${said})`,
    !isOfAddress,
  );
}
