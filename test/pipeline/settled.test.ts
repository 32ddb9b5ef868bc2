import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holds, leavesOf } from '../../src/pipeline/rules/evaluate.js';
import type { Condition } from '../../src/pipeline/rules/rule.js';
import { settled } from '../../src/pipeline/rules/settled.js';
import { checked } from '../support/checked.js';

const options = new Map<string, boolean | string | readonly string[]>([
  ['yes', true],
  ['no', false],
  ['one', 'a'],
  ['few', ['a', 'b']],
]);
const values = [null, true, false, 'a', 'b', 'c'] as const;

const compared = fc.oneof(
  fc.constantFrom(...values),
  fc.constantFrom({ fact: 'option.one' }, { fact: 'option.yes' }, { fact: 'other' }),
);
const facts = fc.constantFrom('own', 'other', 'option.yes', 'option.no', 'option.one');
const leaf = fc.oneof(
  fc.record({ fact: facts, operator: fc.constantFrom('equal' as const, 'notEqual' as const), value: compared }),
  fc.record({
    fact: facts,
    operator: fc.constantFrom('in' as const, 'notIn' as const),
    value: fc.constant({ fact: 'option.few' }),
  }),
);
const condition = fc.letrec<{ any: Condition }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    fc.array(tie('any'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('any'), { maxLength: 3 }).map((any) => ({ any })),
    tie('any').map((not) => ({ not })),
  ),
})).any;

test('what is left to ask holds exactly when the whole condition does, and asks no option', async () => {
  const of = fc.constantFrom(...values);
  await checked(
    fc.property(condition, of, of, (whole, own, other) => {
      const known = (fact: string): unknown =>
        fact.startsWith('option.') ? options.get(fact.slice('option.'.length)) : fact === 'own' ? own : other;
      const left = settled(whole, options);
      assert.equal(typeof left === 'boolean' ? left : holds(left, known), holds(whole, known));
      if (typeof left === 'boolean') return;
      for (const { fact, value } of leavesOf(left)) {
        const asked = [fact, typeof value === 'object' && value !== null && 'fact' in value ? value.fact : ''];
        // An option that is compared with a field is all that stays: an option alone has no such value yet.
        assert.ok(!asked.every((one) => one === '' || one.startsWith('option.')), JSON.stringify(left));
      }
    }),
  );
});

test('without the options, nothing is settled', () => {
  const whole = { any: [{ fact: 'option.no', operator: 'equal' as const, value: true }] };
  assert.deepEqual(settled(whole, new Map()), whole);
  assert.equal(settled(whole, options), false);
});
