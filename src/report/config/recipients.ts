import type { Recipient } from '../../pipeline/notify/notice-keys.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import type { ConfigRow } from './row.js';

/** Where a notice goes, without what may be a token: that stands in the path of many a webhook. */
export function addressShown({ address }: Recipient): string {
  if (address.type === 'mail') return address.to;
  return URL.canParse(address.url) ? `${new URL(address.url).origin}/…` : '…';
}

export function recipientRow(recipient: Recipient): ConfigRow {
  const { address, always, place } = recipient;
  return [address.type, `${addressShown(recipient)}${always ? ', always' : ''}`, lineOfFile(place)];
}

export function recipientAsJson(recipient: Recipient): object {
  const { address, always, place } = recipient;
  return { [address.type]: addressShown(recipient), always, ...place };
}
