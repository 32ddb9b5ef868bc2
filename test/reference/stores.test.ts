import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../src/decide/decide.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { checked } from '../support/checked.js';
import { configured, write } from '../support/configured.js';
import { readText, shippedConfiguration, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';
import { extractText } from './arbitrary-extract.js';
import { reference } from './reference.js';

const { folder, config } = configured(temporaryFolder(), {}, false);
/** Nothing that a school stores changes how extracts are read. */
const plan = planReading(shippedConfiguration().pipeline);

const words: Readonly<Record<string, readonly string[]>> = {
  'students.yearGroup': ['Year 4', '4'],
  'contacts.title': ['Mrs', 'Mr', 'Dr'],
  'contacts.relationship': ['Mother', 'Father', 'Carer'],
  'contactLinks.relationship': ['Mother', 'Father', 'Carer'],
  'classes.type': ['Registration', 'Teaching set', 'Mixed group'],
  'groups.type': ['House group', 'Year group'],
};
const stored = fc.constantFrom('one', 'Mother', 'class', 'Ünder');
const stores = fc.record(
  Object.fromEntries(
    Object.entries(words).map(([field, known]) => [
      field,
      fc.dictionary(fc.constantFrom(...known), stored, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    ]),
  ),
  { requiredKeys: [], noNullPrototype: true },
) as fc.Arbitrary<Record<string, Record<string, string>>>;

test("what a school's own file stores is in its rows and decides nothing, as the reference says", async () => {
  let changed = 0;
  await checked(
    fc.asyncProperty(extractText(), stores, async (text, own) => {
      const options = { parentalResponsibilityOnly: false, singleSignOn: false };
      const expected = reference(text, { ...options, stored: own });
      const school = expected.tables.schools[0]?.[0] as string;
      // Some of the ids are no name of a file, so all have the same.
      write(folder, { 'rules/schools/1.yaml': `store: ${JSON.stringify(own)}\n` });
      const configuration = readConfiguration(config, { set: [], today: () => today });
      const [read] = await readText(text, plan);
      assert.ok(read?.type === 'extract' && read.extract.school === school);
      const ofSchool = configuration.forSchool('1');
      const decision = await decide(read.extract, ofSchool, today, new RuleMemory());
      assert.deepEqual(Object.fromEntries(decision.sums), expected.sums);
      for (const { name, table, fields, type } of [...ofSchool.pipeline.records, ...ofSchool.pipeline.links]) {
        const { length, width, idsAt, valueAt } = decision.through.get(name) ?? assert.fail(name);
        assert.equal(width, fields.filter(({ kept }) => kept).length);
        const rows = Array.from({ length }, (_, at) => [
          ...idsAt(at),
          ...Array.from({ length: width }, (_, column) => valueAt(at, column)),
        ]);
        const asSet = (all: readonly unknown[][]) => all.map((row) => JSON.stringify(row)).sort();
        const wanted = expected.tables[table] ?? assert.fail(table);
        assert.deepEqual(asSet(rows), asSet(wanted.map((row) => row.slice(1))), `${name} (${type})`);
      }
      const plain = reference(text, options).tables;
      if (JSON.stringify(plain) !== JSON.stringify(expected.tables)) changed++;
    }),
    { numRuns: cases(300, 8) },
  );
  assert.ok(changed > 1, `only ${String(changed)}`);
});
