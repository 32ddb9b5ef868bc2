import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reference } from './reference.js';
import { reference } from './reference.js';

const PUPIL = { StudentID: 1, Surname: 'Bell' };
const TEACHER = { StaffID: 31, Title: 'Mrs', Forename: 'Ada', Surname: 'Lim' };
const CLASS = { ClassID: 9, Type: 'Registration', StaffID1: 31, StudentIDs: [1] };
const CONTACT = { ContactID: 5, Title: 'Mr and Mrs', Forename: 'Ben and Ife', Surname: 'Bell' };
const LINK = { StudentID: 1, ContactID: 5 };

function decide(sections: object, options = {}): Reference {
  const school = { Students: [PUPIL], Contacts: [], ContactLinks: [], Staff: [TEACHER], Classes: [CLASS], Groups: [] };
  const text = JSON.stringify({ SchoolID: 1, ...school, ...sections });
  return reference(text, { parentalResponsibilityOnly: false, singleSignOn: false, ...options });
}

test('a record is out for its own reason, not because what it would bring along is out', () => {
  const { failing, rounds } = decide({ Staff: [{ ...TEACHER, Title: ' ' }] });
  assert.deepEqual(failing, [
    { kind: 'students', id: '1', rules: ['student-in-a-class'] },
    { kind: 'teachers', id: '31', rules: ['teacher-title'] },
    { kind: 'classes', id: '9', rules: ['class-has-a-teacher'] },
    { kind: 'classStudents', id: '["9","1"]', rules: ['end-stays-out'] },
    { kind: 'classTeachers', id: '["9","31"]', rules: ['end-stays-out'] },
  ]);
  assert.equal(rounds, 3);
});

test('every entry is counted: blank where one id stands is not read, blank in a list is rejected', () => {
  const { sums } = decide({
    Classes: [
      { ...CLASS, StaffID2: null, StaffIDs: [31, null, 32], StudentIDs: [1, '1', [1], 99] },
      { ClassID: ' ', StaffID1: [31], StudentIDs: {} },
      { ClassID: 9, StaffIDs: '\u3000' },
      'no class',
    ],
  });
  assert.deepEqual(sums.classes, { read: 4, through: 1, not: 0, rejected: 2, merged: 1, split: 0 });
  assert.deepEqual(sums.classTeachers, { read: 5, through: 1, not: 1, rejected: 2, merged: 1, split: 0 });
  assert.deepEqual(sums.classStudents, { read: 5, through: 1, not: 1, rejected: 2, merged: 1, split: 0 });
});

test('a link to the second half that only the split makes is dangling, and the half has its own link all the same', () => {
  const { tables, failing, sums } = decide({
    Contacts: [CONTACT],
    ContactLinks: [LINK, { ...LINK, ContactID: '5#2' }],
  });
  assert.deepEqual(tables['contact_links'], [
    ['1', '1', '5', null, 1],
    ['1', '1', '5#2', null, 1],
  ]);
  assert.deepEqual(failing, [{ kind: 'contactLinks', id: '["1","5#2"]', rules: ['dangling'] }]);
  assert.deepEqual(sums.contactLinks, { read: 2, through: 2, not: 1, rejected: 0, merged: 0, split: 1 });
});

test('the main teacher is the first usable StaffID1 of a class, also where that person stays out', () => {
  const { tables } = decide({
    Classes: [
      { ...CLASS, StaffID1: [31], StaffID2: 31 },
      { ClassID: 9, StaffID1: 99 },
    ],
  });
  assert.deepEqual(tables['class_teachers'], [['1', '9', '31', 'supervisor']]);
});

test('titles split only at joints between two known titles, and other joints are warned about', () => {
  const titles = ['Mr and Mrs', 'mr.&LADY', 'Mr and', 'Mr/and Mrs', 'Sand', 'Mr and and Mrs', '& Mr & Mrs'];
  const { tables, warnings } = decide({
    Contacts: titles.map((Title, i) => ({ ...CONTACT, Title, ContactID: i })),
    ContactLinks: titles.map((_, i) => ({ ...LINK, ContactID: i })),
  });
  assert.deepEqual(
    tables['contacts'].map((row) => row[2]),
    ['Mr', 'Mrs', 'mr.', 'LADY', 'Mr and', 'Mr/and Mrs', 'Sand', 'Mr and and Mrs', '& Mr & Mrs'],
  );
  assert.deepEqual(warnings, [
    { kind: 'contacts', id: '2', rule: 'title-looks-like-two' },
    { kind: 'contacts', id: '3', rule: 'title-looks-like-two' },
    { kind: 'contacts', id: '5', rule: 'title-looks-like-two' },
    { kind: 'contacts', id: '6', rule: 'title-looks-like-two' },
  ]);
});

test('U+FEFF is no white space and U+0085 is', () => {
  const { tables } = decide({ Staff: [{ ...TEACHER, Title: '\ufeff', Forename: '\u0085Ada\u2003' }] });
  assert.deepEqual(tables['teachers'], [['1', '31', '\ufeff', 'Ada', 'Lim', null]]);
});

test('halves that share an address are warned about once, on the first, and are no duplicates', () => {
  const { warnings, duplicates } = decide(
    { Contacts: [{ ...CONTACT, Forename: 'Sandy', Email: 'home@example.org' }], ContactLinks: [LINK] },
    { singleSignOn: true },
  );
  assert.deepEqual(warnings, [
    { kind: 'contacts', id: '5', rule: 'halves-share-email' },
    { kind: 'teachers', id: '31', rule: 'teacher-no-email' },
  ]);
  assert.deepEqual(duplicates, []);
});
