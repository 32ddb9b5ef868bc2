import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { layOut } from '../support/recipes.js';
import { unlessFull } from '../support/numbers.js';

const docs = readFileSync('docs/rules.md', 'utf8');

test(
  'who follows docs/rules.md from the question to the pull request sees what stands there',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const folder = temporaryFolder();
    layOut(folder, new Map());
    cpSync('examples', join(folder, 'examples'), { recursive: true });
    const before = process.cwd();
    process.chdir(folder);
    try {
      const done = { files: 0, commands: 0 };
      for (const [, block = ''] of docs.matchAll(/^```((?:yaml|console)\n[^]*?)^```$/gm)) {
        const [, path] = /^yaml\n# (rules\/\S+)\n/.exec(block) ?? [];
        const [, command, output] = /^console\n\$ npx pullthrough (.*)\n([^]*)$/.exec(block) ?? [];
        if (path !== undefined) {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, block.slice('yaml\n'.length));
          done.files += 1;
        } else if (command !== undefined) {
          const { stdout } = await cli(command.split(' '));
          assert.equal(stdout, output, command);
          done.commands += 1;
        }
      }
      assert.deepEqual(done, { files: 3, commands: 6 });
    } finally {
      process.chdir(before);
    }
  },
);

test('the rule that docs/rules.md quotes stands in the file that it names', () => {
  const quoted = /^## 2\. [^]*?^```yaml\n([^]*?)^```$/m.exec(docs)?.[1] ?? '';
  assert.match(quoted, /^- name: contact-title\n/);
  assert.ok(readFileSync('rules/contacts.yaml', 'utf8').includes(quoted));
});
