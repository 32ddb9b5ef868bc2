import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { query } from '../support/tables.js';

const root = temporaryFolder();
const example = JSON.parse(readFileSync('test/cases/01-everything-comes-through.json', 'utf8')) as Record<
  string,
  unknown
>;

test('C2: a school with more findings than are kept is loaded, and its last run says that some are missing', async () => {
  const pipeline = readFileSync('pipeline.yaml', 'utf8');
  const { config } = configured(root, { 'pipeline.yaml': `${pipeline}\nlimits: { findings: 5 }\n` });
  const extract = join(root, 'many.json');
  const students = Array.from({ length: 20 }, (_, at) => ({ StudentID: `none-${String(at)}`, DateOfBirth: '30/02' }));
  writeFileSync(extract, JSON.stringify({ ...example, Students: [...(example.Students as object[]), ...students] }));
  const file = join(root, 'many.db');
  const options = ['--config', config, '--database', `sqlite:${file}`];
  const run = await cli(['run', extract, ...options, '--json']);
  assert.equal(run.code, 0, run.stderr);
  const [{ status, sections, warnings }] = (
    JSON.parse(run.stdout) as {
      schools: [{ status: string; sections: Record<string, Record<string, number>>; warnings: Record<string, number> }];
    }
  ).schools;
  assert.equal(status, 'loaded');
  assert.equal(sections.students.not, 20);
  assert.deepEqual(warnings, { 'bad-value': 5, 'further-findings': 1 });
  const all = join(root, 'all.db');
  assert.equal((await cli(['run', extract, '--database', `sqlite:${all}`])).code, 0);
  const [{ count }] = query(all, 'select count(*) count from findings') as [{ count: number }];
  const because = `${String(count - 5)} further findings are not kept: what is said of this school is incomplete.`;
  const rows = query(file, "select kind, record_id, position, because from findings where rule = 'further-findings'");
  assert.deepEqual(rows, [{ kind: null, record_id: null, position: null, because }]);
  const report = await cli(['report', ...options]);
  assert.equal(report.code, 0, report.stderr);
  assert.ok(report.stdout.includes(because), report.stdout);
  const explained = await cli(['explain', 'student', 'none-19', ...options]);
  assert.equal(explained.code, 1);
  assert.match(
    explained.stderr,
    /further findings are not kept.*\nWhat is kept of the last run has no student none-19\./,
  );
  const fromExtract = await cli(['explain', 'student', 'none-19', extract, ...options]);
  assert.equal(fromExtract.code, 0);
  assert.match(fromExtract.stdout, /^Student none-19 does not come through\./);
});
