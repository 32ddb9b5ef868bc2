import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from '../loop/calls.js';
import { timeCalls } from '../loop/time-calls.js';
import { median } from '../measure/statistics.js';
import { root, today } from '../places.js';
import type { Mapping } from './mappings.js';

/** Each mapping's extracts, a file a school: what an operator has in a folder. */
export class Folders {
  constructor(private readonly folder: string) {}

  of({ name }: Mapping): string {
    return join(this.folder, `${name}.extracts`);
  }

  add(mapping: Mapping, school: string, bytes: Buffer): void {
    mkdirSync(this.of(mapping), { recursive: true });
    writeFileSync(join(this.of(mapping), `${school}.json`), bytes);
  }
}

/** How long an operator waits for a first load of a folder, in seconds a repeat: from the start of the process to its end. */
export function waitFor(
  mappings: readonly Mapping[],
  folders: Folders,
  repeats: number,
  progress: (text: string) => void,
): (readonly number[])[] {
  const calls = mappings.map((mapping): Call => {
    const database = `${folders.of(mapping)}.db`;
    const options = ['--config', mapping.pipeline, ...mapping.set.flatMap((option) => ['--set', option])];
    const where = ['--database', `sqlite:${database}`, '--date', today];
    return {
      name: mapping.name,
      args: [join(root, 'dist/src/cli/bin.js'), 'run', folders.of(mapping), ...options, ...where],
      before: () => ['', '-wal', '-shm'].forEach((suffix) => rmSync(database + suffix, { force: true })),
    };
  });
  return timeCalls(calls, repeats, progress).map(({ seconds }) => seconds);
}

/** The median of the ratios turn by turn. */
export function waitedRatio([shipped, other]: readonly (readonly number[])[]): number {
  return median(other.map((seconds, turn) => seconds / shipped[turn]));
}
