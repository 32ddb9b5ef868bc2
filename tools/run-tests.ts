import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isFull } from '../test/support/numbers.js';
import { ownServers, type OwnServer } from '../test/support/own-server.js';
import { folderInMemory } from './memory-folder.js';

/** One more than two processors have to do: now and then each waits for a program or a server that its tests started. */
const processesAtOnce = Math.min(2, availableParallelism()) + 1;
/**
 * How many processes share the files of tests: few, because each loads and compiles all that its files test. With full
 * numbers that matters less than that no long one is left at the end. The files are dealt out one by one, so that each
 * has as many of every folder, and those at once end at about the same time.
 */
const processes = isFull ? 12 : processesAtOnce;

const tests = fileURLToPath(new URL('../test', import.meta.url));
const groups = join(tests, 'groups');

/** In MB, four times the usual: collecting what has just been made is a tenth of what the tests take, and half of that so. */
const roomForTheNew = 64;

/** The folder whose tests are run; without it, all. */
const [folder = '.'] = process.argv.slice(2);

function testFiles(): string[] {
  const names = readdirSync(join(tests, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join(folder, name))
    .sort();
}

/** A file that changes its process, such as its working folder, is named `NAME.alone.test.ts`. */
function isAlone(name: string): boolean {
  return name.endsWith('.alone.test.js');
}

const databases = pathToFileURL(join(tests, 'support', 'databases.js')).href;

/** Writes a file that imports these, and says where. */
function writeGroup(names: readonly string[], number: number): string {
  const name = String(number).padStart(3, '0');
  const urls = names.map((one) => pathToFileURL(join(tests, one)).href);
  writeFileSync(join(groups, `${name}.tests.js`), urls.map((url) => `import ${JSON.stringify(url)};\n`).join(''));
  const path = join(groups, `${name}.js`);
  // Servers are asked before the first test: one that computes for seconds would keep their answers waiting.
  writeFileSync(path, `await import(${JSON.stringify(databases)});\nawait import('./${name}.tests.js');\n`);
  return path;
}

/**
 * Starts a server of each kind that is installed here, unless a variable says where one is. In memory a database is made
 * and dropped many times faster than on a disk, which is asked to keep what nobody will miss.
 */
async function startServers(): Promise<void> {
  for (const { variable, missing, make } of ownServers) {
    if (process.env[variable] !== undefined || missing !== null) continue;
    const server = await make();
    servers.push(server);
    await server.start();
    process.env[variable] = server.url;
  }
  process.env.PULLTHROUGH_TEST_SERVERS = 'required';
}

async function runTests(): Promise<number> {
  rmSync(groups, { recursive: true, force: true });
  const all = testFiles();
  mkdirSync(groups);
  const shared = all.filter((name) => !isAlone(name));
  const together = Array.from({ length: Math.min(processes, shared.length) }, (_, process) =>
    writeGroup(
      shared.filter((_name, at) => at % processes === process),
      process,
    ),
  );
  const alone = all.filter(isAlone).map((name) => join(tests, name));
  const atOnce = `--test-concurrency=${String(processesAtOnce)}`;
  const reporter = `--test-reporter=${new URL('reporter.js', import.meta.url).href}`;
  const room = `--max-semi-space-size=${String(roomForTheNew)}`;
  const args = [room, '--test', atOnce, reporter, ...together, ...alone];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  // A terminal sends these to both: what is in memory goes when the tests have ended.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const [status] = (await once(child, 'close')) as [number | null];
  return status ?? 1;
}

const servers: OwnServer[] = [];
const memory = process.env.TMPDIR === undefined ? folderInMemory() : null;
if (memory !== null) process.env.TMPDIR = memory;
try {
  if (process.env.PULLTHROUGH_TEST_SERVERS === 'own') await startServers();
  process.exitCode = await runTests();
} finally {
  for (const server of servers) await server.remove();
  if (memory !== null) rmSync(memory, { recursive: true, force: true });
}
