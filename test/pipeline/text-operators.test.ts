import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { checkConfiguration } from '../../src/pipeline/lint/check-configuration.js';
import { testOf } from '../../src/pipeline/rules/evaluate.js';
import { operatorNamed, type OperatorName } from '../../src/pipeline/vocabulary/operators.js';
import { RememberedRule, type ReadyLeaf } from '../../src/decide/remembered-rule.js';
import type { Rule } from '../../src/pipeline/rules/rule.js';
import { checked } from '../support/checked.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';

const root = temporaryFolder();
const options = { set: [], today: () => '2026-11-20' };

/** Words that meet each other in other cases, with letters that have none, two or three. */
const word = fc.array(fc.constantFrom(...'aAbBéÉßẞσςΣiİı /@.-1'), { maxLength: 6 }).map((letters) => letters.join(''));
const sameCase = (a: string, b: string): boolean => a.toUpperCase().toLowerCase() === b.toUpperCase().toLowerCase();

/** What ignoreCase makes of each operator, said plainly. */
const plain: Readonly<Record<string, (fact: string, value: string) => boolean>> = {
  equal: sameCase,
  notEqual: (fact, value) => !sameCase(fact, value),
  startsWith: (fact, value) => lower(fact).startsWith(lower(value)),
  endsWith: (fact, value) => lower(fact).endsWith(lower(value)),
};
const plainOfLists: Readonly<Record<string, (fact: string, values: readonly string[]) => boolean>> = {
  in: (fact, values) => values.some((value) => sameCase(fact, value)),
  notIn: (fact, values) => !values.some((value) => sameCase(fact, value)),
};

function lower(text: string): string {
  return text.toUpperCase().toLowerCase();
}

test('ignoreCase compares as plain code does, whatever the operator, and a blank is a blank', async () => {
  await checked(
    fc.property(word, word, fc.array(word, { maxLength: 4 }), (fact, value, values) => {
      for (const [name, holds] of Object.entries(plain))
        assert.equal(
          testOf({ operator: name as OperatorName, ignoreCase: true })(fact, value),
          holds(fact, value),
          name,
        );
      for (const [name, holds] of Object.entries(plainOfLists))
        assert.equal(
          testOf({ operator: name as OperatorName, ignoreCase: true })(fact, values),
          holds(fact, values),
          name,
        );
      assert.equal(
        testOf({ operator: 'contains', ignoreCase: true })(values, value),
        values.some((one) => sameCase(one, value)),
      );
      assert.equal(testOf({ operator: 'equal' })(fact, value), fact === value);
    }),
    { numRuns: cases(3000) },
  );
  assert.ok(testOf({ operator: 'equal', ignoreCase: true })(null, null));
  assert.ok(!testOf({ operator: 'startsWith', ignoreCase: true })(null, 'a'));
});

