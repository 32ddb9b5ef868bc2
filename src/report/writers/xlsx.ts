import { once } from 'node:events';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { Sheet } from './spreadsheet.js';

/** What a sheet holds at most. https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3 */
const mostRows = 1_048_576;

/** More rows than a sheet has. */
export class TooManyRowsError extends Error {}

/**
 * A spreadsheet, made in a thread of its own: 3,000 rows take some 400 ms, in which nobody else would get a page.
 * @throws TooManyRowsError
 */
export async function xlsx(sheet: Sheet): Promise<Readable> {
  if (sheet.rows.length >= mostRows) throw new TooManyRowsError();
  const thread = new Worker(new URL('./xlsx-thread.js', import.meta.url), { workerData: sheet });
  const [bytes] = (await once(thread, 'message')) as [Uint8Array];
  return Readable.from([Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)]);
}
