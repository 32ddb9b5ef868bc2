import { createHash } from 'node:crypto';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { isSource } from '../pipeline/source/source-input.js';
import { isUrl } from '../pipeline/source/source-url.js';
import { fileInput, type Input } from '../extract/bytes/input.js';

/**
 * How a job names an input, so that every worker finds it: a URL or the source of a listed school as it is, a path in the pipeline's folder relative to
 * that, any other path whole.
 * @param folder the pipeline's, absolute
 * @returns null of an input that nobody else can read
 */
export function sourceOf({ name, path, reopens, source }: Input, folder: string): string | null {
  // What nothing may be remembered of has something in it that no job may have.
  if (source !== undefined) return isSource(name) && (!isUrl(name) || source.key !== null) ? name : null;
  if (path === undefined || !reopens) return null;
  const whole = resolve(path);
  const within = relative(folder, whole);
  const isOutside = within === '..' || within.startsWith(`..${sep}`) || isAbsolute(within);
  return isOutside ? whole : within;
}

/** The input of a path, under the name that the job gives it. */
export function fileOf(source: string, folder: string): Input {
  return { ...fileInput(resolve(folder, source)), name: source };
}

/** The folder of a source, for those who take turns. */
export function folderOf(source: string): string {
  return dirname(source);
}

/** What a newer part has in common with the one that it replaces. @param school null if it is not known */
export function replacedByOf(source: string, school: string | null): string {
  const what = school === null ? ['source', source] : ['school', school];
  return createHash('sha256').update(JSON.stringify(what)).digest('hex');
}
