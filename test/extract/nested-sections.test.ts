import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readText } from '../support/decide-text.js';
import { configurationOf, extractOf, rowsOf } from '../support/views.js';

const people = configurationOf(`
records:
  students: { one: student, from: { section: people, where: { role: student } }, id: id, keep: { surname: last } }
  contacts: { one: contact, from: { section: people, where: { role: [parent, guardian] } }, id: id, keep: { surname: last } }
links:
  contactLinks: # named from either side
    one: contactLink
    from:
      - { section: "people[].relatives", where: { ^.role: student }, joins: { student: ^.id, contact: person.id }, keep: { from: { value: student } } }
      - { section: "people[].relatives", where: { ^.role: [parent, guardian] }, joins: { student: person.id, contact: ^.id } }
    joins: { student: { to: students }, contact: { to: contacts } }
    keep: { kind: kind, outer: ^.last, from: { value: contact } }
`);

test('entries of a list within entries are links, with the entry around them as an end', async () => {
  const extract = await extractOf(people, {
    people: [
      { relatives: [{ person: { id: 2 }, kind: 'mother' }, { person: { id: 3 } }], id: 1, role: 'student', last: 'A' },
      { id: 2, role: 'parent', last: 'B', relatives: [] },
      { id: 3, role: 'guardian', last: 'C', relatives: { kind: 'aunt', person: { id: 1 } } },
      { id: 4, role: 'teacher', last: 'D', relatives: [{ person: { id: 1 } }] },
      { id: 5, role: 'student', last: 'E' },
      'x',
    ],
  });
  assert.deepEqual(rowsOf(extract), {
    students: ['1 A', '5 E'],
    contacts: ['2 B', '3 C'],
    contactLinks: ['1 2 mother A student', '1 3 - A student', '1 3 aunt C contact'],
  });
  assert.deepEqual(Object.fromEntries(extract.outside), { students: 4, contacts: 4, contactLinks: 1 });
});

const deep = configurationOf(`
records:
  students: { one: student, from: students.data, id: id }
  contacts:
    one: contact
    from:
      - { section: "students.data[].contacts", optional: true }
      - { section: "students.data[].contacts.data", optional: true }
    id: id
    keep: { child: ^.id, name: name, mails: { from: { list: mails, value: at } } }
  phones:
    one: phone
    from: { section: "students.data[].contacts.data[].phones", optional: true }
    id: number
    keep: { of: ^.id, child: ^.^.id }
links:
  contactLinks:
    one: contactLink
    within: students
    joins: { student: {}, contact: { to: contacts, from: { list: contacts.data, value: id } } }
`);

test('lists within lists, in an envelope, in pages, as a list or as one object', async () => {
  const five = { id: 5, name: 'F', mails: [{ at: 'x' }], phones: [{ number: 7 }, { number: 8 }] };
  const six = { id: 6, name: 'S', phones: [{ number: 9 }] };
  const rows = (contacts: unknown) =>
    extractOf(deep, { students: [{ data: [{ contacts, id: 1 }] }, { data: [{ id: 2, contacts: null }] }] }).then(
      rowsOf,
    );
  const students = ['1', '2'];
  const contacts = ['5 1 F x', '6 1 S -'];
  const phones = ['7 5 1', '8 5 1', '9 6 1'];
  assert.deepEqual(await rows({ data: [five, six] }), { students, contacts, phones, contactLinks: ['1 5', '1 6'] });
  assert.deepEqual(await rows([{ data: [five] }, { data: [six] }]), {
    ...{ students, contacts, phones },
    contactLinks: [],
  });
  assert.deepEqual(await rows([five, six]), { students, contacts, phones: [], contactLinks: [] });
  assert.deepEqual(await rows(five), { students, contacts: ['5 1 F x'], phones: [], contactLinks: [] });
  assert.deepEqual(await rows({ data: five }), {
    ...{ students, contacts: ['5 1 F x'], phones: ['7 5 1', '8 5 1'] },
    contactLinks: ['1 5'],
  });
});

test('a list that is in no entry is missing, and not empty', async () => {
  const [school, lim] = [1, { id: 1, role: 'student', last: 'Lim' }];
  const reason = async (document: object) => {
    const [result] = await readText(JSON.stringify(document), planReading(people.pipeline));
    return result?.type === 'broken' ? result.broken.reason : result?.type;
  };
  const end = 'Export it with every section; one that has nothing is an empty list. No table was touched.';
  const lack = 'a text: A section is missing or is no list: people[].relatives';
  assert.equal(await reason({ school, people: [lim, lim] }), `${lack} (in no entry). ${end}`);
  assert.equal(
    await reason({ school, people: [{ ...lim, relatives: { data: [] } }] }),
    `${lack} (an object without person.id: an envelope?). ${end}`,
  );
  assert.equal(await reason({ school, people: [] }), 'extract');
  assert.equal(await reason({ school, people: [lim, { ...lim, relatives: [] }] }), 'extract');
});
