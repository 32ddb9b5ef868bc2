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
  writeFileSync(join(folder, 'pipeline.yaml'), unguardedText());
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

function unguardedText(): string {
  return shippedFile('pipeline.yaml').replace(/share: \d+ %/g, 'share: 100 %');
}

const made = new Map<string, string>();

/** The shipped configuration with a guard that lets everything through: the path of its pipeline. */
export function unguardedPipeline(): string {
  return madeOnce('unguarded', {});
}

/** The same, in which nobody is found over all schools. */
export function findingNobody(): string {
  const without = unguardedText().replace(/\n {4}find: .*/g, '');
  return madeOnce('finding nobody', { 'pipeline.yaml': without.replace(/\n {4}name: \[.*/g, '$&\n    find: []') });
}

function madeOnce(name: string, files: Readonly<Record<string, string>>): string {
  const before = made.get(name);
  if (before !== undefined) return before;
  const folder = mkdtempSync(join(tmpdir(), 'pullthrough-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = writeConfiguration(join(folder, 'configuration'), files);
  made.set(name, path);
  return path;
}
