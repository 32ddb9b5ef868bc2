import { normalise, repair } from '../text/text.js';

/**
 * The id of the school that the name of a file stands for, as an extract would give it: `936%2F1234.yaml` is for
 * `936/1234`, which cannot be a file's name. The id ends at the first `.yaml` or `.yml`; null if nothing is before it.
 */
export function schoolOfFile(name: string): string | null {
  const stem = stemOf(name);
  return stem === null ? null : normalise(repair(decoded(stem))) || null;
}

/** What is before the first `.yaml` or `.yml` in a name, in upper or lower case; null if it has neither. */
export function stemOf(name: string): string | null {
  return /^(.*?)\.ya?ml/is.exec(name)?.[1] ?? null;
}

function decoded(stem: string): string {
  try {
    return decodeURIComponent(stem);
  } catch {
    // A `%` that encodes nothing stands for itself.
    return stem;
  }
}

/** Whether a text can name a school's file on every file system, without leading to another folder. */
export function isFileStem(text: string): boolean {
  return /^[^.\p{C}/\\:*?"<>|\p{White_Space}]([^\p{C}/\\:*?"<>|]*[^.\p{C}/\\:*?"<>|\p{White_Space}])?$/u.test(text);
}
