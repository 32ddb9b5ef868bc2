import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../src/decide/decide.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { readText, today } from '../support/decide-text.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { configurationOf, extractOf, rowsOf } from '../support/views.js';

const oneList = configurationOf(`
records:
  students: { one: student, from: { section: people, where: { role: student } }, id: id, keep: { surname: last } }
  teachers:
    one: teacher
    from: { section: people, where: { role: { in: [teacher, tutor] } }, keep: { surname: staff.last } }
    id: id
    keep: { surname: last }
  classes:
    one: class
    from:
      - sets
      - { section: groups, where: { kind: Tutor }, optional: true, id: code, keep: { type: { value: registration }, name: title } }
    id: id
    keep: { name: name, type: { value: class } }
links:
  memberships:
    one: membership
    from: { section: members, where: { leaver: { not: true } } }
    joins: { class: { to: classes, from: class }, student: { to: students, from: person } }
`);

const document = {
  people: [
    { id: 1, role: 'student', last: 'Okoro' },
    { id: 2, role: ' teacher ', last: 'x', staff: { last: 'Lim' } },
    { id: 3, role: 'tutor', staff: {} },
    { id: 4, role: 'governor' },
    { id: 5, role: ['student'] },
    'nobody',
    { role: 'student' },
  ],
  sets: [{ id: 'a', name: '4M1' }],
  groups: [
    { code: 'b', title: '4B', kind: 'Tutor' },
    { code: 'c', title: 'Red', kind: 'House' },
  ],
  members: [
    { class: 'a', person: 1 },
    { class: 'b', person: 1, leaver: false },
    { class: 'c', person: 1 },
    { class: 'b', person: 2, leaver: null },
    { class: 'b', person: 9 },
    { class: 'b', person: 1, leaver: 'Y' },
    { class: 'b', person: 1, leaver: 'perhaps' },
  ],
};

test('one section feeds several kinds, and a kind takes entries of several sections', async () => {
  assert.deepEqual(rowsOf(await extractOf(oneList, document)), {
    students: ['1 Okoro'],
    teachers: ['2 Lim', '3 -'],
    classes: ['a 4M1 class', 'b 4B registration'],
    memberships: ['a 1', 'b 1', 'b 9'],
  });
});

test('entries = read + outside, also of links whose end the views of its kind leave out', async () => {
  const extract = await extractOf(oneList, document);
  assert.deepEqual(Object.fromEntries(extract.outside), { students: 5, teachers: 5, classes: 1, memberships: 4 });
  const { sums } = await decide(extract, oneList.forSchool('1'), today, new RuleMemory());
  const read = Object.fromEntries(Array.from(sums, ([kind, sum]) => [kind, [sum.read, sum.outside]]));
  assert.deepEqual(read, { students: [2, 5], teachers: [2, 5], classes: [2, 1], memberships: [3, 4] });
  assert.deepEqual(
    extract.findings.filter(({ rule }) => rule === 'outside-views').map(({ because }) => because),
    [
      '3 of 7 entries of people are outside every view: no kind takes them.',
      '1 of 2 entries of groups is outside every view: no kind takes it.',
      '2 of 7 entries of members are outside every view: no kind takes them.',
    ],
  );
});

test('the order of sections in a document changes nothing, and an optional one may be missing or null', async () => {
  const { people, sets, groups, members } = document;
  const rows = rowsOf(await extractOf(oneList, document));
  assert.deepEqual(rowsOf(await extractOf(oneList, { members, groups, sets, people })), rows);
  for (const none of [{}, { groups: null }])
    assert.deepEqual(rowsOf(await extractOf(oneList, { members, sets, people, ...none })).classes, ['a 4M1 class']);
  const text = JSON.stringify({ school: 1, people, sets, members, groups: 'none' });
  const [result] = await readText(text, planReading(oneList.pipeline));
  assert.equal(result?.type, 'broken');
});

test('a section that comes twice leaves nothing of its first time', async () => {
  const text = JSON.stringify({ school: 1, ...document }).replace(
    '"sets"',
    '"groups":[{"code":"z","kind":"Tutor"}],"sets"',
  );
  const [result] = await readText(text, planReading(oneList.pipeline), 9);
  if (result?.type !== 'extract') throw new Error(JSON.stringify(result));
  assert.deepEqual(rowsOf(result.extract).classes, ['a 4M1 class', 'b 4B registration']);
});

test('an id from two views is united, and constants that differ are a conflict', async () => {
  const sets = [{ id: 'b', name: '4B' }];
  const extract = await extractOf(oneList, { ...document, sets });
  const { findings, sums } = await decide(extract, oneList.forSchool('1'), today, new RuleMemory());
  assert.equal(sums.get('classes')?.merged, 1);
  assert.deepEqual(
    findings.filter(({ rule }) => rule === 'repeat-differs').map(({ recordId, field }) => [recordId, field]),
    [['b', 'type']],
  );
});

