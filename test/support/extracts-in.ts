import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { smallExtract } from './small-extract.js';

/** Makes folders of small schools, a file each, in a folder, and gives their paths. */
export function extractsIn(folder: string): (name: string, ids: readonly string[]) => string {
  return (name, ids) => {
    const within = join(folder, name);
    mkdirSync(within, { recursive: true });
    for (const id of ids) writeFileSync(join(within, `${id}.json`), smallExtract(id));
    return within;
  };
}
