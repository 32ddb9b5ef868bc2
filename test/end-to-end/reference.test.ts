import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openDatabase } from '../../src/load/database.js';
import { loadSchool } from '../../src/load/load-school.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { extractText } from '../reference/arbitrary-extract.js';
import { reference, type Options } from '../reference/reference.js';
import { checked } from '../support/checked.js';
import { backends, keptOpen } from '../support/databases.js';
import { decideText, shippedConfiguration } from '../support/decide-text.js';
import { emptyTables, readTablesOf, sorted } from '../support/tables.js';
import { cases } from '../support/numbers.js';

const databases = backends();
const settings: readonly Options[] = [
  { parentalResponsibilityOnly: false, singleSignOn: false },
  { parentalResponsibilityOnly: true, singleSignOn: true },
];

/** Rules that say which records stay out, as the findings of a decision name them. */
const warningRules = new Set([
  'title-looks-like-two',
  'contact-email-form',
  'teacher-email-form',
  'class-type-near-miss',
  'group-type-near-miss',
  'half-id-taken',
  'contact-no-email',
  'teacher-no-email',
  'contact-same-email',
  'teacher-same-email',
  'halves-share-email',
]);

for (const options of settings) {
  const set = Object.entries(options).map(([name, value]) => `${name}=${String(value)}`);
  const configuration = shippedConfiguration(set);
  const memory = new RuleMemory();

  test(`random extracts decide as the reference says, with ${set.join(', ')}`, async () => {
    await checked(
      fc.asyncProperty(extractText(), fc.integer({ min: 1, max: 5000 }), async (text, pieces) => {
        const expected = reference(text, options);
        const decision = await decideText(text, configuration, memory, pieces);
        assert.deepEqual(Object.fromEntries(decision.sums), expected.sums);
        const out = decision.findings.filter((finding) => finding.severity === 'excluded');
        const outIds = new Set(out.map(({ kind, recordId }) => JSON.stringify([kind, recordId])));
        assert.deepEqual(
          [...outIds].sort(),
          [...new Set(expected.failing.map(({ kind, id }) => JSON.stringify([kind, id])))].sort(),
        );
        const warned = decision.findings.filter((finding) => warningRules.has(finding.rule));
        assert.deepEqual(
          warned.map(({ kind, recordId, rule }) => JSON.stringify([kind, recordId, rule])).sort(),
          expected.warnings.map(({ kind, id, rule }) => JSON.stringify([kind, id, rule])).sort(),
        );
        const duplicates = decision.findings.filter((finding) => finding.severity === 'duplicate');
        assert.deepEqual(
          duplicates.map(({ recordId, causeId }) => JSON.stringify([recordId, causeId])).sort(),
          expected.duplicates.map(({ ids }) => JSON.stringify(ids)).sort(),
        );
      }),
      { numRuns: cases(300, 8) },
    );
  });

  for (const { name, make } of databases) {
    test(`random extracts load exactly the rows of the reference on ${name}, with ${set.join(', ')}`, async () => {
      const database = keptOpen(await make());
      const db = await openDatabase(database.url, configuration.pipeline);
      let number = 0;
      try {
        await checked(
          fc.asyncProperty(extractText(), async (text) => {
            await emptyTables(database);
            const decision = await decideText(text, configuration, memory);
            const run = { id: `run ${String(++number)}`, began: number, document: 1, now: new Date() };
            await loadSchool(db, configuration.pipeline, decision, run);
            const expected = Object.fromEntries(
              Object.entries(reference(text, options).tables).map(([table, rows]) => [table, sorted(rows)]),
            );
            assert.deepEqual(await readTablesOf(database), expected);
          }),
          { numRuns: name === 'SQLite' ? cases(300, 8) : cases(60) },
        );
      } finally {
        await db.close();
      }
    });
  }
}
