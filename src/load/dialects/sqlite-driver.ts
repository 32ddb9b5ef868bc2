import { createRequire } from 'node:module';
import { versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import type Database from 'better-sqlite3';
import { DatabaseError } from '../database-error.js';

const require = createRequire(import.meta.url);

/** The program's own files. */
const own = fileURLToPath(new URL('../../', import.meta.url));

/** What to do about a file that cannot be opened, if that is a matter of what is installed; null if it is another. */
export function faultOfInstallation(error: unknown): DatabaseError | null {
  const missing = ownFileThatIsMissing(error);
  if (missing !== null)
    return new DatabaseError(
      'unsupported',
      `A file of pullthrough itself is missing: src/${missing}. Install it again (npm ci; in a checkout that also builds it).`,
    );
  if (!isNotBuilt(error)) return null;
  return new DatabaseError(
    'unsupported',
    'The SQLite driver is installed, but was not built for this version of Node. Install again without --ignore-scripts (npm ci), or build it: npm rebuild better-sqlite3.',
  );
}

/** The code for a file that is missing is the same, whether it is one of ours or the binary of the driver. */
function ownFileThatIsMissing(error: unknown): string | null {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') return null;
  const [, path = ''] = /Cannot find module '([^']+)'/.exec(message) ?? [];
  return path.startsWith(own) ? path.slice(own.length).replaceAll('\\', '/') : null;
}

/** Whether the driver has no binary that runs here: it loads when the first file is opened. */
function isNotBuilt(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (
    code === 'ERR_DLOPEN_FAILED' ||
    code === 'MODULE_NOT_FOUND' ||
    message.startsWith('Could not locate the bindings file')
  );
}

/**
 * The SQLite driver for this version of Node. Version 13 crashes on Node 20; version 12 aborts when it is built against
 * Node 24.19 or later (nodejs/node#65446). npm leaves out the one that does not run here or cannot be built.
 * @throws DatabaseError if neither is installed
 */
export function sqliteDriver(): typeof Database {
  const major = Number.parseInt(versions.node, 10);
  const names = major < 22 ? ['better-sqlite3'] : ['better-sqlite3-13', 'better-sqlite3'];
  for (const name of names) {
    try {
      return require(name) as typeof Database;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new DatabaseError(
    'unsupported',
    'No SQLite driver is installed for this version of Node. Install again with optional dependencies (npm ci --include=optional); if none is built for this system, that needs a C++ compiler.',
  );
}
