import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAll, type CommandWorld } from './streams.js';
import { WrongCallError } from './wrong-call.js';

/** Takes a result. */
export interface Out {
  write(text: string | AsyncIterable<string>): Promise<void>;
}

/** Where a result goes: the given file, or standard output. */
export async function prepareOut(path: string | undefined, { exactly: { stdout } }: CommandWorld): Promise<Out> {
  if (path !== undefined) return prepareFile(path);
  return {
    write: async (text) => {
      if (typeof text === 'string') stdout.write(text);
      else await writeAll(stdout, text);
    },
  };
}

/**
 * A file to write a result to: whole, or as it was before.
 * @param option by which it was given, for the message
 * @throws WrongCallError if it cannot be written, which is better known before the work than after
 */
export async function prepareFile(path: string, option = '--out'): Promise<Out> {
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory() === true) throw new WrongCallError(`${option} ${path} is a folder.`);
  // A pipe or a device is written to as it is; renaming a file to its name would replace it.
  if (there !== null && !there.isFile())
    return { write: (text) => writeFile(path, text).catch((error: unknown) => notWritten(error, path, option)) };
  try {
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    throw new WrongCallError(`${option} ${path} cannot be written (${String((error as NodeJS.ErrnoException).code)}).`);
  }
  const partial = `${path}.${String(process.pid)}.partial`;
  return {
    write: async (text) => {
      try {
        await writeFile(partial, text);
        await rename(partial, path);
      } catch (error) {
        notWritten(error, path, option);
      } finally {
        await rm(partial, { force: true });
      }
    },
  };
}

/** Says which file it is; the system does not always. */
function notWritten(error: unknown, path: string, option: string): never {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  throw Object.assign(new Error(`${option} ${path} could not be written (${code}).`), { code, syscall });
}
