import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/folder.js';
import { unlessFull } from '../support/numbers.js';

const api = readFileSync('docs/api.md', 'utf8');
const folder = temporaryFolder();
mkdirSync(join(folder, 'node_modules'));
symlinkSync(process.cwd(), join(folder, 'node_modules', 'pullthrough'));

/** The programs, each with the commands below it, up to the next one. */
const programs = api.split(/^```js\n/m).slice(1);

for (const [index, text] of programs.entries()) {
  const [program = '', ...blocks] = text.split(/^```\n/m);
  const shown = blocks.flatMap((block) => block.split(/^```console\n/m).slice(1));
  test(
    `program ${String(index + 1)} in docs/api.md prints what stands there`,
    { skip: index > 0 ? false : unlessFull('it starts three programs') },
    () => {
      const database = `sqlite:${join(folder, `${String(index)}.db`)}`;
      const file = join(folder, `${String(index)}.mjs`);
      writeFileSync(file, program.replaceAll('sqlite:pullthrough.db', database));
      const commands = shown.flatMap((block) => block.split(/^\$ node \S+/m).slice(1));
      assert.ok(commands.length > 0);
      for (const command of commands) {
        const [args = '', ...output] = command.split('\n');
        const given = args.split(' ').filter((word) => word !== '');
        const { stdout, stderr } = spawnSync(process.execPath, [file, ...given], { encoding: 'utf8' });
        assert.equal(stdout.replaceAll(/ +$/gm, ''), output.join('\n'), stderr);
        assert.equal(stderr, '');
      }
    },
  );
}

test('docs/api.md has two programs and four commands', () => {
  assert.equal(programs.length, 2);
  assert.equal([...api.matchAll(/^\$ node /gm)].length, 4);
});
