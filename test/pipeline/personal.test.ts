import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { personalOf } from '../../src/pipeline/personal.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { kindsOf } from '../../src/pipeline/pipeline.js';
import { operatorNamed } from '../../src/pipeline/vocabulary/operators.js';
import { configured, write } from '../support/configured.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';
import { repeated } from '../support/random.js';

const root = temporaryFolder();

function openIn(config: string): string[] {
  const configuration = readConfiguration(config, { set: [], today: () => today });
  const { pipeline } = configuration;
  const rules = configuration.effective(null).rules.map(({ rule }) => rule);
  return kindsOf(pipeline).flatMap((kind) =>
    kind.fields
      .map((field) => ({ name: `${kind.name}.${field.name}`, ...personalOf(pipeline, rules, kind, field) }))
      .filter(({ isPersonal }) => !isPersonal)
      .map(({ name, by }) => `${name} ${by}`),
  );
}

test('of the shipped pipeline only types, roles and what the configuration lists are not personal', () => {
  assert.deepEqual(openIn(configured(root, {}, false).config), [
    'classes.type store',
    'groups.type rule',
    'groups.heading store',
    'contactLinks.priority constant',
    'contactLinks.parentalResponsibility rule',
  ]);
});

interface Said {
  readonly personal: boolean | null;
  readonly stores: boolean;
  readonly leaf: string | null;
}

const leaves: readonly (readonly [leaf: string, namesValues: boolean])[] = [
  ['operator: equal, value: null', false],
  ['operator: notEqual, value: null', false],
  ['operator: equal, value: X', true],
  ['operator: notIn, value: [X, Y]', true],
  ['operator: in, value: { fact: option.classTypes }', true],
  ['operator: nearlyIn, value: [X]', true],
  ['operator: startsWith, value: X', false],
  ['operator: hasText, value: X', false],
  ['operator: isEmail, value: false', false],
];

test('a field is personal unless it says so, store lists its values, or a rule compares all of a value', () => {
  const said = fc.record<Said>({
    personal: fc.constantFrom(null, true, false),
    stores: fc.boolean(),
    leaf: fc.constantFrom(null, ...leaves.map(([leaf]) => leaf)),
  });
  fc.assert(
    fc.property(said, fc.boolean(), ({ personal, stores, leaf }, throughLink) => {
      const keys = [
        'from: Surname',
        ...(personal === null ? [] : [`personal: ${String(personal)}`]),
        ...(stores ? ['store: { A: B }'] : []),
      ];
      const folder = mkdtempSync(join(root, 'personal-'));
      const config = join(folder, 'pipeline.yaml');
      const fact = throughLink ? 'student.surname' : 'surname';
      write(folder, {
        'pipeline.yaml': `name: x
source: { school: { id: S } }
database: sqlite:x.db
rules: none
options: { classTypes: { type: list, default: [A], description: Some } }
records: { students: { one: student, from: P, id: I, keep: { surname: { ${keys.join(', ')} } } } }
links: { pairs: { one: pair, from: L, joins: { student: { to: students, from: A }, other: { to: students, from: B } } } }
`,
      });
      if (leaf !== null)
        write(folder, {
          [throughLink ? 'rules/pairs.yaml' : 'rules/students.yaml']: `- name: one
  because: It is so
  conditions: { all: [{ fact: ${fact}, ${leaf} }] }
  event: { type: warn }
`,
        });
      const compares = leaves.find(([one]) => one === leaf)?.[1] ?? false;
      const expected = personal ?? !(stores || compares);
      assert.equal(openIn(config).length === 0, expected);
    }),
    { numRuns: cases(300, 20), ...repeated },
  );
});

test('the operators that compare whole values are known', () => {
  const whole = Object.values(operatorNamed).filter(({ compares }) => compares === 'whole');
  assert.deepEqual(
    whole.map(({ name }) => name),
    ['equal', 'notEqual', 'in', 'notIn', 'nearlyIn'],
  );
});

test('what a view asks for by its values is not personal, and what it asks to be blank is', () => {
  const folder = mkdtempSync(join(root, 'views-'));
  write(folder, {
    'pipeline.yaml': `name: x
source: { school: { id: S } }
database: sqlite:x.db
rules: none
records:
  people:
    one: person
    from:
      - { section: a, where: { role: [student, null], left: null, group: { not: X }, code: { startsWith: C } } }
      - { section: b, where: { role2: { has: { x: y } } }, keep: { kind: other } }
    id: I
    keep: { kind: role, surname: last, group: group, code: code, left: left, role2: role2 }
`,
  });
  assert.deepEqual(openIn(join(folder, 'pipeline.yaml')), ['people.kind where', 'people.group where']);
});

test('what a value is chosen by is not personal, where it is a field too', () => {
  const folder = mkdtempSync(join(root, 'choices-'));
  write(folder, {
    'pipeline.yaml': `name: x
source: { school: { id: S } }
database: sqlite:x.db
rules: none
records:
  people:
    one: person
    from: a
    id: I
    keep:
      mobile: { from: { list: phones, where: { type: Mobile, until: null }, value: number } }
      kind: { from: { list: phones, value: type } }
      either: { from: [{ list: phones, value: type }, other] }
      until: { from: { list: phones, value: until } }
      elsewhere: { from: { list: emails, value: type } }
`,
  });
  assert.deepEqual(openIn(join(folder, 'pipeline.yaml')), ['people.kind where']);
});
