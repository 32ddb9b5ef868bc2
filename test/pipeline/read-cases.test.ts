import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { untestedRules } from '../../src/pipeline/lint/untested-rules.js';
import { casesOf, withCases } from '../support/cases.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
let number = 0;

function read(text: string, files: Readonly<Record<string, string>> = {}) {
  const folder = join(root, String(number++));
  mkdirSync(folder);
  return casesOf(withCases(folder, { 'rules/tests/a.yaml': text, ...files }));
}

/** The document of a case with this extract, by section. */
function documentOf(extract: string): Record<string, unknown> {
  const { cases, problems } = read(`- { name: a, only: true, extract: ${extract} }\n`);
  assert.deepEqual(problems, []);
  return JSON.parse(cases[0]?.document() ?? '') as Record<string, unknown>;
}

test('a case that says nothing of its extract has that of the defaults', () => {
  const { cases } = read('- { name: a, only: true }\n');
  const defaults = parse(readFileSync('rules/tests/defaults.yaml', 'utf8')) as { extract: object };
  assert.deepEqual(JSON.parse(cases[0]?.document() ?? ''), { SchoolID: 'any school', ...defaults.extract });
});

test('a record has the missing keys of the default one, and keeps those that are null', () => {
  const { Contacts } = documentOf('{ Contacts: [{ Title: null, Surname: Ng }] }');
  assert.deepEqual(Contacts, [
    {
      ContactID: 1,
      Title: null,
      Forename: 'Ife',
      Surname: 'Ng',
      Email: 'ife@example.org',
      Phone: '01632 960001',
      Relationship: 'Mother',
    },
  ]);
});

test('what a case leaves out names its own records: lists all of them, single ids the first, links every pair', () => {
  const document = documentOf(
    '{ Students: [{ StudentID: 7 }, { StudentID: "x" }], Contacts: [{}, { ContactID: 2 }], Staff: [] }',
  );
  const ids = (section: string, ...keys: string[]) =>
    (document[section] as Record<string, unknown>[]).map((item) => keys.map((key) => item[key]));
  assert.deepEqual(ids('Classes', 'StudentIDs', 'StaffIDs'), [[[7, 'x'], []]]);
  assert.deepEqual(ids('Groups', 'StudentIDs'), [[[7, 'x']]]);
  assert.deepEqual(ids('ContactLinks', 'StudentID', 'ContactID', 'Relationship'), [
    [7, 1, 'Mother'],
    [7, 2, 'Mother'],
    ['x', 1, 'Mother'],
    ['x', 2, 'Mother'],
  ]);
  const links = documentOf('{ Students: [{}, { StudentID: 2 }], ContactLinks: [{ ContactID: 9 }, { StudentID: 2 }] }');
  assert.deepEqual(
    (links.ContactLinks as Record<string, unknown>[]).map((link) => [link.StudentID, link.ContactID]),
    [
      [1, 9],
      [2, 1],
    ],
  );
});

test('an empty section is empty, and so is every list of its ids', () => {
  const document = documentOf('{ Students: [] }');
  assert.deepEqual([document.Students, document.ContactLinks], [[], []]);
  assert.deepEqual((document.Groups as { StudentIDs: unknown }[])[0]?.StudentIDs, []);
});

test('numbers keep their digits, and what JSON has no number for is text as it is written', () => {
  const { cases } = read(
    '- { name: a, only: true, extract: { Students: [{ StudentID: 12345678901234567890, Surname: 1.50, KnownName: 007, CurrentClass: 0x1F }] } }\n',
  );
  for (const piece of [
    '"StudentID":12345678901234567890',
    '"Surname":1.50',
    '"KnownName":"007"',
    '"CurrentClass":"0x1F"',
  ])
    assert.ok(cases[0]?.document().includes(piece), piece);
});

test('a case has the options, the rules and the day that it says', () => {
  const school = 'options: { singleSignOn: true }\ndisable: [contact-title]\n';
  const rule = `add: { classes: [{ name: later, because: b, from: 2027-01-01, conditions: { all: [{ fact: code, operator: equal, value: x }] }, event: { type: exclude } }] }\n`;
  const { cases, problems } = read(
    '- { name: a, only: true }\n' +
      '- { name: b, only: true, school: 9361234, options: { titles: { add: [Sgt Major] } } }\n' +
      '- { name: c, only: true, school: "9361234", date: 2027-01-01 }\n',
    { 'rules/schools/9361234.yaml': school + rule },
  );
  assert.deepEqual(problems, []);
  const seen = cases.map(({ configuration: { options, rules }, date }) => [
    date,
    options.get('singleSignOn'),
    (options.get('titles') as string[]).includes('Sgt Major'),
    rules.some(({ name }) => name === 'contact-title'),
    rules.some(({ name }) => name === 'later'),
  ]);
  assert.deepEqual(seen, [
    ['2026-11-20', false, false, true, false],
    ['2026-11-20', true, true, false, false],
    ['2027-01-01', true, false, false, true],
  ]);
});

