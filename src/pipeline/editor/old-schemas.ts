import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Problem } from '../problem.js';
import type { Shared } from '../read-shared.js';
import { editorFolder, schemasOf } from './editor-files.js';

/** What to do about it is a command, which only the command line can make: it knows its options. */
export const oldSchemas = 'old-schemas';

/** Notes schemas for editors that are not those of the configuration: an editor would mark what is right. */
export function noteOldSchemas(shared: Shared, problems: Problem[]): void {
  const folder = join(dirname(shared.file.path), editorFolder);
  if (!existsSync(folder)) return;
  const old = [...schemasOf(shared)]
    .filter(([name, text]) => readText(join(folder, name)) !== text)
    .map(([name]) => name);
  if (old.length === 0) return;
  const message = `Schemas for editors are not those of this configuration: ${old.join(', ')}.`;
  problems.push({ file: folder, line: 1, column: 1, code: oldSchemas, message, hint: null, source: '', length: 1 });
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
