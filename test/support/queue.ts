import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cli, type CliResult } from './cli.js';
import { backends, type TestDatabase } from './databases.js';
import { ended, start, type Ended } from './process.js';

/** Whether tests of the queue must run: `required`, or anything else where they can. */
const isRequired = process.env.PULLTHROUGH_TEST_QUEUE === 'required';
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 12);
const hasEngine = existsSync(fileURLToPath(new URL('../../../node_modules/pg-boss/package.json', import.meta.url)));

const postgres = backends().find(({ name }) => name === 'PostgreSQL');

const missing = !isNewEnough
  ? `this is Node ${process.versions.node}, and the queue needs 22.12`
  : !hasEngine
    ? 'pg-boss is not installed'
    : postgres === undefined
      ? 'PostgreSQL is not switched on: PULLTHROUGH_TEST_SERVERS=required'
      : null;

/** A database with a queue in it. */
export interface TestQueue extends TestDatabase {
  /** Runs a command on it, in this process. */
  readonly command: (...args: readonly string[]) => Promise<CliResult>;
  /** Enqueues, and gives the night's id. */
  readonly enqueue: (...args: readonly string[]) => Promise<string>;
  /** A worker in a process of its own, until nothing is left. */
  readonly worker: (...args: readonly string[]) => RunningWorker;
}

export interface RunningWorker {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ended>;
}

/** A test of the queue. Where it cannot run it is left out with the reason, or fails if it has to run. */
export function queueTest(name: string, body: (queue: TestQueue) => Promise<void>): void {
  if (missing !== null && !isRequired) {
    test(name, { skip: missing });
    return;
  }
  test(name, async () => {
    if (missing !== null || postgres === undefined) throw new Error(missing ?? '');
    const queue = queueIn(await postgres.make());
    const { code, stderr } = await queue.command('queue', 'migrate');
    if (code !== 0) throw new Error(stderr);
    await body(queue);
  });
}

/** @param url another way to the same database */
export function queueIn(database: TestDatabase, url = database.url): TestQueue {
  const command = (...args: readonly string[]) => cli([...args, '--database', url]);
  return {
    ...database,
    command,
    enqueue: async (...args) => {
      const { code, stdout, stderr } = await command('enqueue', ...args, '--json');
      if (code !== 0) throw new Error(stderr);
      return (JSON.parse(stdout) as { night: string }).night;
    },
    worker: (...args) => {
      const child = start(['worker', '--database', url, ...args]);
      return { pid: child.pid ?? 0, kill: (signal) => void child.kill(signal), ended: ended(child) };
    },
  };
}
