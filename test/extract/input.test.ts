import assert from 'node:assert/strict';
import { existsSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fileInput } from '../../src/extract/bytes/input.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();
const opened = '/proc/self/fd';

function isOpen(path: string): boolean {
  return readdirSync(opened).some((name) => {
    const link = join(opened, name);
    return existsSync(link) && readlinkSync(link) === path;
  });
}

for (const [name, bytes] of [
  ['plain.json', Buffer.alloc(1_000_000, ' ')],
  ['compressed.json.gz', gzipSync(Buffer.from(Array.from({ length: 300_000 }, (_, at) => String(at * at)).join()))],
] as const)
  test(
    `${name} is closed when its reader stops early`,
    { skip: existsSync(opened) ? false : `there is no ${opened}` },
    async () => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      for await (const piece of fileInput(path).open()) {
        assert.ok(piece.length > 0);
        assert.ok(isOpen(path));
        break;
      }
      assert.ok(!isOpen(path));
    },
  );
