import { createHmac } from 'node:crypto';

/**
 * What shows a receiver that a webhook is ours and not an old one: the HMAC-SHA256 of the timestamp, a dot and the body.
 * @param timestamp seconds since 1970, as it is sent
 * @returns `sha256=` and hexadecimal digits
 */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