/** A case with one fault: what is wrong is marked with ‹›. */
const faults: readonly [string, string, string | null][] = [
  ['- { name: a, ‹expct›: {} }', 'unknown-key', 'Did you mean "expect"?'],
  ['- { name: a, ‹expect›: {} }', 'empty-case', 'Say expect: with through, out or warn.'],
  ['- { name: ‹a› }', 'empty-case', 'Say expect: with through, out or warn.'],
  ['- { name: ‹a›, only: false }', 'empty-case', 'Say expect: with through, out or warn.'],
  ['- { ‹extract›: {}, only: true }', 'missing-key', null],
  [
    '- { name: a, only: true, extract: { ‹Contact›: [] } }',
    'unknown-key',
    'pipeline.yaml:LINE has Contacts, the case Contact: correct the one that is not as in the extract.',
  ],
  [
    '- { name: a, only: true, extract: { Contacts: [{ ‹Titel›: Mr }] } }',
    'unknown-key',
    'pipeline.yaml:LINE has Title, the case Titel: correct the one that is not as in the extract. Omit what nothing reads.',
  ],
  [
    '- { name: a, only: true, extract: { Contacts: [{}, ‹{› Title: Mr }] } }',
    'missing-key',
    'Only the first takes that of the defaults.',
  ],
  ['- { name: a, only: true, extract: { Contacts: ‹5› } }', 'wrong-type', null],
  [
    '- { name: a, only: true, extract: { Contacts: [{ Title: &t Mr, Surname: ‹*t› }] } }',
    'yaml-syntax',
    'Write it out; conditions that several rules share have names in rules/conditions.yaml.',
  ],
  ['- { name: a, only: true, options: { ‹singleSignon›: true } }', 'unknown-option', 'Did you mean "singleSignOn"?'],
  ['- { name: a, only: true, options: { singleSignOn: ‹yes› } }', 'wrong-type', null],
  ['- { name: a, only: true, school: ‹9361235› }', 'unknown-school', 'Did you mean "9361234"?'],
  ['- { name: a, only: true, schools: [9361234, ‹9361235›] }', 'unknown-school', 'Did you mean "9361234"?'],
  ['- { name: a, only: true, schools: ‹[]› }', 'empty-case', 'Name a school, or omit schools.'],
  ['- { name: a, only: true, schools: ‹9361234› }', 'wrong-type', null],
  ['- { name: a, only: true, school: 9361234, ‹schools›: [9361234] }', 'excludes', 'Keep one of the two.'],
  [
    '- { name: a, only: true, extending: ‹trust.yaml› }',
    'cannot-read',
    'A path in a file is relative to it: ../shared/trust.yaml.',
  ],
  ['- { name: a, only: true, extending: ‹defaults.yaml› }', 'empty-case', null],
  ['- { name: a, only: true, date: ‹tomorrow› }', 'wrong-type', null],
  ['- { name: a, only: [‹contact›] }', 'unknown-kind', 'Did you mean "contacts"?'],
  ['- { name: a, known: ‹[]›, only: true }', 'wrong-type', null],
  ['- { name: a, expect: { ‹trough›: {} } }', 'unknown-key', 'Did you mean "through"?'],
  ['- { name: a, expect: { through: { ‹contact›: [1] } } }', 'unknown-kind', 'Did you mean "contacts"?'],
  ['- { name: a, expect: { through: { contacts: ‹1› } } }', 'wrong-type', null],
  [
    '- { name: a, expect: { through: { contacts: [{ id: 1, ‹titel›: Mr }] } } }',
    'unknown-field',
    'Did you mean "title"?',
  ],
  ['- { name: a, expect: { through: { contacts: [{ ‹title›: Mr }] } } }', 'missing-key', null],
  [
    '- { name: a, expect: { through: { contactLinks: [{ student: 1, contact: 1, ‹parentalResponsibility›: true }] } } }',
    'unknown-field',
    'There are: student, contact, relationship, priority.',
  ],
  [
    '- { name: a, expect: { out: { contactLinks: [{ student: 1, contact: 1, ‹ruls›: dangling }] } } }',
    'unknown-key',
    'Did you mean "rule"?',
  ],
  [
    '- { name: a, expect: { out: { contacts: [{ id: 1, rule: ‹contact-titel› }] } } }',
    'unknown-rule',
    'Did you mean "contact-title"?',
  ],
  [
    '- { name: a, expect: { out: { contacts: [{ id: 1, rule: ‹dangling› }] } } }',
    'unknown-rule',
    'There are: contact-title, contact-forename, contact-surname, contact-has-a-student, no-id, bad-value.',
  ],
  ['- { name: a, expect: { out: { contacts: [{ id: 1, rule: ‹[]› }] } } }', 'wrong-type', null],
  [
    '- { name: a, expect: { out: { contacts: [{ ‹position›: 1 }] } } }',
    'unknown-key',
    'Write { position: 1, rule: no-id }, or the id without position.',
  ],
  ['- { name: a, expect: { warn: { contacts: [{ ‹id›: 1 }] } } }', 'missing-key', null],
  [
    '- { name: a, expect: { warn: { contacts: [{ id: 1, rule: ‹contact-noemail› }] } } }',
    'unknown-rule',
    'Did you mean "contact-no-email"?',
  ],
  ['- { name: a, expect: { warned: { contacts: [{ ‹id›: 1 }] } } }', 'missing-key', null],
  ['- { name: a, expect: { warned: { contacts: [{ id: 1, rule: ‹[]› }] } } }', 'wrong-type', null],
  [
    '- { name: a, expect: { notWarned: { ‹contacts›: [] } } }',
    'wrong-type',
    'If nothing warns about any, write warned: { contacts: [] }.',
  ],
  [
    '- { name: a, expect: { notWarned: { contacts: [{ id: 1, rule: ‹contact-noemail› }] } } }',
    'unknown-rule',
    'Did you mean "contact-no-email"?',
  ],
  ['- { name: a, only: true }\n- { name: ‹a›, only: true }', 'repeated-name', null],
];

