import { normalise } from './text.js';

export const ending = '.yaml';

/** The id of the school whose file has a name: `936%2F1234.yaml` is that of `936/1234`, which no file can be called. */
export function schoolOfFile(name: string): string {
  const stem = name.slice(0, -ending.length);
  return normalise(decoded(stem));
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
