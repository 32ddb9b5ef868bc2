import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cli } from '../support/cli.js';
import { withCases } from '../support/cases.js';
import { temporaryFolder } from '../support/folder.js';
import { LanguageServer } from '../support/language-server.js';
import { unlessFull } from '../support/numbers.js';

const folder = temporaryFolder();
const server = new LanguageServer();
const lines = new Map<string, string>();

const rule = (more: string): string => `- name: a\n  because: B\n${more}`;
const leaf = (...keys: readonly string[]): string =>
  rule(`  conditions:\n    all:\n      - ${keys.join('\n        ')}\n`);
const asking = (condition: string, effect = 'require'): string =>
  rule(`  conditions: { all: [${condition}] }\n  event: { type: ${effect} }\n`);

before(async () => {
  const config = withCases(folder, {
    'rules/conditions.yaml': 'signsOn: { all: [{ fact: option.singleSignOn, operator: equal, value: true }] }\n',
    'rules/shared/oak-trust.yaml': `add:\n  groups:\n    - name: no-houses\n      because: Houses are not wanted\n      conditions: { all: [{ fact: type, operator: equal, value: House group }] }\n      event: { type: exclude }\n`,
    'rules/schools/9361234.yaml': 'extends: ../shared/oak-trust.yaml\n',
    'rules/tests/a.yaml': '- { name: a, expect: { through: { students: [1] } } }\n',
  });
  const { code, stdout, stderr } = await cli(['schema', '--lines', '--config', config]);
  assert.equal(code, 0, stdout + stderr);
  for (const file of [...new Set([...offers, ...hovers, ...mistakes].map(([path]) => path))])
    lines.set(file, readFileSync(join(folder, file), 'utf8').split('\n')[0] ?? '');
  await server.start(folder);
});

after(() => server.stop());

const see = (file: string, text: string) => server.see(join(folder, file), `${lines.get(file) ?? ''}\n${text}`);

const [pipeline, contacts, classes, links, conditions, school, shared, tests, defaults] = [
  'pipeline.yaml',
  'rules/contacts.yaml',
  'rules/classes.yaml',
  'rules/class-teachers.yaml',
  'rules/conditions.yaml',
  'rules/schools/9361234.yaml',
  'rules/shared/oak-trust.yaml',
  'rules/tests/a.yaml',
  'rules/tests/defaults.yaml',
] as const;

