import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addAccount } from '../../src/load/people/accounts.js';
import { openDatabase } from '../../src/load/database.js';
import { newRunId } from '../../src/load/runs/run-ids.js';
import type { Pipeline } from '../../src/pipeline/pipeline.js';
import { hashPassword } from '../../src/serve/password.js';
import { generateSchool, writeSchools, type SchoolOptions } from '../generate-school.js';
import { root, shippedPipeline, today } from '../places.js';
import { editSchool } from '../schools/edited.js';
import { writeNightsBefore } from './nights-before.js';

const run = promisify(execFile);

/** How much a database of the benchmark holds. */
export interface Size {
  readonly schools: number;
  /** In each school. */
  readonly students: number;
}

/** The account that signs in to the measured pages. */
export const account = { name: 'bench', password: 'pages are read by many' } as const;

/** How many schools a second night changes, and how many of these it holds. */
const changed = { edited: 20, held: 5 } as const;

/** How many nights are noted, the real one among them. */
const nights = 90;

function* schoolsOf({ schools, students }: Size): Generator<SchoolOptions> {
  for (let seed = 1; seed <= schools; seed++) yield { id: String(seed), students, seed };
}

/**
 * Fills empty databases through `pullthrough run`: all schools, then a night in which some are edited and some lose
 * half of their students and are held. SQL writes the nights before the first, as the load leaves them when nothing is
 * new. Extracts are in the folder only while they are loaded.
 */
export async function makeDatabases(
  urls: readonly string[],
  size: Size,
  { folder, pipeline, progress }: { folder: string; pipeline: Pipeline; progress: (text: string) => void },
): Promise<void> {
  const [first, second] = ['first.ndjson', 'second.ndjson'].map((name) => join(folder, name));
  try {
    progress(`writing the extracts of ${size.schools} schools`);
    writeSchools(first, schoolsOf(size));
    writeFileSync(second, secondNight(size));
    for (const url of urls) {
      const name = url.slice(0, url.indexOf(':'));
      progress(`loading ${size.schools} schools (${name})`);
      await load(first, url);
      await load(second, url);
      progress(`writing the nights before (${name})`);
      await finish(url, pipeline);
    }
  } finally {
    for (const file of [first, second]) rmSync(file, { force: true });
  }
}

function secondNight(size: Size): string {
  const all = [...schoolsOf(size)].slice(0, changed.edited);
  return all
    .map((school, at) => {
      const isHeld = at % 4 === 3 && at / 4 < changed.held;
      const text = generateSchool(isHeld ? { ...school, students: Math.ceil(school.students / 2) } : school);
      return `${editSchool(text, 0.05)}\n`;
    })
    .join('');
}

/** A held school is no fault of the run, although the exit code says that one was held. */
async function load(input: string, database: string): Promise<void> {
  const bin = join(root, 'dist/src/cli/bin.js');
  const args = ['run', input, '--config', shippedPipeline, '--database', database, '--date', today, '--json'];
  try {
    await run(process.execPath, [bin, ...args], { maxBuffer: 1 << 30 });
  } catch (error) {
    const { code, stderr } = error as { code: unknown; stderr: string };
    if (code !== 1) throw new Error(`the run ended with ${String(code)}: ${stderr.slice(-2000)}`, { cause: error });
  }
}

async function finish(url: string, pipeline: Pipeline): Promise<void> {
  const db = await openDatabase(url, pipeline, { mustExist: true });
  try {
    await writeNightsBefore(db, nights - 2);
    const now = new Date();
    const who = {
      name: account.name,
      role: 'admin',
      schools: null,
      createdAt: now.toISOString(),
      password: await hashPassword(account.password),
    } as const;
    await addAccount(db, who, { id: newRunId(now, 'bench'), who: null, what: 'account-added', detail: account.name });
    await db.knex.raw(url.startsWith('mysql') ? 'analyze table school_runs' : 'analyze');
  } finally {
    await db.close();
  }
}
