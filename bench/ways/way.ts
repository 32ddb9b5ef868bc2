import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What a way gets: only strings and numbers, because it goes to another process. */
export interface Task {
  /** A folder with a file for each school, or a file. */
  readonly input: string;
  /** Where to write: a database made ready for this one sample. */
  readonly database: string;
  /** A SQLite file that has the final rows. */
  readonly rows: string;
  /** What else the way has to know. */
  readonly given: Readonly<Record<string, string | number>>;
}

export interface Done {
  /** How often it did the work; the time reported is that of one. */
  readonly times: number;
  /** What it found, if it does not write it to a database. */
  readonly found: string;
}

/** The work that is measured. */
export type Work = () => Promise<Done | void>;

/** Prepares the work, untimed. */
export type Way = (task: Task) => Work | Promise<Work>;

/** The files of a folder of schools, in one order. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}
