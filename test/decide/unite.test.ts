import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unite, type United } from '../../src/decide/unite.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { extractOf, inShort, type Short } from '../support/small-table.js';

const { pipeline } = shippedConfiguration();

function united(given: Readonly<Record<string, readonly Short[]>>): United {
  return unite(extractOf(pipeline, given), pipeline);
}

/** What differs between repeats: of whom, and in which field of the extract. */
function conflictsOf({ findings }: United): unknown[] {
  return findings.kept.map(({ rule, kind, recordId, field, position }) => [rule, kind, recordId, field, position]);
}

test('of each field of a repeat the first value that is not blank stays, and where another differs that is said', () => {
  const found = united({
    contacts: [
      ['5', { surname: 'Lim', email: 'lim@example.org' }],
      ['6', { surname: 'Okoro' }],
      ['5', { title: 'Mrs', surname: 'Ong', email: 'lim@example.org' }],
      ['5', { title: 'Ms', surname: 'Ng' }],
    ],
  });
  assert.deepEqual(inShort(found.world.recordsOf('contacts')), [
    ['5', { title: 'Mrs', surname: 'Lim', email: 'lim@example.org' }],
    ['6', { surname: 'Okoro' }],
  ]);
  assert.equal(found.merged.get('contacts'), 2);
  assert.deepEqual(conflictsOf(found), [
    ['repeat-differs', 'contacts', '5', 'Surname', 2],
    ['repeat-unlike', 'contacts', '5', null, 3],
    ['repeat-differs', 'contacts', '5', 'Title', 3],
  ]);
});

test('a repeat in which more than half of the fields that both have differ, at least two, is warned about once', () => {
  const first: Short = ['5', { title: 'Mrs', surname: 'Lim', forename: 'Ada' }];
  const unlike = (...others: readonly Short[]) =>
    conflictsOf(united({ contacts: [first, ...others] })).filter((found) => String(found).startsWith('repeat-unlike'));
  assert.deepEqual(unlike(['5', { surname: 'Ong' }]), []);
  assert.deepEqual(unlike(['5', { title: 'Mrs', surname: 'Lim', forename: 'Eve', phone: '1' }]), []);
  assert.deepEqual(unlike(['5', { title: 'Mrs', surname: 'Ong', forename: 'Eve' }], ['5', { surname: 'Ng' }]), [
    ['repeat-unlike', 'contacts', '5', null, 1],
  ]);
  const four: Short = ['6', { title: 'Mrs', surname: 'Lim', forename: 'Ada', email: 'a@example.org' }];
  const half: Short = ['6', { title: 'Mrs', surname: 'Ong', forename: 'Eve', email: 'a@example.org' }];
  assert.deepEqual(unlike(four, half), []);
});

test('ids are compared exactly, case included', () => {
  const { world, merged } = united({ students: [['a'], ['A'], ['a ']] });
  assert.deepEqual([world.recordsOf('students').ids, merged.get('students')], [['a', 'A', 'a '], 0]);
});

test("a contact link's id is its pair of ids", () => {
  const found = united({
    students: [['101'], ['102']],
    contacts: [['5']],
    contactLinks: [
      [['101', '5'], { parentalResponsibility: true }],
      [['102', '5'], { relationship: 'Aunt' }],
      [['101', '5'], { relationship: 'Mother', parentalResponsibility: true }],
    ],
  });
  assert.deepEqual(inShort(found.world.linksOf('contactLinks')), [
    [['101', '5'], { relationship: 'Mother', parentalResponsibility: true }],
    [['102', '5'], { relationship: 'Aunt' }],
  ]);
  assert.deepEqual([found.merged.get('contactLinks'), conflictsOf(found)], [1, []]);
});

test("lists are united, and so are a class's teachers, whichever field names them", () => {
  const found = united({
    ...{ students: [['101'], ['102']], teachers: [['31'], ['32']], classes: [['9'], ['9']] },
    classStudents: [
      [['9', '101'], {}, 'StudentIDs'],
      [['9', '102'], {}, 'StudentIDs'],
      [['9', '101'], {}, 'StudentIDs'],
    ],
    classTeachers: [
      [['9', '31'], {}, 'StaffID1'],
      [['9', '31'], {}, 'StaffIDs'],
      [['9', '32'], {}, 'StaffIDs'],
    ],
  });
  const { world, merged } = found;
  assert.deepEqual(inShort(world.linksOf('classStudents')), [
    [['9', '101'], {}],
    [['9', '102'], {}],
  ]);
  const teachers = world.linksOf('classTeachers');
  assert.deepEqual(
    [inShort(teachers), [0, 1].map((link) => teachers.keys[link])],
    [
      [
        [['9', '31'], {}],
        [['9', '32'], {}],
      ],
      [['StaffID1', 'StaffIDs'], ['StaffIDs']],
    ],
  );
  assert.deepEqual([merged.get('classes'), merged.get('classStudents'), merged.get('classTeachers')], [1, 1, 1]);
  assert.deepEqual(conflictsOf(found), []);
});

test('the first StaffID1 stays the main teacher, and a later, different one is a teacher all the same', () => {
  const found = united({
    ...{ teachers: [['31'], ['32']], classes: [['9'], ['9']] },
    classTeachers: [
      [['9', '31'], {}, 'StaffID1'],
      [['9', '32'], {}, 'StaffID1'],
    ],
  });
  const teachers = found.world.linksOf('classTeachers');
  assert.deepEqual(
    [0, 1].map((link) => [teachers.idsAt(link), teachers.keys[link]]),
    [
      [['9', '31'], ['StaffID1']],
      [['9', '32'], []],
    ],
  );
  assert.deepEqual(conflictsOf(found), [['repeat-differs', 'classes', '9', 'StaffID1', 1]]);
});

test('a link to who is not in the extract is kept, and known to dangle', () => {
  const links = united({
    ...{ students: [['101']], groups: [['70']] },
    groupStudents: [
      [['70', '101'], {}, 'StudentIDs'],
      [['70', '999'], {}, 'StudentIDs'],
    ],
  }).world.linksOf('groupStudents');
  assert.deepEqual(
    [0, 1].map((link) => [links.idsAt(link), links.dangles(link)]),
    [
      [['70', '101'], false],
      [['70', '999'], true],
    ],
  );
});

test('the extract stays as it was', () => {
  const extract = extractOf(pipeline, { contacts: [['5'], ['5', { title: 'Mrs' }]] });
  unite(extract, pipeline);
  assert.deepEqual(
    [...extract.tables.of('contacts')].map(({ values }) => values[0]),
    [null, 'Mrs'],
  );
});