/** Places, with what must be offered there, and what must not. */
const offers: readonly [file: string, text: string, offered: string, not?: string][] = [
  [contacts, '- ¦\n', 'name because fix for once from until conditions event'],
  [contacts, rule('  conditions:\n    ¦\n'), 'all any not condition'],
  [contacts, rule('  conditions:\n    all:\n      - ¦\n'), 'fact operator value all any not condition'],
  [
    contacts,
    rule('  conditions:\n    all:\n      - fact: ¦\n'),
    'title surname id studentCount option.titles sameEmail',
    'code',
  ],
  [contacts, asking('{ fact: ¦x }'), 'title surname studentCount', 'sameEmail code'],
  [contacts, asking('{ fact: ¦x }', 'exclude'), 'title studentCount', 'sameEmail'],
  [contacts, asking('{ fact: ¦x }', 'warn'), 'title studentCount sameEmail halfEmail'],
  [contacts, asking('{ fact: ¦x }', 'split'), 'title surname option.titles', 'studentCount sameEmail'],
  [
    contacts,
    asking('{ fact: title, operator: ¦x, value: y }'),
    'equal in hasText isTwoOf isJoined',
    'before lessThan contains',
  ],
  [
    contacts,
    asking('{ fact: studentCount, operator: ¦x, value: 1 }'),
    'greaterThan greaterThanInclusive',
    'lessThan equal startsWith',
  ],
  [
    contacts,
    asking('{ fact: studentCount, operator: ¦x, value: 1 }', 'exclude'),
    'lessThan lessThanInclusive',
    'greaterThan',
  ],
  [contacts, asking('{ not: { fact: studentCount, operator: ¦x, value: 1 } }'), 'lessThan', 'greaterThan'],
  [
    contacts,
    asking('{ fact: studentCount, operator: ¦x, value: 1 }', 'warn'),
    'lessThan greaterThan equal',
    'startsWith',
  ],
  [contacts, leaf('fact: option.singleSignOn', 'operator: equal', 'value: ¦'), 'true false'],
  [
    contacts,
    asking('{ fact: title, operator: in, value: { fact: ¦x } }'),
    'option.titles option.classTypes',
    'option.singleSignOn today',
  ],
  [contacts, asking('{ condition: ¦x }'), 'signsOn', 'title'],
  [contacts, rule('  event:\n    type: ¦\n'), 'require exclude set split warn'],
  [contacts, rule('  event:\n    type: split\n    params:\n      by: ¦\n'), 'title forename surname', 'id'],
  [
    contacts,
    rule('  event:\n    type: split\n    params:\n      share:\n        ¦\n'),
    'forename email contactLinks.relationship',
  ],
  [contacts, rule('  event:\n    type: split\n    params:\n      share:\n        email: ¦\n'), 'joints emails phones'],
  [contacts, rule('  event:\n    type: set\n    params:\n      ¦\n'), 'title email relationship', 'id studentCount'],
  [
    classes,
    rule('  conditions:\n    all:\n      - fact: ¦\n'),
    'code description type studentCount teacherCount',
    'title',
  ],
  [classes, leaf('fact: type', 'operator: equal', 'value: ¦'), 'Registration'],
  [links, rule('  event:\n    type: ¦\n'), 'require exclude set warn', 'split'],
  [
    links,
    rule('  conditions:\n    all:\n      - fact: ¦\n'),
    'role fields class.type class.code teacher.surname',
    'type',
  ],
  [links, leaf('rank: { of: teacher, by: [teacher.surname] }', 'operator: ¦'), 'equal lessThan', 'startsWith'],
  [links, leaf('rank:\n          of: ¦'), 'class teacher', 'role'],
  [contacts, asking('{ fact: ¦x }', 'exclude'), 'studentCount.read'],
  [contacts, asking('{ fact: email, operator: ¦x, value: y }'), 'matches domainIs', 'lessThan'],
  [
    tests,
    '- name: a\n  expect:\n    notWarned:\n      contacts:\n        - id: 1\n          rule: ¦\n',
    'contact-no-email',
    'contact-title',
  ],
  [links, asking('{ fact: fields, operator: contains, value: ¦x }'), 'StaffID1 StaffID2 StaffIDs'],
  [conditions, 'a:\n  all:\n    - fact: ¦\n', 'title code role dateOfBirth option.singleSignOn'],
  [school, '¦\n', 'extends options disable enable add replace guard pause retired'],
  [school, 'options:\n  ¦\n', 'parentalResponsibilityOnly singleSignOn titles'],
  [school, 'options:\n  singleSignOn: ¦\n', 'true false'],
  [school, 'options:\n  titles:\n    ¦\n', 'add'],
  [school, 'disable:\n  - ¦\n', 'contact-title teacher-title no-houses'],
  [school, 'disable: [¦x]\n', 'contact-title teacher-title no-houses'],
  [school, 'add:\n  ¦\n', 'contacts students classTeachers'],
  [school, 'replace:\n  contacts:\n    - name: ¦\n', 'contact-title combined-contact', 'teacher-title'],
  [
    school,
    'add:\n  students:\n    - name: a\n      conditions:\n        all:\n          - fact: ¦\n',
    'knownName classCount',
    'title',
  ],
  [school, 'extends: ¦\n', '../shared/oak-trust.yaml'],
  [shared, 'guard:\n  letGo:\n    - ¦\n', 'contactLinks classTeachers'],
  [tests, '- ¦\n', 'name school options date extract expect only known'],
  [tests, '- name: a\n  extract:\n    ¦\n', 'Students Contacts ContactLinks Staff Classes Groups'],
  [tests, '- name: a\n  extract:\n    Contacts:\n      - ¦\n', 'ContactID Title Forename Email', 'StaffID'],
  [tests, '- name: a\n  expect:\n    ¦\n', 'through out warn'],
  [
    tests,
    '- name: a\n  expect:\n    out:\n      contacts:\n        - id: 1\n          rule: ¦\n',
    'contact-title no-id',
    'teacher-title contact-no-email',
  ],
  [
    tests,
    '- name: a\n  expect:\n    warn:\n      contacts:\n        - id: 1\n          rule: ¦\n',
    'contact-no-email likely-duplicate',
    'contact-title',
  ],
  [tests, '- name: a\n  expect:\n    through:\n      classTeachers:\n        - ¦\n', 'class teacher role'],
  [tests, '- name: a\n  only:\n    - ¦\n', 'contacts classTeachers'],
  [defaults, 'date: 2026-11-20\nextract:\n  Students:\n    - ¦\n', 'StudentID KnownName DateOfBirth'],
  [pipeline, '¦\n', 'name source database options records links facts guard'],
  [pipeline, 'records:\n  contacts:\n    order:\n      - ¦\n', 'title surname email'],
  [pipeline, 'links:\n  a:\n    joins:\n      b:\n        to: ¦\n', 'contacts classes'],
];

