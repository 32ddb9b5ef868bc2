import { readdirSync, statSync, type Dirent } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigurationFolder, type FoundPath } from './configuration-folder.js';

/** What is there under each path, so that anything that happens to a file gives it another mark; `''` for nothing. */
export type FileMarks = ReadonlyMap<string, string>;

/** Files and folders as they are at one time. */
export interface Look {
  readonly marks: FileMarks;
  /** The folders in which something would have to change. */
  readonly folders: ReadonlySet<string>;
}

/**
 * Looks at the files of a configuration without reading any, and at nothing that links lead to outside of its folder.
 * @param config the path of the pipeline
 * @param opened further files that were read: those that are extended, and cases outside of `rules/`
 * @param root the folder that holds all of the configuration; null for that of the pipeline
 */
export function lookAt(config: string, opened: Iterable<string>, root: string | null = null): Look {
  const folder = ConfigurationFolder.of(config, root);
  if (folder === null) return { marks: new Map([[config, '']]), folders: new Set() };
  const look = new Looking(folder);
  look.note(config);
  look.walk(join(dirname(config), 'rules'));
  for (const path of opened) look.noteIfNew(path);
  return look;
}

class Looking implements Look {
  readonly marks = new Map<string, string>();
  readonly folders = new Set<string>();
  /** With all links followed. */
  readonly #files = new Set<string>();
  readonly #walked = new Set<string>();

  constructor(private readonly folder: ConfigurationFolder) {}

  note(path: string): void {
    this.#note(path, this.folder.find(path));
    // Of a symbolic link, both its own folder and that of what it leads to.
    const own = this.folder.find(dirname(path));
    if (own.type === 'folder') this.folders.add(own.real);
  }

  noteIfNew(path: string): void {
    if (this.marks.has(path)) return;
    const found = this.folder.find(path);
    if (found.type === 'nothing' || !this.#files.has(found.real)) this.note(path);
  }

  walk(path: string): void {
    const found = this.folder.find(path);
    if (found.type === 'folder') this.#enter(path, found.real);
  }

  #enter(path: string, real: string): void {
    if (this.#walked.has(real)) return;
    this.#walked.add(real);
    this.folders.add(real);
    for (const entry of entriesIn(real)) {
      if (entry.name.startsWith('.')) continue;
      const inner = join(path, entry.name);
      const found = this.#found(entry, join(real, entry.name));
      if (found.type === 'folder') this.#enter(inner, found.real);
      else this.#note(inner, found);
    }
  }

  /** Nearly all are no links: to ask only about these where they lead takes a third of the time. */
  #found(entry: Dirent, real: string): FoundPath {
    if (entry.isFile()) return { type: 'file', real };
    return entry.isDirectory() ? { type: 'folder', real } : this.folder.find(real);
  }

  #note(path: string, found: FoundPath): void {
    if (found.type === 'nothing') {
      this.marks.set(path, found.lack === 'missing' || found.lack === 'dangling' ? '' : found.lack);
      return;
    }
    this.marks.set(path, markOf(found.real));
    this.#files.add(found.real);
    this.folders.add(dirname(found.real));
  }
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

function markOf(real: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(real);
    return [ino, size, mtimeMs, ctimeMs].join(' ');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? '' : code;
  }
}

function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
