import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Problem } from '../../src/pipeline/problem.js';
import { parseOnce } from '../../src/pipeline/yaml/opened-files.js';
import { YamlFile } from '../../src/pipeline/yaml/yaml-file.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();

function read(name: string, text: string): { file: YamlFile; problems: readonly Problem[] } {
  const path = join(folder, name);
  writeFileSync(path, text);
  const problems: Problem[] = [];
  return { file: new YamlFile(path, problems), problems };
}

test('equal texts are parsed once, a changed one anew, and each file has its problems under its own name', () => {
  parseOnce();
  const text = 'a: 1\nb: [2\n';
  const [one, other] = ['one.yaml', 'other.yaml'].map((name) => read(name, text));
  assert.deepEqual(
    [one, other].map(({ problems }) => problems.map(({ file, line }) => [file, line])),
    ['one.yaml', 'other.yaml'].map((name) => [[join(folder, name), 3]]),
  );
  const right = `${text}]\n`;
  const [first, second] = [read('one.yaml', right).file, read('other.yaml', right).file];
  assert.ok(first.root !== null && first.root === second.root);
  assert.notEqual(read('one.yaml', `# changed\n${right}`).file.root, first.root);
});