test('domainIs finds the addresses whose text behind the last @ is a domain of the list, and no sub-domain', async () => {
  const domain = fc.constantFrom(
    'oak.example.org',
    'OAK.example.org',
    'sub.oak.example.org',
    'xoak.example.org',
    'elm.example.org',
  );
  const local = fc.constantFrom('', 'a', 'a@b', '"x y"', 'oak.example.org');
  await checked(
    fc.property(
      local,
      domain,
      fc.boolean(),
      fc.array(domain, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      (name, at, dot, own, withAt) => {
        const address = `${name}@${at}${dot ? '.' : ''}`;
        const values = own.map((one) => (withAt ? `@${one}` : one));
        const holds = own.some((one) => one.toLowerCase() === at.toLowerCase());
        assert.equal(operatorNamed.domainIs.test(address, values), holds, address);
        assert.equal(operatorNamed.domainIs.test(address, values[0]), own[0]?.toLowerCase() === at.toLowerCase());
      },
    ),
    { numRuns: cases(1000) },
  );
  for (const none of [null, 'oak.example.org', '', 3, ['a@oak.example.org']])
    assert.ok(!operatorNamed.domainIs.test(none, ['oak.example.org']));
});

/** Patterns that mean the same to RE2 and to JavaScript. */
const atom = fc.constantFrom('a', 'B', '[a-c]', '[^ab]', String.raw`\d`, '.', '1', '/', '(?:ab|c)');
const pattern = fc
  .array(fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}')), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map((part) => part.join('')).join(''));
const subject = fc.array(fc.constantFrom(...'aAbBc1/ '), { maxLength: 6 }).map((letters) => letters.join(''));

test('matches is about the whole text, and agrees with the patterns of JavaScript that mean the same', async () => {
  await checked(
    fc.property(pattern, subject, (written, text) => {
      const { test: holds, samples } = operatorNamed.matches;
      assert.equal(holds(text, written), new RegExp(`^(?:${written})$`, 'su').test(text));
      assert.equal(
        testOf({ operator: 'matches', ignoreCase: true })(text, written),
        new RegExp(`^(?:${written})$`, 'isu').test(text),
      );
      for (const sample of samples(written) ?? []) assert.ok(holds(sample, written), String(sample));
    }),
    { numRuns: cases(1000, 50) },
  );
});

test('there is a sample for every pattern that a text can match', () => {
  for (const written of [
    String.raw`\d{1,2}/[A-Z][a-z]\d`,
    String.raw`(?i)club.*`,
    '.*',
    String.raw`[[:alpha:]]+\s\p{Greek}`,
    '(7|8)[A-C]{2,3}|x',
    String.raw`\b\Q7.1\E.`,
    String.raw`(?P<year>1[0-3]|\d)(?:/|-)(?:Ma|En)\z`,
    '[^A-Za-z0-9]',
    String.raw`[\]\\]\x{17F}`,
  ]) {
    const samples = operatorNamed.matches.samples(written);
    assert.ok(samples !== null && samples.length > 0, written);
    for (const sample of samples) assert.ok(operatorNamed.matches.test(sample, written), written);
  }
  assert.equal(operatorNamed.matches.samples(String.raw`a\bb`), null);
});

test('the engine is asked under ignoreCase what the leaf itself says', async () => {
  const rule = {
    name: 'a',
    conditions: {
      any: [
        { fact: 'title', operator: 'equal', value: 'mrs', ignoreCase: true },
        { fact: 'title', operator: 'equal', value: 'Dr' },
      ],
    },
    effect: { type: 'exclude' },
  } as unknown as Rule;
  const remembered = new RememberedRule(rule);
  const titles = ['MRS', 'Mrs', 'Dr', 'DR', null];
  const leaves = remembered.leaves.map((leaf): ReadyLeaf => ({
    leaf,
    read: (index) => titles[index],
    value: leaf.value,
    test: testOf(leaf),
  }));
  const holds = await remembered.holds(leaves, [...titles.keys()]);
  assert.deepEqual([...titles.keys()].map(holds), [true, true, true, false, false]);
});

/** What a school's file with a rule for each of some conditions gives: of `readConfiguration`, or if that accepts it of `check`. */
function problemsOf(leaves: readonly string[]): string[] {
  const rules = leaves.map(
    (leaf, at) =>
      `    - { name: a${String(at)}, because: x, event: { type: exclude }, conditions: { all: [${leaf}] } }\n`,
  );
  const { config } = configured(root, { 'rules/schools/1.yaml': `add:\n  contacts:\n${rules.join('')}` }, false);
  try {
    readConfiguration(config, options).forSchool('1');
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(
      ({ code, message, line, column }) => `${String(line - 2)}:${String(column)} ${code} ${message}`,
    );
  }
  const { problems } = checkConfiguration(config, options);
  return problems.filter(({ file: at }) => at.endsWith('1.yaml')).map(({ code, message }) => `${code} ${message}`);
}

test('a bad pattern, a domain that is none, and an ignoreCase without meaning are errors at their places', () => {
  const faults: readonly (readonly [leaf: string, said: RegExp])[] = [
    [
      `{ fact: title, operator: matches, value: '(a' }`,
      /^1:118 wrong-type This is no pattern: missing closing \): `\(a`\.$/,
    ],
    [
      String.raw`{ fact: title, operator: matches, value: '(a)\1' }`,
      /^2:118 wrong-type .*invalid escape sequence: `\\1`/,
    ],
    [`{ fact: title, operator: matches, value: '(?=a)' }`, /^3:118 wrong-type .*invalid .*`\(\?=/],
    [`{ fact: title, operator: matches, value: [a] }`, /^4:\d+ wrong-type .*takes a pattern, written in the condition/],
    [
      `{ fact: title, operator: matches, value: { fact: option.titles } }`,
      /^5:\d+ wrong-type .*takes a pattern, written/,
    ],
    [
      `{ fact: email, operator: domainIs, value: [oak.example.org, a@oak.example.org] }`,
      /^6:\d+ wrong-type "a@oak.example.org" is no domain/,
    ],
    [
      `{ fact: email, operator: isEmail, value: true, ignoreCase: true }`,
      /^7:124 excludes "isEmail" takes no ignoreCase/,
    ],
    [
      `{ fact: studentCount, operator: lessThan, value: 1, ignoreCase: true }`,
      /^8:129 excludes "lessThan" takes no ignoreCase/,
    ],
    [
      `{ fact: option.singleSignOn, operator: equal, value: true, ignoreCase: true }`,
      /^9:136 excludes "option.singleSignOn" is true or false, which has no case/,
    ],
    [
      `{ all: [{ fact: title, operator: equal, value: x }], ignoreCase: true }`,
      /^10:\d+ unknown-key "ignoreCase" belongs to a condition with a fact/,
    ],
  ];
  const said = problemsOf(faults.map(([leaf]) => leaf));
  for (const [at, [leaf, expected]] of faults.entries())
    assert.match(said.find((one) => one.startsWith(`${String(at + 1)}:`)) ?? 'nothing', expected, leaf);
});

test('check warns of nothing in conditions that a text can meet', () => {
  assert.deepEqual(
    problemsOf([
      String.raw`{ fact: title, operator: matches, value: '\d{1,2}/[A-Z][a-z]\d' }`,
      String.raw`{ fact: title, operator: notEqual, value: null }, { fact: title, operator: matches, value: '[A-Z].*' }`,
      String.raw`{ fact: surname, operator: matches, value: '7/.*' }, { not: { fact: surname, operator: matches, value: '.*X' } }`,
      `{ fact: email, operator: domainIs, value: '@oak.example.org' }, { fact: email, operator: isEmail, value: true }`,
      `{ fact: forename, operator: in, value: [mum, MUMMY], ignoreCase: true }, { fact: forename, operator: notEqual, value: mum }`,
    ]),
    [],
  );
});
