import { normalise, repair } from '../text/text.js';

/**
 * The id of the school that the name of a file stands for, as an extract would give it: `936%2F1234.yaml` is that of
 * `936/1234`, which no file can be called. It stands before the first `.yaml` or `.yml`; null where nothing does.
 */
export function schoolOfFile(name: string): string | null {
  const stem = stemOf(name);
  return stem === null ? null : normalise(repair(decoded(stem))) || null;
}

/** What stands before the first `.yaml` or `.yml` in a name, in any case; null where it has neither. */
export function stemOf(name: string): string | null {
  return /^(.*?)\.ya?ml/is.exec(name)?.[1] ?? null;
}

function decoded(stem: string): string {
  try {
    return decodeURIComponent(stem);
  } catch {
    // A sign that encodes nothing stands for itself.
    return stem;
  }
}

/** Whether a text can stand for a school in the name of a file, on every file system, and in no other folder. */
export function isFileStem(text: string): boolean {
  return /^[^.\p{C}/\\:*?"<>|\p{White_Space}]([^\p{C}/\\:*?"<>|]*[^.\p{C}/\\:*?"<>|\p{White_Space}])?$/u.test(text);
}
