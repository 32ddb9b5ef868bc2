import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../places.js';

/** On a terminal, says what is going on: one line, which the next one replaces. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
}

/** Folders and databases are removed at the end, so an interrupt only ends the sample in hand. */
export function cleanUpOnInterrupt(): void {
  process.on('SIGINT', () => undefined);
}

/** The command as a person types it. */
export function commandLine(script: string): string {
  const args = process.argv.slice(2).map((arg) => (/^[\w./=-]+$/.test(arg) ? arg : `'${arg}'`));
  return [`npm run ${script}`, ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
}

/** Writes what a run measured to a file of its own, and says which. */
export function keep(prefix: string, results: { readonly date: string }): string {
  const folder = join(root, 'bench/results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${prefix}${results.date.slice(0, 19).replaceAll(':', '')}.json`);
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return relative(root, file);
}
