import type { ReadingPlan } from '../json/reading.js';
import { readDocuments } from '../json/documents.js';
import type { DocumentResult, Extract } from '../extract.js';
import type { FileMark, FindTime } from '../bytes/file-mark.js';
import { marking, type Input } from '../bytes/input.js';
import { valuesDigest } from '../items/values-digest.js';

/** What one input holds, in order, and the digest of an extract's values. */
export type ReadDocument =
  | Exclude<DocumentResult, { type: 'extract' }>
  | { readonly type: 'extract'; readonly extract: Extract; readonly from: string; readonly digest: string };

export interface Reading {
  readonly documents: AsyncIterable<ReadDocument>;
  /** Of the bytes that were read, once all of them were. */
  readonly mark: () => FileMark;
}

/** Reads an input when its turn comes. */
export function readNow(input: Input, plan: ReadingPlan, findTime: FindTime): Reading {
  const { input: marked, mark } = marking(input, findTime);
  return { documents: withDigests(readDocuments(marked, plan)), mark };
}

async function* withDigests(documents: AsyncIterable<DocumentResult>): AsyncGenerator<ReadDocument> {
  for await (const result of documents)
    yield result.type === 'extract' ? { ...result, digest: valuesDigest(result.extract) } : result;
}
