import { statSync, watch, type FSWatcher } from 'node:fs';

/** A folder that the system does not watch. */
export class NotWatchedError extends Error {}

/**
 * Is told of events in folders by the system. Folders are watched, not files, because editors save by putting another
 * file in a file's place.
 */
export class WatchedFolders {
  /** By path; a folder that another has replaced has another number. */
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly inode: number }>();

  /** @param fail called if the system stops watching */
  constructor(
    private readonly happened: () => void,
    private readonly fail: (error: NotWatchedError) => void,
    private readonly watchFolder: typeof watch = watch,
  ) {}

  /**
   * Watches these folders and no others.
   * @throws NotWatchedError if the system watches no more of them
   */
  follow(folders: ReadonlySet<string>): void {
    for (const [path, { watcher, inode }] of this.#watchers)
      if (!folders.has(path) || inodeOf(path) !== inode) {
        watcher.close();
        this.#watchers.delete(path);
      }
    for (const path of folders) {
      const inode = inodeOf(path);
      if (inode === null || this.#watchers.has(path)) continue;
      this.#watchers.set(path, { watcher: this.#watch(path), inode });
    }
  }

  close(): void {
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(path: string): FSWatcher {
    try {
      const watcher = this.watchFolder(path, { persistent: true }, () => {
        this.happened();
      });
      watcher.on('error', (error) => {
        // A folder that is deleted ends its watcher, and that is a change.
        if (inodeOf(path) === null) this.happened();
        else this.fail(notWatched(path, error));
      });
      return watcher;
    } catch (error) {
      throw notWatched(path, error);
    }
  }
}

function notWatched(path: string, error: unknown): NotWatchedError {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  const hint = code === 'ENOSPC' || code === 'EMFILE' ? ' The system watches no more folders for this user.' : '';
  return new NotWatchedError(`${path} cannot be watched (${code}).${hint} Without --watch the command works.`);
}

function inodeOf(path: string): number | null {
  try {
    return statSync(path).ino;
  } catch {
    return null;
  }
}
