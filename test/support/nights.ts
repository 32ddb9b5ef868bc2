import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, type CliResult } from './cli.js';
import type { Backend, TestDatabase } from './databases.js';
import { temporaryFolder } from './folder.js';

/** What a run says of one school, of what tests look at. */
export interface SchoolResult {
  readonly school: string | null;
  readonly status: string;
  readonly reason: string | null;
  readonly changes: Record<string, { added: number; changed: number; removed: number; returned: number }>;
  readonly sections: Record<string, { read: number; through: number; not: number }>;
  readonly excluded: Record<string, number>;
  readonly warnings: Record<string, number>;
  readonly letGo: number;
  readonly drift?: readonly { kind: string; id: unknown; change: string; columns: string[] }[];
}

export interface RunResult extends CliResult {
  readonly schools: readonly SchoolResult[];
  /** Of one school. */
  readonly only: SchoolResult;
}

/** A database of its own, and extracts that it is given night by night. */
export interface Nights {
  readonly database: TestDatabase;
  /** Writes the extract into a file of this name, which is the same one every night, and gives its path. */
  readonly file: (extract: unknown, name?: string) => string;
  /** Runs a command on the database. */
  readonly command: (...args: readonly string[]) => Promise<CliResult>;
  /** One night's run over an extract. */
  readonly run: (extract: unknown, ...options: readonly string[]) => Promise<RunResult>;
  /** A run over files that lie there. */
  readonly runFiles: (...args: readonly string[]) => Promise<RunResult>;
  /** How many rows of a table come through. */
  readonly count: (table: string) => Promise<number>;
}

const records = new Set(['students', 'contacts', 'teachers', 'classes', 'groups']);

/** To be called once in a file of tests, outside of them. */
export function nightsIn(): (backend: Backend) => Promise<Nights> {
  const folder = temporaryFolder();
  let number = 0;
  return async (backend) => {
    const database = await backend.make();
    const night = String(number++);
    const file = (extract: unknown, name = 'school.json'): string => {
      const path = join(folder, `${night}-${name}`);
      writeFileSync(path, typeof extract === 'string' ? extract : JSON.stringify(extract));
      return path;
    };
    const command = (...args: readonly string[]): Promise<CliResult> => cli([...args, '--database', database.url]);
    const runFiles = async (...args: readonly string[]): Promise<RunResult> => {
      const result = await command('run', ...args, '--json');
      if (result.stdout === '') throw new Error(result.stderr);
      const { schools } = JSON.parse(result.stdout) as { schools: SchoolResult[] };
      return { ...result, schools, only: schools[0] };
    };
    return {
      database,
      file,
      command,
      runFiles,
      run: (extract, ...options) => runFiles(file(extract), ...options),
      count: async (table) => {
        const left = records.has(table) ? 'where left_at is null' : '';
        return (await database.query(`select * from "${table}" ${left}`)).length;
      },
    };
  };
}