test('links that name people by a field or by several parts are outside where the views leave these out', async () => {
  const configuration = configurationOf(`
records:
  students: { one: student, from: { section: people, where: { role: student } }, id: id, keep: { number: number } }
  sets: { one: set, from: { section: sets, where: { live: true } }, id: { key: [code, year] } }
links:
  members:
    one: member
    from: members
    joins:
      set: { to: sets, from: { key: [code, year] } }
      student: { to: students, from: number, by: number }
`);
  const people = [
    { id: 1, role: 'student', number: 'A1' },
    { id: 2, role: 'parent', number: 'A2' },
    { id: 3, role: 'parent', number: 'A1' },
  ];
  const sets = [
    { code: 'M', year: 7, live: 'yes' },
    { code: 'M', year: 8, live: 'no' },
  ];
  const members = [
    ['M', 7, 'A1'],
    ['M', 8, 'A1'],
    ['M', 7, 'A2'],
    ['M', 9, 'A1'],
  ].map(([code, year, number]) => ({ code, year, number }));
  const extract = await extractOf(configuration, { people, sets, members });
  assert.deepEqual(rowsOf(extract).members, ['M|7 A1', 'M|9 A1']);
  assert.deepEqual(Object.fromEntries(extract.outside), { students: 2, sets: 1, members: 2 });
});

test('a view that takes none of many is reported, and whether only letters or spaces differ', async () => {
  const said = async (people: readonly unknown[]) => {
    const { findings } = await extractOf(oneList, { ...document, people });
    return findings
      .filter(({ rule }) => rule === 'empty-view')
      .map(({ kind, because }) => `${String(kind)}: ${because}`);
  };
  assert.deepEqual(
    await said([
      { id: 1, role: 'Student' },
      { id: 2, role: 'STUDENT' },
      { id: 3, role: 'tutor' },
    ]),
    [
      'students: The view of students takes none of the 3 entries of people. Nearly: 2 entries would fit in other letters or with other spaces.',
    ],
  );
  assert.deepEqual(await said([{ id: 3, role: 'tutor' }]), []);
  assert.deepEqual(
    await said([
      { id: 3, role: 'tutor' },
      { id: 4, role: 'x' },
    ]),
    ['students: The view of students takes none of the 2 entries of people.'],
  );
});

test('of the paths of alternatives one is enough, and what all of them ask for is looked for by itself', async () => {
  /** The paths without which the document fails. */
  const unread = async (where: string, ...people: object[]) => {
    const from = `{ section: people, where: ${where} }`;
    const kinds = `records:\n  students: { one: student, from: ${from}, id: id }\n`;
    const [result] = await readText(
      JSON.stringify({ school: 1, people }),
      planReading(configurationOf(kinds).pipeline),
    );
    if (result?.type !== 'broken') return [];
    const [, said = ''] = /in no entry: (.*?) in people/.exec(result.broken.reason) ?? [];
    return [said];
  };
  const either = '[{ live: true, role: student }, { live: true, kind: pupil }]';
  assert.deepEqual(await unread(either, { id: 1, live: true, kind: 'pupil' }), []);
  assert.deepEqual(await unread(either, { id: 1, live: true }), ['role or kind']);
  assert.deepEqual(await unread(either, { id: 1, role: 'student' }), ['live']);
  const listed = '[{ role: student }, { roles: { has: { role: student } } }]';
  assert.deepEqual(await unread(listed, { id: 1, roles: [{ role: 'student' }] }), []);
  assert.deepEqual(await unread('{ role: student }', { id: 1 }), ['role']);
});

test('of a link that is outside nothing is said: neither its bad values, nor what is repeated in it', async () => {
  const configuration = configurationOf(`records:
  students: { one: student, from: { section: people, where: { role: student } }, id: id }
  groups: { one: group, from: groups, id: id }
links:
  members:
    one: member
    from: members
    joins: { group: { to: groups, from: group }, student: { to: students, from: person } }
    keep: { since: { from: since, type: date } }
`);
  const { findings, outside } = await extractOf(configuration, {
    people: [
      { id: 1, role: 'student' },
      { id: 2, role: 'teacher' },
    ],
    groups: [{ id: 'g' }],
    members: [
      { group: 'g', person: 1, since: 'May' },
      { group: 'g', person: 2, since: 'June' },
    ],
  });
  assert.equal(outside.get('members'), 1);
  assert.deepEqual(
    findings.filter(({ rule }) => rule === 'bad-value').map(({ recordId }) => recordId),
    ['["g","1"]'],
  );
});

test('a bad value under the where of a view is a finding of the entry, unless it does not fit anyway', async () => {
  const configuration = configurationOf(`
records:
  students: { one: student, from: { section: people, where: { role: student, active: true } }, id: id }
links:
  places:
    one: place
    from: { section: members, where: [{ main: true }, { kind: Tutor, since: { before: 2026-11-20 } }] }
    joins: { class: { to: students, from: class }, student: { to: students, from: person } }
`);
  const extract = await extractOf(configuration, {
    people: [
      { id: 1, role: 'student', active: 'perhaps' },
      { id: 2, role: 'student', active: 'yes' },
      { id: 3, role: 'teacher', active: 'perhaps' },
      { role: 'student', active: {} },
    ],
    members: [
      { class: 2, person: 2, main: 'maybe', kind: 'Tutor', since: 'soon' },
      { class: 2, person: 1, main: 'maybe', kind: 'Tutor', since: '2026-01-01' },
      { class: 2, person: 3, main: 'no', kind: 'House', since: 'soon' },
    ],
  });
  const bad = extract.findings.filter(({ rule }) => rule === 'bad-value');
  assert.deepEqual(
    bad.map(({ kind, recordId, field, position }) => [kind, recordId, field, position].join(' ')),
    ['students 1 active 0', 'students  active 3', 'places ["2","2"] main 0', 'places ["2","2"] since 0'],
  );
});
