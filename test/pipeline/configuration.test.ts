import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { ConfigurationError, formatProblem, type Problem } from '../../src/pipeline/problem.js';
import { cli } from '../support/cli.js';
import { shippedConfiguration, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
let number = 0;

/** The problems of the shipped configuration with one text replaced, and where that text stood. */
function withFault(
  file: string,
  before: string,
  after: string,
): { problems: readonly Problem[]; line: number; config: string } {
  const folder = join(root, String(number++));
  mkdirSync(folder);
  cpSync('pipeline.yaml', join(folder, 'pipeline.yaml'));
  cpSync('rules', join(folder, 'rules'), { recursive: true });
  writeFileSync(
    join(folder, 'rules', 'conditions.yaml'),
    'named:\n  all: [{ fact: title, operator: notEqual, value: null }]\nring: { all: [{ condition: ring }] }\n',
  );
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(before), `${file} has ${before}`);
  writeFileSync(path, text.replace(before, after));
  const line = text.slice(0, text.indexOf(before)).split('\n').length;
  const config = join(folder, 'pipeline.yaml');
  try {
    readConfiguration(config, { set: [], today: () => today });
  } catch (error) {
    if (error instanceof ConfigurationError) return { problems: error.problems, line, config };
    throw error;
  }
  return { problems: [], line, config };
}

test('the shipped configuration has no problem', () => {
  assert.ok(shippedConfiguration().forSchool('any').rules.length > 25);
});

test('a kind of record says by which fields people know it, and may have no name', () => {
  const { pipeline } = shippedConfiguration();
  assert.deepEqual(
    pipeline.records.map(({ name, nameFields }) => [name, nameFields]),
    [
      ['students', ['knownName', 'surname']],
      ['contacts', ['title', 'forename', 'surname']],
      ['teachers', ['title', 'forename', 'surname']],
      ['classes', ['code', 'description']],
      ['groups', ['description']],
    ],
  );
  assert.deepEqual(withFault('pipeline.yaml', '    name: [description]\n', '').problems, []);
});

const faults: readonly [file: string, before: string, after: string, code: string, hint: RegExp | null][] = [
  ['rules/classes.yaml', 'fact: type, operator: in', 'fact: tpye, operator: in', 'unknown-fact', /type/],
  ['rules/classes.yaml', 'operator: in,', 'operator: inn,', 'unknown-operator', /"in"/],
  ['rules/classes.yaml', 'option.classTypes', 'option.classType', 'unknown-option', /option\.classTypes/],
  ['rules/classes.yaml', 'event: { type: require }', 'event: { type: requires }', 'unknown-effect', /require/],
  ['rules/classes.yaml', 'because: It is not', 'becuase: It is not', 'unknown-key', /because/],
  [
    'rules/classes.yaml',
    '{ all: [{ fact: type, operator: in, value: { fact: option.classTypes } }] }',
    '{ all: [] }',
    'empty-condition',
    null,
  ],
  [
    'rules/classes.yaml',
    'all: [{ fact: type, operator: in',
    'any: [{ condition: named }], all: [{ fact: type, operator: in',
    'ambiguous-condition',
    /Nest/,
  ],
  [
    'rules/classes.yaml',
    '{ fact: studentCount, operator: greaterThanInclusive',
    '{ fact: studentCount, operator: lessThan',
    'wrong-polarity',
    /greaterThan/,
  ],
  [
    'rules/classes.yaml',
    '{ fact: studentCount, operator: greaterThanInclusive',
    '{ fact: studentCount, operator: equal',
    'wrong-polarity',
    /greaterThan/,
  ],
  [
    'rules/contacts.yaml',
    'all: [{ fact: title, operator: notEqual, value: null }]',
    'all: [{ condition: nmaed }]',
    'unknown-condition',
    /named/,
  ],
  ['rules/contacts.yaml', 'by: title', 'by: titel', 'unknown-field', /title/],
  ['rules/contacts.yaml', 'surname: joints', 'surname: joint', 'wrong-type', /joints/],
  [
    'rules/contacts.yaml',
    'contactLinks.relationship: joints',
    'contactLink.relationship: joints',
    'unknown-kind',
    /contactLinks/,
  ],
  ['rules/contacts.yaml', 'name: contact-forename', 'name: contact-title', 'repeated-name', null],
  ['rules/class-teachers.yaml', 'role: main', 'rolle: main', 'unknown-field', /role/],
  ['rules/class-teachers.yaml', 'class.type, operator: equal', 'class.kind, operator: equal', 'unknown-fact', null],
  ['rules/students.yaml', 'name: student-in-a-class', 'name: [a]', 'wrong-type', null],
  ['rules/students.yaml', 'because: None', 'because: "None', 'yaml-syntax', null],
  ['pipeline.yaml', 'timezone: Europe/London', 'timezone: Europe/Londn', 'wrong-type', /London/],
  ['pipeline.yaml', 'id: StudentID', 'idd: StudentID', 'unknown-key', /"id"/],
  ['pipeline.yaml', 'type: boolean', 'type: bool', 'wrong-type', /boolean/],
  ['pipeline.yaml', 'else: contactLinks.relationship', 'else: contactLinks.relation', 'unknown-field', /relationship/],
  ['pipeline.yaml', 'name: [knownName, surname]', 'name: [knownName, surnam]', 'unknown-field', /surname/],
  ['pipeline.yaml', 'name: [description]', 'name: description', 'wrong-type', null],
  ['pipeline.yaml', 'within: classes', 'within: clases', 'unknown-kind', /classes/],
];

