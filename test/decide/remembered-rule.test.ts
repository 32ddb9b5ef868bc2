import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Engine, type TopLevelCondition } from 'json-rules-engine';
import { RememberedRule, type ReadyLeaf } from '../../src/decide/remembered-rule.js';
import { isReference } from '../../src/pipeline/rules/evaluate.js';
import { operatorNamed, operators } from '../../src/pipeline/vocabulary/operators.js';
import type { Rule } from '../../src/pipeline/rules/rule.js';
import { checked } from '../support/checked.js';
import { shippedConfiguration } from '../support/decide-text.js';

const titles = [
  'Mr',
  'Mrs',
  'Mr and Mrs',
  'N/A',
  'Dr. & mr',
  '',
  'Registration',
  'registration',
  'Teaching set',
  'House group',
  'a@b',
  'a@@b',
];
const value = fc.oneof(fc.constantFrom<unknown>(null, true, false, 0, 1, 2), fc.constantFrom(...titles), fc.string());
const list = fc.array(fc.constantFrom('StaffID1', 'StaffID2', 'StaffIDs'));
const own = ['Mr', 'Mrs', 'Dr', 'Registration', 'Teaching set', 'Student group', 'House group'];

/** The stock engine: only operators that it does not have are added. */
function stockEngine(rule: Rule): Engine {
  const engine = new Engine();
  const stock = new Set([
    'equal',
    'notEqual',
    'in',
    'notIn',
    'contains',
    'doesNotContain',
    'lessThan',
    'lessThanInclusive',
    'greaterThan',
    'greaterThanInclusive',
  ]);
  for (const { name, test: holds } of operators) if (!stock.has(name)) engine.addOperator(name, holds);
  engine.addRule({ conditions: rule.conditions as TopLevelCondition, event: { type: rule.effect.type } });
  return engine;
}

function constantOf(fact: string, on: boolean): unknown {
  return /titles|Types/.test(fact) ? own : on;
}

for (const rule of shippedConfiguration().forSchool('1').rules) {
  test(`remembered outcomes of ${rule.name} are those of plain engine.run`, async () => {
    const remembered = new RememberedRule(rule);
    const names = [...new Set(remembered.leaves.map((leaf) => leaf.fact))];
    const factOf = (name: string): fc.Arbitrary<unknown> => {
      if (name === 'fields') return list;
      if (name.endsWith('Count') || name.endsWith('Email')) return fc.nat({ max: 3 });
      return name.startsWith('option.') ? fc.boolean() : value;
    };
    const record = fc.record(Object.fromEntries(names.map((name) => [name, factOf(name)]))) as fc.Arbitrary<
      Record<string, unknown>
    >;
    let held = 0;
    let failed = 0;
    await checked(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 30 }), fc.boolean(), async (records, on) => {
        const leaves = remembered.leaves.map((leaf): ReadyLeaf => ({
          leaf,
          read: (index) => records[index]?.[leaf.fact],
          value: isReference(leaf.value) ? constantOf(leaf.value.fact, on) : leaf.value,
          test: operatorNamed[leaf.operator].test,
        }));
        const holds = await remembered.holds(
          leaves,
          records.map((_, index) => index),
        );
        const engine = stockEngine(rule);
        for (const [index, facts] of records.entries()) {
          const references = remembered.leaves.flatMap((leaf) =>
            isReference(leaf.value) ? [[leaf.value.fact, constantOf(leaf.value.fact, on)]] : [],
          );
          const { results } = await engine.run({
            ...(Object.fromEntries(references) as Record<string, unknown>),
            ...facts,
          });
          assert.equal(holds(index), results.length > 0, JSON.stringify(facts));
          if (results.length > 0) held++;
          else failed++;
        }
      }),
      { numRuns: 60 },
    );
    assert.ok(held > 0 && failed > 0, 'the rule decided both ways');
    assert.ok(remembered.combinations <= 2 ** remembered.leaves.length);
  });
}
