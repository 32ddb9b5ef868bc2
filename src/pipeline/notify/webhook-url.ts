import { isLoopbackName } from '../source/source-url.js';

/** What is wrong with the URL of a webhook, in words; null if nothing is. Nothing of the URL is said: it may have a token. */
export function faultOfWebhook(written: string): { readonly message: string; readonly hint: string } | null {
  const example = 'Write it like https://ops.example.org/pullthrough.';
  let url: URL;
  try {
    url = new URL(written);
  } catch {
    return { message: 'This is no URL of a webhook.', hint: example };
  }
  if (url.username !== '' || url.password !== '')
    return {
      message: 'A user or password does not belong in the URL of a webhook.',
      hint: 'The secret signs it: remove them.',
    };
  if (url.protocol === 'https:') return null;
  if (url.protocol !== 'http:') return { message: 'A webhook is reached by https.', hint: example };
  return isLoopbackName(url.hostname)
    ? null
    : { message: 'A webhook is reached by https; http is for this machine only.', hint: example };
}