/** Words, with what must be shown of them. */
const hovers: readonly [file: string, text: string, shown: RegExp][] = [
  [contacts, asking('{ fact: sur¦name, operator: equal, value: A }'), /Surname, read from `Surname`\. It is text\./],
  [contacts, asking('{ fact: student¦Count, operator: greaterThan, value: 1 }'), /How many Students come through/],
  [
    contacts,
    asking('{ fact: option.single¦SignOn, operator: equal, value: true }', 'warn'),
    /People sign in with their email address/,
  ],
  [
    contacts,
    asking('{ fact: title, operator: has¦Text, value: A }'),
    /The fact has the text somewhere in it, in any case\./,
  ],
  [contacts, asking('{ condition: sign¦sOn }', 'warn'), /option\.singleSignOn, operator: equal, value: true/],
  [contacts, asking('{ fact: title, operator: equal, value: A }', 'excl¦ude'), /stays out if the conditions hold/],
  [links, asking('{ fact: class.ty¦pe, operator: equal, value: A }'), /Of the class: Type, read from `Type`/],
  [
    conditions,
    'a: { all: [{ fact: dateOf¦Birth, operator: before, value: 2020-01-01 }] }\n',
    /Date of birth, read from `DateOfBirth`\. It is a day\./,
  ],
  [school, 'options:\n  single¦SignOn: true\n', /People sign in with their email address/],
  [school, 'disable: [contact-ti¦tle]\n', /contacts: Title is blank\./],
  [tests, '- name: a\n  extract: { Contacts: [{ Ti¦tle: A }] }\n  only: true\n', /Read as contacts\.title/],
  [tests, '- name: a\n  expect: { out: { contacts: [{ id: 1, rule: contact-ti¦tle }] } }\n', /Title is blank/],
  [pipeline, 'time¦zone: Europe/London\n', /Whose day it is, for rules with dates/],
];

