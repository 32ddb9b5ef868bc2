import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { extractsIn } from '../support/extracts-in.js';
import { temporaryFolder } from '../support/folder.js';
import { queueTest } from '../support/queue.js';
import { smallExtract } from '../support/small-extract.js';

const files = extractsIn(temporaryFolder());
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const schemaOf = (name: string) =>
  ajv.compile(JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as object);
const [enqueue, queueSchema, run] = ['enqueue', 'queue', 'run'].map(schemaOf) as [
  ValidateFunction,
  ValidateFunction,
  ValidateFunction,
];

queueTest('enqueue and queue --json print what their schemas and docs/json.md say', async (queue) => {
  const printed = async (validate: ValidateFunction, ...args: string[]) => {
    const { code, stdout, stderr } = await queue.command(...args, '--json');
    assert.ok(code < 2, stderr);
    const value = JSON.parse(stdout) as Record<string, unknown>;
    assert.ok(validate(value), `${args.join(' ')}: ${ajv.errorsText(validate.errors)}: ${stdout}`);
    return value;
  };
  assert.deepEqual(Object.keys(await printed(queueSchema, 'queue', 'migrate')), ['schemaVersion']);
  assert.deepEqual(await printed(queueSchema, 'queue'), { nights: [], failed: [] });
  const within = files('schemas', ['4200001', '4200002']);
  writeFileSync(join(within, 'broken.json'), '{');
  // What failed in a night that is made once can still be tried again.
  const first = await printed(enqueue, 'enqueue', within, '--once');
  const again = await printed(enqueue, 'enqueue', within, '--once');
  assert.deepEqual([again['night'], again['documents'], again['replaced']], [first['night'], 3, 0]);
  assert.notEqual(again['alreadyAt'], undefined);
  const { nights } = (await printed(queueSchema, 'queue')) as { nights: { waiting: number; finishedAt: unknown }[] };
  assert.deepEqual([nights[0]?.waiting, nights[0]?.finishedAt], [3, null]);
  await queue.command('worker', '--until-empty');
  const { failed } = (await printed(queueSchema, 'queue')) as { failed: unknown[] };
  assert.equal(failed.length, 1);
  writeFileSync(join(within, 'broken.json'), smallExtract('4200003'));
  assert.equal((await printed(queueSchema, 'queue', 'retry'))['documents'], 1);
  const { cancelled } = (await printed(queueSchema, 'queue', 'cancel')) as { cancelled: unknown[] };
  assert.equal(cancelled.length, 1);
  assert.deepEqual(await printed(queueSchema, 'queue', 'retry'), {
    ...{ documents: 1, hurried: 0 },
    night: (await queue.query('select id from runs order by began desc'))[0]?.['id'],
  });
  const worker = queue.worker();
  const waited = await printed(run, 'enqueue', within, '--wait');
  worker.kill('SIGTERM');
  await worker.ended;
  assert.equal(waited['night'], (await queue.query('select id from runs order by began desc'))[0]?.['id']);
  const docs = readFileSync('docs/json.md', 'utf8');
  for (const key of ['alreadyAt', 'schemas/enqueue.schema.json', 'schemas/queue.schema.json'])
    assert.ok(docs.includes(`\`${key}\``), key);
});