for (const [file, before, after, code, hint] of faults) {
  test(`${code}: ${file} with ${after}`, () => {
    const { problems, line } = withFault(file, before, after);
    const found = problems.find((problem) => problem.code === code);
    assert.ok(found, problems.map(formatProblem).join('\n') || 'no problem');
    assert.ok(found.file.endsWith(file));
    if (code !== 'yaml-syntax' && before !== 'else: contactLinks.relationship') assert.equal(found.line, line);
    if (hint !== null) assert.match(found.hint ?? '', hint);
  });
}

test('a circular condition is refused, with its way round', () => {
  const { problems } = withFault(
    'rules/contacts.yaml',
    'all: [{ fact: title, operator: notEqual, value: null }]',
    'all: [{ condition: ring }]',
  );
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['circular-condition'],
  );
});

test('a shared condition holds where it is named', () => {
  assert.deepEqual(
    withFault(
      'rules/contacts.yaml',
      'all: [{ fact: title, operator: notEqual, value: null }]',
      'all: [{ condition: named }]',
    ).problems,
    [],
  );
});

test('a fault stops the program before the first byte of data, with a caret below the place', async () => {
  const { config } = withFault('rules/classes.yaml', 'fact: type, operator: in', 'fact: tpye, operator: in');
  const { code, stderr, stdout } = await cli(['run', '/nowhere', '--config', config]);
  assert.equal(code, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /classes\.yaml:4:\d+ {2}unknown-fact {2}There is no fact "tpye" here\. Did you mean "type"\?/);
  assert.match(stderr, /\n +\| +\^{4}\n/);
});

test('values compared with text are taken as they are written', () => {
  const { problems, config } = withFault(
    'rules/classes.yaml',
    '{ all: [{ fact: type, operator: in, value: { fact: option.classTypes } }] }',
    '{ all: [{ fact: code, operator: in, value: [007, 1E2, "x", true] }] }',
  );
  assert.deepEqual(problems, []);
  const { rules } = readConfiguration(config, { set: [], today: () => today }).forSchool('1');
  const conditions = rules.find((rule) => rule.name === 'class-type')?.conditions;
  assert.deepEqual(conditions, { all: [{ fact: 'code', operator: 'in', value: ['007', '1E2', 'x', 'true'] }] });
});

test('a misspelt kind, or a third end of a link, is all that is said: what follows from it is not', () => {
  const said = (before: string, after: string) =>
    withFault('pipeline.yaml', before, after).problems.map(({ code, message }) => `${code}: ${message}`);
  assert.deepEqual(said('contact: { to: contacts,', 'contact: { to: contact,'), [
    'unknown-kind: A kind of record cannot be "contact".',
  ]);
  const third = 'contact: { to: contacts, from: ContactID, beside: Parents }';
  assert.deepEqual(said(third, `${third}\n      third: { to: studnts, from: a..b }`), [
    'wrong-type: joins must name exactly two ends.',
  ]);
});

test('a rule sets a whole number to whole numbers only', () => {
  const before = '- name: parental-responsibility';
  const rule = (value: string) => `- name: later
  conditions: { all: [{ fact: priority, operator: equal, value: 1 }] }
  event: { type: set, params: { priority: ${value} } }
${before}`;
  const said = (value: string) =>
    withFault('rules/contact-links.yaml', before, rule(value)).problems.map(
      ({ code, message, line }) => `${String(line)} ${code}: ${message}`,
    );
  assert.deepEqual([said('2'), said('null')], [[], []]);
  const { line } = withFault('rules/contact-links.yaml', before, rule('2'));
  assert.deepEqual(said('1.5'), [`${String(line + 2)} wrong-type: "priority" is a whole number, and 1.5 is none.`]);
});
