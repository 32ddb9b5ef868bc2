import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pipeline } from '../../src/pipeline/pipeline.js';
import { reach } from '../measure/servers.js';
import { makeDatabases, type Size } from './make-database.js';

export const backends = { sqlite: 'SQLite', postgres: 'PostgreSQL', mariadb: 'MariaDB' } as const;

export type PageBackend = keyof typeof backends;

export interface PageDatabase {
  readonly backend: PageBackend;
  readonly url: string;
}

interface Made extends Size {
  readonly urls: Partial<Record<PageBackend, string>>;
}

interface Wanted extends Size {
  readonly only: readonly PageBackend[];
  /** Where to keep the databases, or where they are from before; null to keep none. */
  readonly keep: string | null;
}

/**
 * Databases with so many schools, new or kept from before; those not kept are removed after the work. A server that
 * does not answer is left out.
 * @throws Error if the databases kept have another number of schools
 */
export async function withDatabases<T>(
  { keep, only, schools, students }: Wanted,
  with_: { readonly pipeline: Pipeline; readonly progress: (text: string) => void },
  work: (databases: readonly PageDatabase[], leftOut: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = keep ?? mkdtempSync(join(tmpdir(), 'pullthrough-pages-'));
  mkdirSync(folder, { recursive: true });
  const noted = join(folder, 'made.json');
  const kept = existsSync(noted) ? (JSON.parse(readFileSync(noted, 'utf8')) as Made) : { schools, students, urls: {} };
  if (kept.schools !== schools || kept.students !== students)
    throw new Error(`${folder} has ${kept.schools} schools of ${kept.students} students: empty it, or ask for these`);
  const urls = { ...kept.urls };
  const drops: (() => Promise<void>)[] = [];
  try {
    const leftOut: string[] = [];
    const made: string[] = [];
    for (const backend of only) {
      if (urls[backend] !== undefined) continue;
      if (backend === 'sqlite') urls.sqlite = `sqlite:${join(folder, 'pages.db')}`;
      else {
        const reached = await reach(backend);
        if ('reason' in reached) {
          leftOut.push(`${backends[backend]}: ${reached.reason}`);
          continue;
        }
        const url = await reached.server.make(null);
        urls[backend] = url;
        drops.push(() => reached.server.drop(url));
      }
      made.push(urls[backend] ?? '');
    }
    if (made.length > 0) await makeDatabases(made, { schools, students }, { folder, ...with_ });
    if (keep !== null) {
      writeFileSync(noted, `${JSON.stringify({ schools, students, urls } satisfies Made)}\n`);
      drops.splice(0);
    }
    const databases = only.flatMap((backend) => {
      const url = urls[backend];
      return url === undefined ? [] : [{ backend, url }];
    });
    return await work(databases, leftOut);
  } finally {
    for (const drop of drops) await drop();
    if (keep === null) rmSync(folder, { recursive: true, force: true });
  }
}
