import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSheet } from 'read-excel-file/node';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { host, siteOf } from '../support/site.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const shipped = shippedConfiguration();

const person = (id: number, forename: string, more: object = {}) => ({
  ContactID: id,
  Title: 'Mrs',
  Forename: forename,
  Surname: 'Nowak',
  ...more,
});
const student = (id: number, name: string) => ({ StudentID: id, KnownName: name, Surname: 'Nowak' });
const link = (contact: number, pupil: number) => ({
  StudentID: pupil,
  ContactID: contact,
  ParentalResponsibility: true,
});
const teacher = (id: number, surname: string) => ({ StaffID: id, Title: 'Mr', Forename: 'A', Surname: surname });
const school = {
  SchoolID: '9360001',
  SchoolName: 'Oak',
  Students: [student(10, 'Zoe'), student(2, 'Adam'), student(3, 'Eve')],
  Contacts: [
    person(501, 'Ewa', { Email: 'ewa@example.org', Phone: '01632 960001', Relationship: '3/4' }),
    person(502, 'Jan', { Relationship: '7E1' }),
  ],
  ContactLinks: [link(501, 10), link(501, 2), link(502, 2)],
  Staff: [teacher(31, 'Lim'), { ...teacher(32, 'Ong'), Title: 'Dr' }],
  Classes: [
    { ClassID: 9, ClassCode: '10B', Type: 'Teaching set', StaffIDs: [31, 32], StudentIDs: [10, 2, 3] },
    { ClassID: 8, ClassCode: '9A', Type: 'Teaching set', StaffIDs: [31], StudentIDs: [2] },
  ],
  Groups: [],
};

