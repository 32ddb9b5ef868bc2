import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const readAtATime = 512 * 1024;

/**
 * A file without a name for what was fetched: it takes no memory, only this process reads it, and it goes with the
 * process however that ends.
 */
export class Spool {
  #length = 0;

  private constructor(private readonly file: FileHandle) {}

  static async make(): Promise<Spool> {
    const path = join(tmpdir(), `pullthrough-${randomBytes(12).toString('hex')}`);
    const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
    await unlink(path);
    return new Spool(file);
  }

  get length(): number {
    return this.#length;
  }

  async add(bytes: Uint8Array): Promise<void> {
    let from = 0;
    while (from < bytes.length) {
      const { bytesWritten } = await this.file.write(bytes, from, bytes.length - from, this.#length);
      from += bytesWritten;
      this.#length += bytesWritten;
    }
  }

  async clear(): Promise<void> {
    await this.file.truncate(0);
    this.#length = 0;
  }

  /** The bytes from one place to another. */
  async *read(from = 0, until = this.#length): AsyncGenerator<Buffer> {
    for (let at = from; at < until;) {
      const buffer = Buffer.allocUnsafe(Math.min(readAtATime, until - at));
      const { bytesRead } = await this.file.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}
