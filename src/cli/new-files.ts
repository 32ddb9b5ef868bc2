import { chmod, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WrongCallError } from './wrong-call.js';

/** Makes a file and its folder. @param write fails if the file is there */
export async function writeNew(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw thereAlready(path);
    throw cannotWrite(path, error);
  }
}

/**
 * Writes a file that may be there: whole, or it stays as it was before.
 * @throws WrongCallError if it cannot be written
 */
export async function writeOver(path: string, text: string): Promise<void> {
  const partial = `${path}.${String(process.pid)}.partial`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(partial, text);
    const standing = await stat(path).catch(() => null);
    if (standing !== null) await chmod(partial, standing.mode);
    await rename(partial, path);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): WrongCallError {
  return new WrongCallError(`${path} cannot be written (${String((error as NodeJS.ErrnoException).code)}).`);
}

/** Before the first of several is written. */
export async function refuseStanding(paths: readonly string[]): Promise<void> {
  for (const path of paths) if ((await stat(path).catch(() => null)) !== null) throw thereAlready(path);
}

export function thereAlready(path: string): WrongCallError {
  return new WrongCallError(`There is a file ${path} already: it stays as it is.`);
}
