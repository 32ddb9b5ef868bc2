import { readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is there under each path, so that anything that happens to a file gives it another mark; `''` for nothing. */
export type FileMarks = ReadonlyMap<string, string>;

/** Files and folders as they are at one time. */
export interface Look {
  readonly marks: FileMarks;
  /** The folders in which something would have to change. */
  readonly folders: ReadonlySet<string>;
}

/**
 * Looks at the files of a configuration without reading any.
 * @param config the path of the pipeline
 * @param opened further files that were read: those that are extended, and cases outside of `rules/`
 */
export function lookAt(config: string, opened: Iterable<string>): Look {
  const marks = new Map<string, string>();
  const folders = new Set<string>();
  const seen = new Set<string>();
  const note = (path: string): void => {
    marks.set(path, markOf(path));
    // Of a symbolic link, both its own folder and that of what it leads to.
    const real = realOf(path);
    for (const folder of [realOf(dirname(path)), real === null ? null : dirname(real)])
      if (folder !== null) folders.add(folder);
  };
  const walk = (folder: string): void => {
    const real = realOf(folder);
    if (real === null || seen.has(real)) return;
    seen.add(real);
    folders.add(real);
    for (const name of namesIn(real)) {
      if (name.startsWith('.')) continue;
      const path = join(folder, name);
      if (isFolder(path)) walk(path);
      else note(path);
    }
  };
  note(config);
  walk(join(dirname(config), 'rules'));
  const known = new Set(Array.from(marks.keys(), realOf));
  for (const path of opened) if (!marks.has(path) && !known.has(realOf(path))) note(path);
  return { marks, folders };
}

/** What happened between two looks, in words: `rules/contacts.yaml changed`. */
export function changesBetween(before: FileMarks, after: FileMarks): string[] {
  const changes: string[] = [];
  for (const [path, mark] of after) {
    const old = before.get(path) ?? '';
    if (old === mark) continue;
    changes.push(mark === '' ? `${path} is gone` : old === '' ? `${path} is new` : `${path} changed`);
  }
  for (const [path, mark] of before) if (mark !== '' && !after.has(path)) changes.push(`${path} is gone`);
  return changes.sort();
}

function markOf(path: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path);
    return [ino, size, mtimeMs, ctimeMs].join(' ');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? '' : code;
  }
}

function realOf(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
