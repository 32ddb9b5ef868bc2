import { createHash } from 'node:crypto';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { isSource, ofSchool } from '../pipeline/source/source-input.js';
import { isUrl } from '../pipeline/source/source-url.js';
import { fileInput, type Input } from '../extract/bytes/input.js';
import { FetchFailure } from '../sources/failure.js';

/**
 * How a job names an input, so that every worker finds it: a URL or the source of a listed school as it is, a path in
 * the pipeline's folder relative to that, any other path whole.
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
  return fileInput(resolve(folder, source), source);
}

/** A source that is no longer there for this worker: its document fails, and the others are loaded. */
export function lostSource(source: string, why: string): Input {
  const school = schoolOf(source);
  return {
    name: source,
    ...(school === null ? {} : { school }),
    reopens: false,
    open: () => {
      throw new FetchFailure('not-fetched', why);
    },
  };
}

/** The school of which a source is, as a list of sources says; null of any other. */
export function schoolOf(source: string): string | null {
  return source.startsWith(ofSchool) ? source.slice(ofSchool.length) : null;
}

/** Those who take turns, if no trust is known: what is in one folder, or in one list of sources. */
export function groupOf({ list }: Pick<Input, 'list'>, source: string): string {
  return list ?? dirname(source);
}

/** What a newer part has in common with the one that it replaces. @param school null if it is not known */
export function replacedByOf(source: string, school: string | null): string {
  const what = school === null ? ['source', source] : ['school', school];
  return createHash('sha256').update(JSON.stringify(what)).digest('hex');
}
