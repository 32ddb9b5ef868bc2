import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, sep } from 'node:path';

/** What a path in the configuration leads to, after all symbolic links. */
export type FoundPath =
  | { readonly type: 'file'; readonly real: string }
  | { readonly type: 'folder'; readonly real: string }
  | { readonly type: 'nothing'; readonly lack: Lack };

export type Lack = 'missing' | 'dangling' | 'loops' | 'outside' | 'unreadable' | 'special';

/** Words that follow a path in a sentence. */
const inWords: Readonly<Record<Lack, string>> = {
  missing: 'is not there',
  dangling: 'is a link that leads nowhere',
  loops: 'is a link that leads to itself',
  outside: "leads out of the configuration's folder",
  unreadable: 'cannot be read by this user',
  special: 'is neither a file nor a folder',
};

const hints: Readonly<Record<Lack, string | null>> = {
  missing: null,
  dangling: 'Let it lead to the file that is meant, or put that in its place.',
  loops: 'Let it lead to the file that is meant, or put that in its place.',
  outside: 'Put what is meant into the folder, or name a folder that holds both with --root.',
  unreadable: 'May this user read it?',
  special: null,
};

export function lackInWords(lack: Lack): string {
  return inWords[lack];
}

export function hintFor(lack: Lack): string | null {
  return hints[lack];
}

/**
 * The folder of a configuration. Only people who may change it have a say in what is decided. So only what is in it
 * after all symbolic links is ever opened, and of that only regular files: a device may have no end.
 */
export class ConfigurationFolder {
  private constructor(
    readonly root: string,
    /** As a person gave it, or as it follows from the pipeline's path. */
    readonly shown: string,
  ) {}

  /**
   * @param config the path of the pipeline; of a symbolic link, its own folder counts, not its target's
   * @param root the folder, if a person named one
   * @returns null if there is no such folder
   */
  static of(config: string, root: string | null): ConfigurationFolder | null {
    const shown = root ?? dirname(config);
    try {
      const real = realpathSync.native(shown);
      return statSync(real).isDirectory() ? new ConfigurationFolder(real, shown) : null;
    } catch {
      return null;
    }
  }

  find(path: string): FoundPath {
    const nothing = (lack: Lack): FoundPath => ({ type: 'nothing', lack });
    try {
      const real = realpathSync.native(path);
      if (!this.#holds(real)) return nothing('outside');
      const stats = statSync(real);
      if (stats.isFile()) return { type: 'file', real };
      return stats.isDirectory() ? { type: 'folder', real } : nothing('special');
    } catch (error) {
      return nothing(lackOf(path, (error as NodeJS.ErrnoException).code ?? ''));
    }
  }

  #holds(real: string): boolean {
    const below = relative(this.root, real);
    return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
  }
}

function lackOf(path: string, code: string): Lack {
  if (code === 'ELOOP') return 'loops';
  if (code === 'EACCES' || code === 'EPERM') return 'unreadable';
  return isLink(path) ? 'dangling' : 'missing';
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
