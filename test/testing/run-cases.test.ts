import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Explainer } from '../../src/explain/explain.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { holds, leavesOf } from '../../src/pipeline/rules/evaluate.js';
import { below, isLeaf, type Condition, type Leaf } from '../../src/pipeline/rules/rule.js';
import { compare } from '../../src/testing/compare.js';
import { conditionsIn, holdsWith } from '../../src/testing/conditions.js';
import { mutantsOf } from '../../src/testing/mutants.js';
import { readyCases } from '../../src/testing/ready-case.js';
import { runCases } from '../../src/testing/run-cases.js';
import { casesOf } from '../support/cases.js';
import { cases, unlessFull } from '../support/numbers.js';
import { checked } from '../support/checked.js';

const shipped = casesOf();
const { pipeline } = shipped.shared;

test('the shipped cases pass, decide every rule and condition both ways, and notice every change', async () => {
  const { results, coverage, mutants } = await runCases(pipeline, shipped.cases, shipped.rules, () => undefined);
  assert.ok(results.length > 60);
  assert.deepEqual([...new Set(results.map(({ status }) => status))], ['passed']);
  assert.equal(coverage.percent, 100);
  assert.ok((mutants?.made ?? 0) > 70);
  assert.deepEqual(mutants?.unnoticed, []);
});

test(
  'what is skipped because it cannot matter would not have been noticed either',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const some = shipped.cases.filter(({ file }) => /(classes|class-teachers|contact-links)\.yaml$/.test(file.path));
    const { mutants } = await runCases(pipeline, some, shipped.rules, () => undefined);
    const ready = await readyCases(pipeline, some);
    const unnoticed: string[] = [];
    const memory = new RuleMemory();
    for (const { instead, place, change } of mutantsOf(shipped.rules)) {
      let isNoticed = false;
      for (const { of, extract } of ready) {
        assert.ok(typeof extract !== 'string');
        const rules = of.configuration.rules.flatMap((rule) => {
          const other = instead.get(rule);
          return other === undefined ? [rule] : (other ?? []);
        });
        const explainer = await Explainer.of(extract, { ...of.configuration, rules }, of.date, memory);
        if ((await compare(of, explainer)).length > 0) isNoticed = true;
        if (isNoticed) break;
      }
      if (!isNoticed) unnoticed.push(`${place.file}:${String(place.line)} ${change}`);
    }
    assert.ok(unnoticed.length > 10);
    assert.deepEqual(
      mutants?.unnoticed.map(({ place, change }) => `${place.file}:${String(place.line)} ${change}`),
      unnoticed,
    );
  },
);

test('each rule is turned off, each leaf turned round, each all and any of more than one taken for the other', () => {
  const mutants = mutantsOf(shipped.rules);
  const conditions = shipped.rules.flatMap((rule) => conditionsIn(rule.conditions));
  const many = conditions.filter((one) => !isLeaf(one) && !('not' in one) && below(one).length > 1);
  assert.equal(mutants.length, shipped.rules.length + conditions.filter(isLeaf).length + many.length);
  assert.equal(new Set(mutants.map(({ place, change }) => JSON.stringify([place, change]))).size, mutants.length);
});

const leaf = fc.nat(5).map((name): Condition => ({ fact: `f${String(name)}`, operator: 'equal', value: true }));
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    leaf,
    tie('condition').map((not): Condition => ({ not })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all): Condition => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any): Condition => ({ any })),
  ),
}));

test('a condition holds with outcomes as it holds with facts that have them', async () => {
  await checked(
    fc.property(condition, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (one, facts) => {
      const valueOf = (fact: string): boolean => facts[Number(fact.slice(1))] ?? false;
      const outcomes = leavesOf(one).map(({ fact }: Leaf) => valueOf(fact));
      assert.equal(holdsWith(one, outcomes), holds(one, valueOf));
    }),
    { numRuns: cases(1000) },
  );
});
