import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What a way is given: strings only, since it goes to a process of its own. */
export interface Task {
  /** A folder with a file for each school, or a file. */
  readonly input: string;
  /** Where to write; a database that was made ready for this one sample. */
  readonly database: string;
  /** A SQLite file that has the final rows. */
  readonly rows: string;
  /** What else the way has to know. */
  readonly given: Readonly<Record<string, string | number>>;
}

export interface Done {
  /** How often it did what is measured; the time is that of one. */
  readonly times: number;
  /** What it found, where it does not write it to a database. */
  readonly found: string;
}

/** Does what is measured. */
export type Work = () => Promise<Done | void>;

/** Makes ready, untimed, what is then measured. */
export type Way = (task: Task) => Work | Promise<Work>;

/** The files of a folder of schools, in one order. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}
