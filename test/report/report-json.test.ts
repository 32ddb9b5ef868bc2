import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv, type ValidateFunction } from 'ajv';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();
const validate: ValidateFunction = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')) as object,
);

async function reported(...args: string[]): Promise<{ schools: Record<string, unknown>[] }> {
  const { stdout } = await cli(['report', '--json', ...args]);
  const report = JSON.parse(stdout) as { schools: Record<string, unknown>[] };
  assert.ok(validate(report), JSON.stringify(validate.errors));
  return report;
}

test('report --json prints what its schema and docs/json.md say, from extracts and from last runs', async () => {
  const database = `sqlite:${join(folder, 'db')}`;
  await cli(['run', 'examples', '--database', database]);
  const fromExtracts = await reported('examples');
  await reported('examples', '--names', '--set', 'singleSignOn=true', '--set', 'parentalResponsibilityOnly=true');
  const fromLastRuns = await reported('--database', database);
  assert.deepEqual(
    fromExtracts.schools.map(({ school, status }) => [school, status]),
    [
      ['9361234', 'reported'],
      ['9361235', 'reported'],
      ['9361236', 'failed'],
      ['9361237', 'reported'],
    ],
  );
  const docs = readFileSync('docs/json.md', 'utf8');
  for (const key of Object.keys(fromExtracts.schools[0] ?? {})) assert.ok(docs.includes(`\`schools[].${key}\``), key);
  const whole = ({ schools }: typeof fromExtracts) =>
    schools.filter(({ status }) => status === 'reported').map((school) => ({ ...school, from: null, at: null }));
  assert.deepEqual(whole(fromLastRuns), whole(fromExtracts));
});

test('a report of a run that had a part of a night says which', async () => {
  const database = ['--database', `sqlite:${join(folder, 'parts')}`];
  await cli(['run', 'examples/oakfield.json', '--shard', '1/1', ...database]);
  const { schools } = await reported(...database);
  assert.equal(schools[0]?.['part'], '1/1');
  const { stdout } = await cli(['report', ...database]);
  assert.match(stdout, /From the last loaded run, \S+Z \(part 1\/1\); give/);
});
