import type { Input } from '../extract/input.js';
import type { KnownSchool } from '../load/recall.js';
import { groupsOf } from './groups-of.js';

/** An input, and its schools where it is known by its bytes that nothing of them is new; null where it has to be read. */
export interface LookedUp {
  readonly input: Input;
  readonly known: readonly KnownSchool[] | null;
}

/** By the digests of their bytes, the schools of the files of which nothing is new. */
export type Recall = (digests: readonly string[]) => Promise<ReadonlyMap<string, readonly KnownSchool[]>>;

/** One is fetched while the other is hashed; with more only the memory grows. */
const atOnce = 2;

/**
 * Looks inputs up by their bytes, with one question to the database. What is wrong with a file or the database is said
 * when the file is read.
 */
export async function lookUp(inputs: readonly Input[], recall: Recall): Promise<LookedUp[]> {
  const digests: (string | null)[] = [];
  for (const some of groupsOf(inputs, atOnce)) digests.push(...(await Promise.all(some.map(digestOf))));
  const files = await recall(digests.filter((digest) => digest !== null)).catch(() => null);
  return inputs.map((input, index) => ({ input, known: files?.get(digests[index] ?? '') ?? null }));
}

async function digestOf(input: Input): Promise<string | null> {
  return (await input.digest?.().catch(() => null)) ?? null;
}
