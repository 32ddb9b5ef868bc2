import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { byCodeUnit } from '../../pipeline/text/text.js';
import { endingsInWords, isExtractName } from './input-formats.js';
import { NoInputError } from './no-input-error.js';

/** What is in a folder, or matches a glob, and is no extract by its name or its kind. */
export interface PassedOverFiles {
  /** The folder or the glob, as it was named. */
  readonly of: string;
  /** In order; a folder's name ends with a slash. */
  readonly names: readonly string[];
}

export interface FoundFile {
  readonly path: string;
  /** Whether it is a pipe: nothing in it can be read twice. */
  readonly isPipe: boolean;
}

/**
 * The files that one argument names: itself, those of a folder, or those that match a glob.
 * @throws NoInputError if there is none
 */
export async function filesOf(arg: string, passedOver: (files: PassedOverFiles) => void): Promise<FoundFile[]> {
  const stats = await statOf(arg);
  if (stats?.isDirectory() === true) return filesOfFolder(arg, passedOver);
  if (stats?.isFile() === true) return [{ path: arg, isPipe: false }];
  if (stats?.isFIFO() === true) return [{ path: arg, isPipe: true }];
  if (stats !== null)
    throw new NoInputError(`${arg} is neither a file, a folder nor a pipe. For standard input there is -.`);
  const { glob, isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(arg)) throw new NoInputError(`There is no file or folder ${arg}.`);
  const paths = (await glob(arg, { expandDirectories: false, dot: false })).sort(byCodeUnit);
  if (paths.length === 0) throw new NoInputError(`No file matches ${arg}.`);
  return chosen(arg, await Promise.all(paths.map((path) => entryOf(path, path, 'by a person'))), passedOver);
}

async function filesOfFolder(folder: string, passedOver: (files: PassedOverFiles) => void): Promise<FoundFile[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw new NoInputError(`The folder ${folder} cannot be read (${codeOf(error)}).`);
  }
  const seen = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => byCodeUnit(a.name, b.name));
  const found = await Promise.all(
    seen.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return Promise.resolve({ path, name: `${entry.name}/`, isExtract: false });
      if (entry.isFile()) return Promise.resolve({ path, name: entry.name, isExtract: isExtractName(entry.name) });
      return entryOf(path, entry.name);
    }),
  );
  return chosen(folder, found, passedOver);
}

interface Entry {
  readonly path: string;
  readonly name: string;
  readonly isExtract: boolean;
}

/** Follows a link, if there is one. A link that leads nowhere is an extract that cannot be read, and says so. */
async function entryOf(path: string, name: string, named?: 'by a person'): Promise<Entry> {
  if (named === undefined && !isExtractName(name)) return { path, name, isExtract: false };
  const stats = await statOf(path).catch(() => null);
  return { path, name, isExtract: stats === null || stats.isFile() };
}

function chosen(of: string, entries: readonly Entry[], passedOver: (files: PassedOverFiles) => void): FoundFile[] {
  const files = entries.filter(({ isExtract }) => isExtract);
  const others = { of, names: entries.filter(({ isExtract }) => !isExtract).map(({ name }) => name) };
  if (files.length === 0)
    throw new NoInputError(
      [`${of} has no file ending in ${endingsInWords}.`, ...passedOverInWords([others])].join(' '),
    );
  if (others.names.length > 0) passedOver(others);
  return files.map(({ path }) => ({ path, isPipe: false }));
}

const mostNamed = 10;

/** `Passed over in extracts: 2 that are no file ending in …: notes.txt, old/.` */
export function passedOverInWords(files: readonly PassedOverFiles[]): string[] {
  return files
    .filter(({ names }) => names.length > 0)
    .map(({ of, names }) => {
      const named = names.slice(0, mostNamed).join(', ');
      const more = names.length > mostNamed ? ` and ${String(names.length - mostNamed)} more` : '';
      const are = names.length === 1 ? 'that is' : 'that are';
      return `Passed over in ${of}: ${String(names.length)} ${are} no regular file ending in ${endingsInWords}: ${named}${more}.`;
    });
}

/** Null if nothing has that name. @throws NoInputError if we may not look */
async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw new NoInputError(`${path} cannot be read (${code}).`);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
