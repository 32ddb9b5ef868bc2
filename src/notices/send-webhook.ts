import type { NoticeAddress } from '../pipeline/notify/notice-keys.js';
import { version } from '../run/version.js';
import { RefusedAddress } from '../sources/failure.js';
import type { Poster } from '../sources/poster.js';
import type { NoticeBody } from './notice.js';
import { readNoticeSecret, type Environment } from './settings.js';
import { signatureOf } from './signature.js';
import { Unsent } from './unsent.js';

export type Webhook = Extract<NoticeAddress, { type: 'webhook' }>;

/** Sends a notice; no redirect is followed, because it leads to an address that nobody wrote down. @throws Unsent */
export async function sendWebhook(
  { url, secret }: Webhook,
  body: NoticeBody,
  { poster, env, now }: { readonly poster: Poster; readonly env: Environment; readonly now: () => Date },
): Promise<void> {
  const key = await readNoticeSecret(secret, env);
  const text = JSON.stringify(body);
  const timestamp = String(Math.floor(now().getTime() / 1000));
  const status = await poster
    .post(new URL(url), text, {
      'content-type': 'application/json',
      'user-agent': `pullthrough/${version}`,
      'x-pullthrough-timestamp': timestamp,
      'x-pullthrough-signature': signatureOf(key, timestamp, text),
    })
    .catch((error: unknown) => {
      throw new Unsent(reasonOf(error), true);
    });
  if (status >= 300 && status < 400) throw new Unsent(`the server redirects it (HTTP ${String(status)})`, false);
  if (status < 200 || status >= 400) throw new Unsent(`the server refuses it (HTTP ${String(status)})`, false);
}

function reasonOf(error: unknown): string {
  if (error instanceof RefusedAddress)
    return 'its address is not public, and not in a network of source.allow in the pipeline';
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
  if (name === 'TimeoutError') return 'the server does not answer in time';
  return `the server cannot be reached (${typeof code === 'string' ? code : 'no code'})`;
}
