import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isFull } from './numbers.js';

let prepared: Promise<Buffer> | undefined;

/** A file with the program's own tables, and none of a pipeline. */
async function withOwnTables(): Promise<Buffer> {
  const [{ default: createKnex }, { sqlite }, { migrate, missingMigrations }] = await Promise.all([
    import('knex'),
    import('../../src/load/dialects/sqlite.js'),
    import('../../src/load/tables/migrations.js'),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'pullthrough-prepared-'));
  try {
    const file = join(folder, 'prepared.db');
    const knex = createKnex(sqlite.locate(`sqlite:${file}`, { readOnly: false, lockSeconds: 0 }).config);
    await migrate(knex, sqlite, (await missingMigrations(knex)) ?? []);
    await knex.destroy();
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Lets a run that would make a SQLite file find one that has the program's own tables: going through all migrations is
 * half of what a run of a small school takes. With full numbers each run makes its file from nothing.
 * @returns takes the file away again if the run has written nothing to it
 */
export async function prepareFor(args: readonly string[]): Promise<() => void> {
  const url = args[args.indexOf('--database') + 1];
  const nothing = () => undefined;
  if (isFull || args[0] !== 'run' || url?.startsWith('sqlite:') !== true) return nothing;
  const file = url.slice('sqlite:'.length);
  if (existsSync(file) || !existsSync(dirname(file))) return nothing;
  const bytes = await (prepared ??= withOwnTables());
  writeFileSync(file, bytes);
  return () => {
    if (readFileSync(file).equals(bytes)) rmSync(file);
  };
}
