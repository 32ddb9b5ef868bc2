import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { sourceSchema } from '../../src/pipeline/vocabulary/source-types.js';
import { readText, shippedConfiguration } from '../support/decide-text.js';

const { pipeline } = shippedConfiguration();

const student = { StudentID: 1, KnownName: ['x'], DateOfBirth: '2018-02-30' };
const text = JSON.stringify({
  SchoolID: 1,
  ExtractedAt: '2026-11-20T02:00:00Z',
  Students: [student, { StudentID: 7.5 }],
  Contacts: [],
  ContactLinks: [{ StudentID: 1, ContactID: 2, ParentalResponsibility: 'perhaps' }],
  Staff: [],
  Classes: [],
  Groups: [],
}).replace('7.5', '7.0');

async function findings(change: (definitions: Record<string, Record<string, unknown>>) => void): Promise<string[]> {
  const schema = structuredClone(sourceSchema) as { $defs: Record<string, Record<string, unknown>> };
  change(schema.$defs);
  const [result] = await readText(text, planReading(pipeline, schema));
  if (result?.type !== 'extract') throw new Error(JSON.stringify(result));
  const found = result.extract.findings.filter(({ rule }) => rule !== 'unread-path');
  return found.map(({ rule, field }) => `${rule} ${String(field)}`);
}

test('ajv and the schema decide what is a bad type or format', async () => {
  assert.deepEqual(await findings(() => undefined), [
    'bad-value KnownName',
    'bad-value DateOfBirth',
    'no-id StudentID',
    'bad-value ParentalResponsibility',
  ]);
});

const keywords: readonly [string, string, string][] = [
  ['text', 'type', 'bad-value KnownName'],
  ['date', 'format', 'bad-value DateOfBirth'],
  ['id', 'literal', 'no-id StudentID'],
  ['boolean', 'anyOf', 'bad-value ParentalResponsibility'],
];

for (const [definition, keyword, finding] of keywords) {
  test(`without the keyword ${keyword} of ${definition} the finding goes: ${finding}`, async () => {
    const left = await findings((definitions) => delete definitions[definition]?.[keyword]);
    assert.ok(!left.includes(finding), left.join('; '));
    assert.equal(left.length, 3);
  });
}

test('the schema of source values is a schema: a run takes it as it is', () => {
  const ajv = new Ajv();
  assert.ok(ajv.validateSchema(sourceSchema), ajv.errorsText());
});
