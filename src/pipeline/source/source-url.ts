import { withoutCredentials } from '../text/credentials.js';

/** What is wrong with a URL from which an extract is to be fetched, and what to do. */
export interface UrlFault {
  readonly message: string;
  readonly hint: string;
}

/** Whether an input is a URL, not a path. */
export function isUrl(input: string): boolean {
  return /^(?:https?|s3):/i.test(input);
}

/** Whether a host is this machine by its own name; a name that only leads there is not. */
export function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Null if it can be fetched. No message has the URL in it: it may have a password. */
export function faultOfUrl(text: string): UrlFault | null {
  const url = parsed(text);
  if (url === null || !['https:', 'http:', 's3:'].includes(url.protocol) || url.hostname === '')
    return { message: 'This is no URL of an extract.', hint: 'One begins with https:// or s3://.' };
  if (url.username !== '' || url.password !== '' || text.split(/[?#]/)[0].includes('@'))
    return {
      message: 'There is a user or a password in this URL.',
      hint: 'Logs and lists of processes show URLs: describe it under source.credentials of the pipeline.',
    };
  if (url.protocol === 'http:' && !isLoopbackName(url.hostname))
    return {
      message: "http: sends people's data in the clear.",
      hint: 'Write https://. Only this machine itself may be asked by http://.',
    };
  if (url.protocol === 's3:' && (url.search !== '' || url.hash !== ''))
    return { message: 'A place in S3 is s3://bucket/prefix.', hint: 'Write ? and # in a key as %3F and %23.' };
  return null;
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** A URL as messages, reports and tables may have it: what stands after `?` may be a secret. */
export function shownUrl(url: string | URL): string {
  const text = withoutCredentials(typeof url === 'string' ? url : url.href);
  const [place = ''] = text.split(/[?#]/);
  return text.includes('?') ? `${place}?…` : place;
}

/** An input as a person named it, without what may be a secret. */
export function shownInput(input: string): string {
  return isUrl(input) ? shownUrl(input) : input;
}
