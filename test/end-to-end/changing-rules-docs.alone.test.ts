import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { unlessFull } from '../support/numbers.js';

const root = temporaryFolder();

/** How many files there are is another matter. */
function steady(text: string): string {
  return text.replace(/in \d+ files/, 'in N files');
}

test(
  'docs/changing-rules.md can be followed from its first line to its last, and prints what stands there',
  { skip: unlessFull('it runs every command of the page') },
  async () => {
    const docs = readFileSync('docs/changing-rules.md', 'utf8');
    const { folder } = configured(root);
    cpSync('examples', join(folder, 'examples'), { recursive: true });
    const home = process.cwd();
    process.chdir(folder);
    try {
      for (const args of [
        ['init', '--quiet', '--initial-branch=main'],
        ['add', '--all'],
        ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '--message=Start'],
      ])
        execFileSync('git', args);
      const blocks = [...docs.matchAll(/^```(console|yaml)\n([^]*?)^```$/gm)].map(([, language, body = '']) => ({
        language,
        body,
      }));
      let followed = 0;
      for (const { language, body } of blocks) {
        if (language === 'yaml') {
          writeFileSync('rules/schools/9361234.yaml', body);
          continue;
        }
        const [line = '', ...output] = body.split('\n');
        const { stdout } = await cli([...line.replace('$ npx pullthrough ', '').split(' '), '--date', '2026-11-20']);
        assert.equal(steady(stdout), steady(output.join('\n')), line);
        followed++;
      }
      assert.equal(followed, 11);
    } finally {
      process.chdir(home);
    }
  },
);
