import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A copy of the shipped configuration in a folder below `root`, with files of the test's own beside or in place of it.
 * @param cases whether with the shipped cases, which take `check` as long to read as all else
 */
export function configured(
  root: string,
  files: Readonly<Record<string, string>> = {},
  cases = true,
): { folder: string; config: string } {
  const folder = mkdtempSync(join(root, 'configuration-'));
  cpSync('pipeline.yaml', join(folder, 'pipeline.yaml'));
  const shipped = join('rules', 'tests');
  cpSync('rules', join(folder, 'rules'), { recursive: true, filter: (path) => cases || path !== shipped });
  write(folder, files);
  return { folder, config: join(folder, 'pipeline.yaml') };
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
