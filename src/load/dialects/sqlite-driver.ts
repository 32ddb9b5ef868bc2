import { createRequire } from 'node:module';
import { versions } from 'node:process';
import type Database from 'better-sqlite3';
import { DatabaseError } from '../database-error.js';

const require = createRequire(import.meta.url);

/** Whether the driver has no binary that runs here: it loads when the first file is opened. */
export function isNotBuilt(error: unknown): boolean {
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
