import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();

test('A7: a leaving day with a space and a time lets the rule about leavers decide', async () => {
  cpSync('test/inputs/dates-with-a-space', folder, { recursive: true });
  const config = ['--config', join(folder, 'pipeline.yaml'), '--database', `sqlite:${join(folder, 'x.db')}`];
  const run = await cli(['plan', ...config, '--date', '2026-11-20', '--json']);
  const [school] = (JSON.parse(run.stdout) as { schools: [{ excluded: unknown; warnings: unknown }] }).schools;
  assert.deepEqual(school.excluded, { 'has-left': 1 });
  assert.deepEqual(school.warnings, {});
  const before = await cli(['plan', ...config, '--date', '2026-09-30', '--json']);
  const planned = JSON.parse(before.stdout) as { schools: [{ sections: { students: { through: number } } }] };
  assert.equal(planned.schools[0].sections.students.through, 1);
});
