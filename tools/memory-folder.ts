import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const inMemory = '/dev/shm';
/** What the tests leave there until they end, several times over. */
const roomNeeded = 4 * 2 ** 30;

/**
 * A new folder in memory. Tests make and remove some thousand small databases, and each file of these takes several times
 * as long on a disk, which is asked to keep what nobody will miss.
 * @returns null where there is no memory for it, or where programs in it would not run, as some tests need
 */
export function folderInMemory(): string | null {
  let folder: string | null = null;
  try {
    const { bavail, bsize } = statfsSync(inMemory);
    if (bavail * bsize < roomNeeded) return null;
    folder = mkdtempSync(join(inMemory, 'pullthrough-tests-'));
    // A server that a test starts runs as a user of its own.
    chmodSync(folder, 0o755);
    const program = join(folder, 'program');
    writeFileSync(program, '', { mode: 0o755 });
    accessSync(program, constants.X_OK);
    rmSync(program);
    return folder;
  } catch {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
    return null;
  }
}
