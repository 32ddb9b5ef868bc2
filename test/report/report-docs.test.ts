import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findingFormats } from '../../src/report/findings/formats.js';
import { cli } from '../support/cli.js';

const docs = readFileSync('docs/report.md', 'utf8');

test('the output in docs/report.md is what report prints, with parts left out where it says so', async () => {
  const { stdout } = await cli(['report', 'examples/oakfield.json', '--names']);
  const [shown = ''] = docs.split(/^```/m).filter((block, index) => index % 2 === 1 && block.startsWith('\n'));
  const parts = shown.slice(1).split('  …\n');
  assert.ok(parts.length > 5);
  let from = 0;
  for (const part of parts) {
    const at = stdout.indexOf(part, from);
    assert.ok(at >= 0, `${part}\nis not in\n${stdout.slice(from)}`);
    from = at + part.length;
  }
});

test('docs/report.md lists every format', () => {
  for (const { name } of findingFormats) assert.ok(docs.includes(`| \`${name}\` |`), name);
});
