import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();
const schema = JSON.parse(readFileSync('schemas/run.schema.json', 'utf8')) as object;
const kinds = [
  'students',
  'contacts',
  'teachers',
  'classes',
  'groups',
  'contactLinks',
  'classStudents',
  'classTeachers',
  'groupStudents',
];

interface Report {
  schools: { status: string; sections: Record<string, Record<string, number>> }[];
}

test('run --json prints what its schema and docs/json.md say, and the sums add up', async () => {
  const validate = new Ajv({ allErrors: true }).compile(schema);
  const database = `sqlite:${join(folder, 'db')}`;
  const statuses = new Set<string>();
  for (const input of ['examples', 'examples/oakfield.json']) {
    const { stdout } = await cli(['run', input, '--database', database, '--json']);
    const report = JSON.parse(stdout) as Report;
    assert.ok(validate(report), JSON.stringify(validate.errors));
    for (const { status, sections } of report.schools) {
      statuses.add(status);
      if (status !== 'failed') assert.deepEqual(Object.keys(sections), kinds);
      for (const { read = 0, split = 0, through = 0, not = 0, rejected = 0, merged = 0 } of Object.values(sections)) {
        assert.equal(read + split, through + not + rejected + merged);
      }
    }
  }
  assert.deepEqual([...statuses].sort(), ['failed', 'loaded', 'unchanged']);
  const docs = readFileSync('docs/json.md', 'utf8');
  for (const key of ['school', 'name', 'status', 'reason', 'sections', 'changes', 'excluded', 'warnings']) {
    assert.ok(docs.includes(`\`schools[].${key}\``), key);
  }
});