for (const backend of backends())
  test(`lists say who belongs together, are narrowed by what lacks, and are exported so, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run(school);
    const { app, get } = await siteOf(nights.database.url, shipped);
    const at = '/schools/9360001';
    const rowsOf = async (path: string) => (await get(`${at}/${path}`)).rows;
    const column = async (path: string, name: string) => {
      const [head, ...rows] = await rowsOf(path);
      return rows.map((row) => row[head?.indexOf(name) ?? -1]);
    };
    assert.deepEqual(await column('contacts', 'Forename'), ['Ewa', 'Jan']);
    const linkedIn = async (path: string) =>
      [...(await get(`${at}/${path}`)).html.matchAll(/<ul class="linked">(.*?)<\/ul>/gs)].map(([, list = '']) =>
        [...list.matchAll(/<li><a href="([^"]*)">(?:<bdi>)?([^<]*)/g)].map(([, to, name]) => [to, name]),
      );
    const [adam, zoe] = [2, 10].map((id) => `${at}/students/record?id=${String(id)}`);
    assert.deepEqual(await linkedIn('contacts'), [
      [
        [adam, 'Adam Nowak'],
        [zoe, 'Zoe Nowak'],
      ],
      [[adam, 'Adam Nowak']],
    ]);
    assert.equal((await column('students', 'Parents'))[1], 'No parents', 'nobody is said to be nobody');
    assert.deepEqual(await column('classes', 'Students'), ['1', '3']);
    assert.deepEqual(
      (await linkedIn('classes')).map((list) => list.map(([, name]) => name)),
      [['Mr A Lim'], ['Mr A Lim', 'Dr A Ong']],
      'by surname, not by title',
    );
    assert.deepEqual(
      (await linkedIn('teachers')).map((list) => list.map(([, name]) => name)),
      [['9A', '10B'], ['10B']],
    );
    const classes = (await get(`${at}/classes`)).html;
    assert.match(classes, />Mr A Lim<\/option><option value="32">Dr A Ong</, 'so are those a list is narrowed to');
    const ofClass = await get(`${at}/classes/record?id=9`);
    assert.match(ofClass.text, /Mr ?A ?Lim.*Dr ?A ?Ong/s, 'and those on the page of one');
    assert.deepEqual(await column('contacts', 'Email'), ['ewa@example.org', 'No email']);
    const { html } = await get(`${at}/contacts`);
    assert.ok(html.includes('id=502" aria-label="Mrs Jan Nowak"'), 'a link says the whole name');
    assert.match(html, /<label>Name, email, phone or relationship</);
    assert.match(html, /What is missing<select name="without"><option value>Nothing chosen/);
    assert.match(html, /Export: <a [^>]*aria-label="Export Parents as CSV"[^>]*>CSV<\/a> · <a [^>]*>Excel</);

    assert.deepEqual(await column('contacts?without=email', 'Forename'), ['Jan'], 'parents without e-mail');
    assert.deepEqual(await column('students?without=contactLinks.contact', 'Known name'), ['Eve'], 'without a parent');
    assert.equal((await column('teachers?without=room', 'Surname')).length, 2, 'teachers without a room');
    assert.deepEqual(await column('classes?classTeachers.teacher=32', 'Code'), ['10B'], 'classes by teacher');
    assert.deepEqual(await column('classes?classTeachers.teacher=nobody', 'Code'), []);
    assert.deepEqual(
      await column('contacts?without=nothing', 'Forename'),
      ['Ewa', 'Jan'],
      'what is no column narrows nothing',
    );
    const both = await get(`${at}/classes?classTeachers.teacher=32&without=description`);
    assert.match(both.text, /Teachers: Dr A Ong .*take away.*Without description/);
    assert.ok(both.html.includes(`href="${at}/classes?without=description"`), 'a chip takes one away');
    assert.ok(both.html.includes(`href="${at}/classes?classTeachers.teacher=32"`));

    const fetched = async (path: string, cookie = '') => {
      const answer = await app.inject({ url: `${at}/${path}`, headers: { host, cookie } });
      assert.equal(answer.statusCode, 200);
      return answer;
    };
    const csv = (await fetched('contacts/export.csv?without=phone')).body.trim().split('\r\n');
    assert.deepEqual(csv, [
      'Title,Forename,Surname,Email,Phone,Relationship,Children',
      'Mrs,Jan,Nowak,,,7E1,Adam Nowak',
    ]);
    const sheet = await fetched('contacts/export.xlsx');
    assert.match(String(sheet.headers['content-disposition']), /Parents.*Oak.*\.xlsx/);
    assert.deepEqual(await readSheet(sheet.rawPayload), [
      ['Title', 'Forename', 'Surname', 'Email', 'Phone', 'Relationship', 'Children'],
      ['Mrs', 'Ewa', 'Nowak', 'ewa@example.org', '01632 960001', '3/4', 'Adam Nowak, Zoe Nowak'],
      ['Mrs', 'Jan', 'Nowak', null, null, '7E1', 'Adam Nowak'],
    ]);

    const chosen = await fetched('contacts?columns=&columns=forename&columns=surname&columns=contactLinks.student');
    const kept = chosen.cookies.find(({ name }) => name === 'columns');
    const cookie = `columns=${encodeURIComponent(kept?.value ?? '')}`;
    const headings = (html: string) =>
      [...html.matchAll(/<th scope="col"[^>]*>(?:<a [^>]*>)?([^<]*)/g)].map(([, text]) => text);
    assert.deepEqual(headings(chosen.body), ['Forename', 'Surname', 'Children']);
    assert.deepEqual(
      headings((await fetched('contacts', cookie)).body),
      ['Forename', 'Surname', 'Children'],
      'remembered',
    );
    assert.equal(headings((await fetched('students', cookie)).body).length, 6, 'of this list only');
    const sorted = (html: string) =>
      html
        .match(/<th [^>]*aria-sort="[^"]*"[^>]*><a [^>]*>[^<]*/g)
        ?.map((one) => one.replace(/.*aria-sort="([^"]*)".*>/, '$1 '));
    assert.deepEqual(sorted((await fetched('contacts')).body), ['ascending Surname'], 'before anybody sorts');
    assert.deepEqual(sorted((await fetched('contacts?sort=-surname')).body), ['descending Surname']);
    const again = await fetched(
      'contacts?columns=title&columns=email&columns=phone&columns=relationship&columns=forename&columns=contactLinks.student',
      cookie,
    );
    assert.equal(headings(again.body).length, 7);
    assert.equal(
      headings((await fetched('contacts', 'columns=no%20choice')).body).length,
      7,
      'a broken cookie chooses nothing',
    );
  });

for (const backend of backends())
  test(`a list beside more than can be chosen from is narrowed by their year, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const many = smallSchool(201);
    const Students = many.Students.map((row, at) => ({ ...row, CurrentYearGroup: at < 3 ? 'Year 10' : 'Year 9' }));
    await nights.run({ ...many, Students });
    const { get } = await siteOf(nights.database.url, shipped);
    const at = `/schools/${many.SchoolID}/contacts`;
    const all = await get(at);
    const field = 'contactLinks.student.yearGroup';
    const choice = `<label>Children: year group<select name="${field}"><option value>All</option><option value="Year 9">`;
    assert.ok(all.html.includes(choice));
    assert.doesNotMatch(all.html, /<select name="contactLinks\.student">/);
    const some = await get(`${at}?${field}=Year+10`);
    assert.match(some.text, /3 parents found/);
    assert.match(some.text, /Children: year group: Year 10 /);
    assert.ok(some.html.includes(`href="${at}"`), 'a chip takes it away');
    assert.match((await get(`${at}?${field}=Year+11`)).text, /0 parents found/);
  });
