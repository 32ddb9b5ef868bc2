import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './places.js';

/**
 * A copy of the shipped configuration in a folder, without the authors' cases, with files in place of its own or beside
 * them. Gives the path of its pipeline.
 */
export function writeConfiguration(folder: string, files: Readonly<Record<string, string>>): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'pipeline.yaml'), join(folder, 'pipeline.yaml'));
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
