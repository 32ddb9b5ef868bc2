import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WrongCallError } from './wrong-call.js';

/** Makes a file and its folder. @param write fails if the file is there */
export async function writeNew(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw thereAlready(path);
    throw new WrongCallError(`${path} cannot be written (${String((error as NodeJS.ErrnoException).code)}).`);
  }
}

/** Before the first of several is written. */
export async function refuseStanding(paths: readonly string[]): Promise<void> {
  for (const path of paths) if ((await stat(path).catch(() => null)) !== null) throw thereAlready(path);
}

export function thereAlready(path: string): WrongCallError {
  return new WrongCallError(`There is a file ${path} already: it stays as it is.`);
}
