import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { temporaryFolder } from './folder.js';
import { ended, start } from './process.js';
import type { SmallSchool } from './small-school.js';

/** Somebody who may sign in. */
export interface Person {
  readonly name: string;
  readonly password: string;
}

/** The Data pages as the built command line serves them, in a process of its own, with a database of their own. */
export interface Served {
  /** A night's run over all extracts that were given. */
  readonly run: (...extracts: readonly SmallSchool[]) => Promise<void>;
  readonly addUser: (person: Person, ...options: readonly string[]) => Promise<void>;
  /** @returns where they are, without a slash at the end */
  readonly serve: () => Promise<string>;
}

/**
 * To be called once in a file of tests, outside of them.
 * @param config the path of a pipeline; without it, the shipped one
 */
export function servedSite(config?: string): Served {
  const folder = temporaryFolder();
  const extracts = join(folder, 'extracts-*.json');
  const of = config === undefined ? [] : ['--config', config];
  const database = ['--database', `sqlite:${join(folder, 'site.db')}`, ...of];
  const done = async (child: ReturnType<typeof start>, codes = [0]): Promise<void> => {
    const { code, stdout, stderr } = await ended(child);
    assert.ok(codes.includes(code ?? -1), `${stdout}${stderr}`);
  };
  const serving: ReturnType<typeof start>[] = [];
  after(async () => {
    for (const child of serving) {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'close');
    }
  });
  return {
    run: async (...schools) => {
      for (const school of schools)
        writeFileSync(join(folder, `extracts-${school.SchoolID}.json`), JSON.stringify(school));
      // 1 where a school is held or failed.
      await done(start(['run', extracts, ...database]), [0, 1]);
    },
    addUser: async ({ name, password }, ...options) => {
      const child = start(['user', 'add', name, ...options, ...database], {}, 'open');
      child.stdin.end(password);
      await done(child);
    },
    serve: async () => {
      const child = start(['serve', '--port', '0', '--extracts', extracts, ...database]);
      serving.push(child);
      const [said] = (await once(child.stdout, 'data')) as [Buffer];
      const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(said.toString('utf8')) ?? [];
      assert.ok(origin !== undefined, said.toString('utf8'));
      return origin;
    },
  };
}