/** Mistakes, with the text that must be marked. */
const mistakes: readonly [file: string, text: string, marked: string][] = [
  [contacts, asking('{ fact: titel, operator: equal, value: A }'), 'titel'],
  [contacts, asking('{ fact: dateOfBirth, operator: before, value: 2020-01-01 }'), 'dateOfBirth'],
  [contacts, asking('{ fact: sameEmail, operator: greaterThan, value: 1 }'), 'sameEmail'],
  [contacts, asking('{ fact: option.signOn, operator: equal, value: true }'), 'option.signOn'],
  [contacts, asking('{ condition: signOn }'), 'signOn'],
  [contacts, asking('{ fact: title, operator: before, value: 2020-01-01 }'), 'before'],
  [contacts, asking('{ fact: title, operator: lessThan, value: 3 }'), 'lessThan'],
  [contacts, asking('{ fact: title, operator: contains, value: A }'), 'contains'],
  [contacts, asking('{ fact: title, operator: is, value: A }'), 'is'],
  [contacts, asking('{ fact: studentCount, operator: lessThan, value: 3 }'), 'lessThan'],
  [contacts, asking('{ fact: studentCount, operator: greaterThan, value: three }'), 'three'],
  [contacts, asking('{ fact: option.singleSignOn, operator: equal, value: yes }', 'warn'), 'yes'],
  [contacts, asking('{ fact: title, operator: isJoined, value: maybe }'), 'maybe'],
  [contacts, asking('{ fact: title, operator: equal, valeu: A }'), 'valeu'],
  [contacts, asking('{ fact: title, operator: in, value: { fact: option.title } }'), 'option.title'],
  [contacts, asking('{ fact: title, operator: equal, value: A }', 'requires'), 'requires'],
  [contacts, rule('  event: { type: set, params: { titel: A } }\n  conditions: { condition: signsOn }\n'), 'titel'],
  [
    contacts,
    rule('  event: { type: set, params: { title: { field: forname } } }\n  conditions: { condition: signsOn }\n'),
    'forname',
  ],
  [links, rule('  event: { type: split, params: { by: role } }\n  conditions: { condition: signsOn }\n'), 'split'],
  [links, asking('{ fact: fields, operator: contains, value: StaffID }'), 'StaffID'],
  [conditions, 'a: { all: [{ fact: titel, operator: equal, value: A }] }\n', 'titel'],
  [school, 'options: { singelSignOn: true }\n', 'singelSignOn'],
  [school, 'options: { singleSignOn: maybe }\n', 'maybe'],
  [school, 'options: { titles: { ad: [Sgt] } }\n', '{ ad: [Sgt] }'],
  [school, 'disable: [contact-titel]\n', 'contact-titel'],
  [school, 'enable: [contact-titel]\n', 'contact-titel'],
  [school, 'disabel: [contact-title]\n', 'disabel'],
  [
    school,
    `replace:\n  contacts:\n  ${asking('{ fact: title, operator: equal, value: A }').replaceAll('\n', '\n  ').replace('name: a', 'name: teacher-title')}\n`,
    'teacher-title',
  ],
  [school, 'add: { contact: [] }\n', 'contact'],
  [shared, 'guard: { letGo: [contactLink] }\n', 'contactLink'],
  [tests, '- { name: a, extract: { Contacts: [{ Titel: A }] }, only: true }\n', 'Titel'],
  [tests, '- { name: a, extract: { Contact: [] }, only: true }\n', 'Contact'],
  [tests, '- { name: a, options: { singelSignOn: true }, only: true }\n', 'singelSignOn'],
  [tests, '- { name: a, expect: { out: { contacts: [{ id: 1, rule: contact-titel }] } } }\n', 'contact-titel'],
  [tests, '- { name: a, expect: { trough: { contacts: [1] } } }\n', 'trough'],
  [tests, '- { name: a, only: [contact] }\n', 'contact'],
  [pipeline, 'timezoen: Europe/London\n', 'timezoen'],
];

for (const [at, [file, text, offered, not = '']] of offers.entries())
  test(`place ${String(at + 1)}, in ${file}: ${JSON.stringify(text)}`, async () => {
    const seen = await see(file, text);
    for (const word of offered.split(' ').filter((one) => one !== ''))
      assert.ok(seen.offered.includes(word), `${word} is offered among ${seen.offered.join(', ')}`);
    for (const word of not.split(' ').filter((one) => one !== ''))
      assert.ok(!seen.offered.includes(word), `${word} is offered`);
  });

for (const [file, text, shown] of hovers)
  test(`in ${file}, ${JSON.stringify(text)} is explained`, async () => {
    assert.match((await see(file, text)).hover, shown);
  });

for (const [file, text, wrong] of mistakes)
  test(`in ${file}, ${wrong} is marked: ${JSON.stringify(text)}`, async () => {
    const { marked } = await see(file, `${text}¦`);
    assert.ok(
      marked.some((one) => one.text === wrong),
      JSON.stringify(marked),
    );
  });

test('nothing is marked in what check takes', { skip: unlessFull('it takes seconds') }, async () => {
  for (const file of [pipeline, contacts, classes, links, conditions, school, shared, tests, defaults]) {
    const text = readFileSync(join(folder, file), 'utf8');
    const { marked } = await server.see(join(folder, file), `${text}¦`);
    assert.deepEqual(marked, [], file);
  }
});
