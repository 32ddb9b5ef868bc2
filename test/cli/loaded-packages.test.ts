import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateSchool } from '../../bench/generate-school.js';
import { temporaryFolder } from '../support/folder.js';
import { longer } from '../support/schools.js';
import { unlessFull } from '../support/numbers.js';

const folder = temporaryFolder();
for (const id of ['1', '2', '3', '4'])
  writeFileSync(join(folder, `${id}.json`), longer(generateSchool({ id, students: 20, seed: Number(id) }), 1_200_000));
const database = ['--database', `sqlite:${join(temporaryFolder(), 'db')}`];
const much = ['--database', `sqlite:${join(temporaryFolder(), 'db')}`];
const nowhere = ['--database', `sqlite:${join(temporaryFolder(), 'none')}`];
const packages = ['yaml', 'ajv', 'json-rules-engine', 'knex', 'better-sqlite3'];

/** Says at the end what was loaded; all of the packages are CommonJS, and so in the one cache. */
const tellLoaded = `
  import { createRequire } from 'node:module';
  import { writeSync } from 'node:fs';
  const { cache } = createRequire(process.cwd() + '/');
  process.on('exit', () => writeSync(2, '\\nloaded ' + JSON.stringify(Object.keys(cache))));`;

function loadedBy(args: readonly string[]): string[] {
  const hook = `--import=data:text/javascript,${encodeURIComponent(tellLoaded)}`;
  const { stderr, status } = spawnSync(process.execPath, [hook, 'dist/src/cli/bin.js', ...args], { encoding: 'utf8' });
  assert.equal(status, 0);
  const files = JSON.parse(/\nloaded (.*)$/.exec(stderr)?.[1] ?? '') as string[];
  return packages.filter((name) => files.some((file) => file.includes(join('node_modules', name))));
}

const commands: readonly [string, readonly string[], readonly string[]][] = [
  ['--help', ['--help'], []],
  ['run --help', ['run', '--help'], []],
  ['check', ['check', ...nowhere], ['yaml']],
  ['test', ['test'], ['yaml', 'ajv', 'json-rules-engine']],
  [
    'explain',
    ['explain', 'student', '101', 'examples/oakfield.json', ...nowhere],
    ['yaml', 'ajv', 'json-rules-engine'],
  ],
  ['run', ['run', 'examples/oakfield.json', ...database], packages],
  // What is read in another thread needs no validators in this one.
  [
    'run of much',
    ['run', folder, ...much],
    availableParallelism() > 1 ? packages.filter((name) => name !== 'ajv') : packages,
  ],
  ['explain of the last run', ['explain', 'student', '101', ...database], ['yaml', 'knex', 'better-sqlite3']],
];

/** One that loads nothing, one that loads some, and one that loads all. */
const quick = new Set(['--help', 'check', 'run']);

for (const [name, args, expected] of commands) {
  test(
    `${name} loads of the large packages ${expected.length === 0 ? 'none' : expected.join(', ')}`,
    { skip: quick.has(name) ? false : unlessFull('it starts a program') },
    () => {
      assert.deepEqual(loadedBy(args), expected);
    },
  );
}
