import type { Pipeline } from '../pipeline/pipeline.js';
import type { ReadingPlan } from './json/reading.js';
import { readDocuments } from './json/documents.js';
import type { DocumentResult } from './extract.js';
import { withoutFutureTime } from './items/future-time.js';
import type { Input } from './bytes/input.js';

/**
 * The documents of an input as a run at this time would decide them. Anything that decides an extract without loading
 * it reads it through this, and so says what the run says.
 * @param now the time of each document, as a run asks for it
 */
export async function* documentsAt(
  input: Input,
  plan: ReadingPlan,
  pipeline: Pipeline,
  now: () => Date,
): AsyncGenerator<DocumentResult> {
  try {
    for await (const result of readDocuments(input, plan))
      yield result.type === 'extract'
        ? { ...result, extract: withoutFutureTime(result.extract, pipeline, now()) }
        : result;
  } finally {
    await input.source?.release();
  }
}
