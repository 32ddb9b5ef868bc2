import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findPeople } from '../../src/browse/find-people.js';
import { FoundWord } from '../../src/browse/found-word.js';
import { openDatabase } from '../../src/load/database.js';
import { isShort, searchWords, typedWords } from '../../src/pipeline/text/search-words.js';
import { checked } from '../support/checked.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { cases } from '../support/numbers.js';
import { smallSchool, type SmallSchool } from '../support/small-school.js';

const begin = nightsIn();
const { pipeline } = shippedConfiguration();
const kinds = pipeline.records.filter(({ find }) => find.length > 0);

test('who has a word is read as JSON says, whatever ids hold', async () => {
  const ids = fc.array(fc.string({ unit: fc.constantFrom('1', '2', ',', '"', '\\', 'ä', '\n', '[', ']') }), {
    minLength: 1,
  });
  const row = fc.record({ table: fc.constantFrom('students', 'contacts'), isWhole: fc.boolean(), ids });
  await checked(
    fc.property(fc.array(row, { minLength: 1 }), (rows) => {
      const texts = rows.map(
        ({ table, isWhole, ids: some }) => `\n${isWhole ? '=' : '-'}${table}${JSON.stringify(some)}`,
      );
      const read: [string, string, boolean][] = [];
      new FoundWord(texts.join('')).each((...one) => read.push(one));
      assert.deepEqual(
        read,
        rows.flatMap(({ table, isWhole, ids: some }) => some.map((id) => [table, id, isWhole])),
      );
    }),
    { numRuns: 1000 },
  );
});

test('a row that is no list is refused, not read for ever', () => {
  for (const text of ['\n=students', '\n=students[', '\n=students["1', '\n=students["1"', '\n=students["1",]'])
    assert.throws(() => {
      new FoundWord(text).each(() => undefined);
    }, SyntaxError);
});

const schools = ['9360001', '9360002', '9360003'];
const names = ['Anne-Marie', 'Anna', 'Ann', 'O’Brien', 'Łukasz', 'de la Cruz', 'Cruz', 'Ng', 'Ngozi', 'Zoë'];
const oddIds = ['7,8', '","', '"', '\\', '[', ']', '\\"', '=students["1"]', 'a b', '100#2'];

/** Many have the same names, and some an id that looks like what the table of words has between ids. */
function school(id: string, seed: number): SmallSchool {
  const made = smallSchool(24, id);
  const name = (at: number): string => names[(at * seed) % names.length] ?? '';
  const idOf = (at: number): string | number => oddIds[at - 4] ?? 100 + at;
  made.Students.forEach((student, at) =>
    Object.assign(student, { StudentID: idOf(at), KnownName: name(at), Surname: name(at + 3) }),
  );
  made.Contacts.forEach((parent, at) => {
    const Email = at % 3 === 0 ? `${name(at)}.${name(at + 1)}@example.org` : null;
    Object.assign(parent, { Forename: name(at), Surname: name(at + 5), Email });
  });
  made.ContactLinks.forEach((link, at) => Object.assign(link, { StudentID: idOf(at) }));
  for (const { StudentIDs } of [...made.Classes, ...made.Groups])
    if (Array.isArray(StudentIDs)) StudentIDs.forEach((student: number, at) => (StudentIDs[at] = idOf(student - 100)));
  return made;
}

interface Person {
  readonly key: string;
  readonly words: ReadonlySet<string>;
}

async function everybody({ query }: TestDatabase): Promise<Person[]> {
  const people: Person[] = [];
  for (const { table, name, fields, find } of kinds)
    for (const row of await query(`select * from ${table}`)) {
      const values = fields.filter((field) => find.includes(field.name)).map(({ column }) => row[column]);
      const texts = values.filter((value) => typeof value === 'string');
      const key = [row.school_id, name, row.id].join(' ');
      people.push({ key, words: new Set(texts.flatMap((text) => searchWords(text))) });
    }
  return people;
}

function has({ words }: Person, typed: string): boolean {
  return isShort(typed) ? words.has(typed) : [...words].some((word) => word.startsWith(typed));
}

const typed = fc
  .tuple(fc.constantFrom(...names, 'Mrs', 'Mr', 'example.org', 'anna.o', 'zzz', 'Teacher1'), fc.nat(10))
  .map(([name, letters]) => (letters < 3 ? name : name.slice(0, letters)));

for (const backend of backends()) {
  test(`${backend.name}: a search finds who has all the words, each by its beginning, whole words first`, async () => {
    const { database, file, runFiles } = await begin(backend);
    await runFiles(file(schools.map((id, at) => JSON.stringify(school(id, 2 * at + 3))).join('\n'), 'schools.ndjson'));
    const people = await everybody(database);
    assert.ok(people.filter(({ key }) => key.includes('"')).length >= 3 * schools.length);
    const db = await openDatabase(database.url, pipeline, { mustExist: true });
    try {
      await checked(
        fc.asyncProperty(fc.array(typed, { minLength: 1, maxLength: 4 }), async (words) => {
          const text = words.join(' ');
          const wanted = people.filter((person) => typedWords(text).every((word) => has(person, word)));
          const wholeOf = new Map(
            wanted.map(({ key, words: own }) => [key, typedWords(text).filter((word) => own.has(word)).length]),
          );
          const { met, isWhole, isMore } = await db.reading((store) =>
            findPeople(store, pipeline, schools, text, people.length),
          );
          const found = met.map(({ school: of, kind, id }) => [of, kind.name, id].join(' '));
          assert.deepEqual([...found].sort(), [...wholeOf.keys()].sort());
          const whole = found.map((key) => wholeOf.get(key) ?? 0);
          assert.deepEqual(
            whole,
            [...whole].sort((a, b) => b - a),
          );
          assert.deepEqual({ isWhole, isMore }, { isWhole: true, isMore: false });
        }),
        { numRuns: cases(60) },
      );
    } finally {
      await db.close();
    }
  });
}
