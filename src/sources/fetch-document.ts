import type { Validators } from '../extract/bytes/input.js';
import { tooLarge } from '../extract/limits.js';
import type { Limits } from '../pipeline/limits.js';
import { first, failure, type Answer, type Asked, type Client, type Headers } from './client.js';
import type { Fetched } from './remote-input.js';
import type { Spool } from './spool.js';

/** Two versions within this time may have the same `Last-Modified` (RFC 9110, 8.8.2.2). */
const sharpness = 60_000;

/**
 * Fetches one document into a spool, from the beginning of the spool.
 * @param known of a version that need not come again
 * @returns null if the source has that version
 * @throws FetchFailure
 */
export async function fetchDocument(
  client: Client,
  asked: Asked,
  spool: Spool,
  { known, limits }: { readonly known: Validators | null; readonly limits: Limits },
): Promise<(Fetched & { readonly answer: Answer }) | null> {
  const conditions = conditionsOf(known);
  const headers: Asked['headers'] = async (...place) => ({
    'accept-encoding': 'gzip',
    ...(await asked.headers(...place)),
    ...conditions,
  });
  const answer = await client.ask({ ...asked, headers }, async (body, { headers: said }) => {
    isGzipped(said);
    await spool.clear();
    for await (const bytes of body) {
      if (spool.length + bytes.length > limits.bytes) throw tooLarge(limits);
      await spool.add(bytes);
    }
  });
  if (answer.status === 304) {
    if (known === null) throw failure('it says that nothing is new, and was not asked that');
    return null;
  }
  return { answer, validators: validatorsOf(answer.headers), isGzipped: isGzipped(answer.headers) };
}

function conditionsOf(known: Validators | null): Readonly<Record<string, string>> {
  if (known === null) return {};
  if (known.etag !== null) return { 'if-none-match': known.etag };
  return known.lastModified === null ? {} : { 'if-modified-since': known.lastModified };
}

/** @returns null if they would not show every change */
function validatorsOf(headers: Headers): Validators | null {
  const etag = first(headers.etag) ?? null;
  if (etag !== null) return { etag, lastModified: null };
  const [modified, date] = [first(headers['last-modified']), first(headers.date)];
  if (modified === undefined || date === undefined) return null;
  return Date.parse(date) - Date.parse(modified) >= sharpness ? { etag: null, lastModified: modified } : null;
}

/** @throws FetchFailure if it is compressed in a way that was not asked for */
function isGzipped(headers: Headers): boolean {
  const encoding = (first(headers['content-encoding']) ?? '').trim().toLowerCase();
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  if (encoding === '' || encoding === 'identity') return false;
  throw failure('the answer is compressed in a way that nobody asked for');
}