for (const [marked, code, hint] of faults) {
  test(`a case with a fault is refused where it stands: ${marked}`, () => {
    const text = marked.replace(/[‹›]/g, '');
    const { problems } = read(text, { 'rules/schools/9361234.yaml': 'disable: [contact-title]\n' });
    const before = marked.slice(0, marked.indexOf('‹')).split('\n');
    assert.deepEqual(
      problems.map(({ line, column, code: found, hint: given }) => [
        line,
        column,
        found,
        given?.replace(/\S+(pipeline\.yaml:)\d+/, '$1LINE') ?? null,
      ]),
      [[before.length, (before.at(-1) ?? '').length + 1, code, hint]],
    );
  });
}

test('without defaults, and with defaults that lack a section or have two items in one, no case is whole', () => {
  const codes = (defaults: string) =>
    read('- { name: a, only: true }\n', { 'rules/tests/defaults.yaml': defaults }).problems.map(({ code }) => code);
  assert.deepEqual(codes('extract: {}\n'), ['missing-key', ...Array<string>(6).fill('missing-key')]);
  const shipped = readFileSync('rules/tests/defaults.yaml', 'utf8');
  assert.deepEqual(codes(shipped.replace('  Groups:', '    - { ClassID: 2 }\n  Groups:')), ['wrong-type']);
  assert.deepEqual(codes(shipped.replace('  Groups:', '  Group:')), ['unknown-key']);
});

test('the schema of test files takes the shipped ones, and refuses misspelt keys', () => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(
    JSON.parse(readFileSync('schemas/test.schema.json', 'utf8')) as object,
  );
  const files = readdirSync('rules/tests');
  assert.ok(files.length > 7);
  for (const name of files) {
    const text = readFileSync(join('rules/tests', name), 'utf8');
    assert.ok(text.startsWith('# yaml-language-server: $schema=../../schemas/test.schema.json\n'), name);
    assert.ok(validate(parse(text)), `${name}: ${JSON.stringify(validate.errors)}`);
  }
  for (const text of [
    '[{ name: a }]',
    '[{ name: a, expct: {} }]',
    '[{ name: a, expect: { trough: {} } }]',
    '[{ name: a, only: true, school: 1, schools: [1] }]',
    '[{ name: a, only: true, schools: [1], extending: a.yaml }]',
    '{ extract: {} }',
  ])
    assert.equal(validate(parse(text)), false, text);
});

test('every shipped rule is spoken of by some case; without cases of contacts, those of contacts are not', () => {
  const { cases, rules } = casesOf();
  assert.deepEqual(untestedRules(rules, cases), []);
  const rest = cases.filter(({ file }) => !file.path.endsWith('contacts.yaml'));
  const untested = untestedRules(rules, rest).map(({ name, kind }) => [kind, name]);
  assert.deepEqual(
    untested,
    rules
      .filter(({ kind, name }) => kind === 'contacts' && name !== 'contact-has-a-student')
      .map(({ kind, name }) => [kind, name]),
  );
});
