import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './places.js';

/**
 * A copy of the shipped configuration in a folder, without the authors' cases, with files in place of its own or beside
 * them. Its guard lets everything through, because a benchmark edits every record. Gives the path of its pipeline.
 */
export function writeConfiguration(folder: string, files: Readonly<Record<string, string>>): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'pipeline.yaml'), shippedFile('pipeline.yaml').replace(/share: \d+ %/g, 'share: 100 %'));
  cpSync(join(root, 'rules'), join(folder, 'rules'), { recursive: true });
  rmSync(join(folder, 'rules/tests'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return join(folder, 'pipeline.yaml');
}

export function shippedFile(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

let unguarded: string | undefined;

/** The shipped configuration with a guard that lets everything through: the path of its pipeline. */
export function unguardedPipeline(): string {
  if (unguarded === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'pullthrough-bench-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    unguarded = writeConfiguration(join(folder, 'configuration'), {});
  }
  return unguarded;
}
