import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Extract } from '../../src/extract/extract.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { checked } from '../support/checked.js';
import { readText, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { rowsOf } from '../support/views.js';

const folder = temporaryFolder();
let files = 0;

function planOf(source: string, kinds: string) {
  const file = join(folder, `pipeline-${String(files++)}.yaml`);
  writeFileSync(file, `name: schools\nsource: ${source}\nrules: none\ndatabase: "sqlite::memory:"\n${kinds}`);
  return planReading(readConfiguration(file, { set: [], today: () => today }).pipeline);
}

const one = planOf(
  '{ school: { id: [{ list: orgs, where: { type: school }, value: code }, meta.code], name: { list: orgs, where: { type: school }, value: title } } }',
  'records: { students: { one: student, from: pupils, id: id, keep: { name: last } } }',
);

async function saidBy(document: object): Promise<string> {
  const [result] = await readText(JSON.stringify(document), one, 7);
  if (result.type === 'broken') return result.broken.code;
  const { school, name } = result.extract;
  return `${school} ${String(name)}`;
}

const orgs = [
  { type: 'district', code: 'd', title: 'North' },
  { type: 'school', code: 7, title: 'Oak' },
];

test('a document says its school in a list, wherever that stands', async () => {
  assert.equal(await saidBy({ pupils: [], orgs }), '7 Oak');
  assert.equal(await saidBy({ orgs: [...orgs, orgs[1]], pupils: [] }), '7 Oak');
  assert.equal(await saidBy({ orgs: [...orgs, { type: 'school', code: '8' }], pupils: [] }), 'many-schools');
  assert.equal(await saidBy({ orgs: [orgs[0]], meta: { code: 9 }, pupils: [] }), '9 null');
  assert.equal(await saidBy({ orgs: [], pupils: [] }), 'no-school-id');
  assert.equal(await saidBy({ pupils: [] }), 'no-school-id');
  assert.equal(await saidBy({ meta: { code: 9 }, pupils: [] }), '9 null');
});

const trust = planOf(
  '{ schools: { section: orgs, where: { type: school }, id: code, name: title, extractedAt: made } }',
  `records:
  students: { one: student, from: pupils, id: id, school: { list: places, value: org }, keep: { name: last } }
  classes: { one: class, from: sets, id: id, school: org }
  terms: { one: term, from: terms, id: id }
links:
  members: { one: member, from: members, joins: { class: { to: classes, from: set }, student: { to: students, from: pupil } } }
  sittings: { one: sitting, from: sittings, school: org, joins: { term: { to: terms, from: term }, class: { to: classes, from: set } } }
`,
);

async function schoolsOf(document: object): Promise<Map<string, Extract>> {
  const results = await readText(JSON.stringify({ made: '2026-11-20T02:00:00Z', ...document }), trust, 11);
  return new Map(
    results.map((result) => {
      if (result.type === 'broken') throw new Error(result.broken.reason);
      return [result.extract.school, result.extract];
    }),
  );
}

const trustOfTwo = {
  terms: [{ id: 't' }],
  pupils: [
    { id: 1, last: 'Okoro', places: [{ org: 'A' }] },
    { id: 2, last: 'Lim', places: [{ org: 'A' }, { org: 'B' }] },
    { id: 3, last: 'Ong', places: [{ org: 'X' }] },
    { last: 'Nobody', places: [{ org: 'B' }] },
  ],
  sets: [
    { id: 'a', org: 'A' },
    { id: 'b', org: 'B' },
  ],
  members: [
    { set: 'a', pupil: 1 },
    { set: 'a', pupil: 2 },
    { set: 'b', pupil: 2 },
    { set: 'b', pupil: 1 },
    { set: 'b', pupil: 9 },
  ],
  sittings: [{ org: 'B', term: 't', set: 'b' }],
  orgs: [
    { type: 'school', code: 'A', title: 'Oak' },
    { type: 'school', code: 'B', title: 'Ash' },
    { type: 'trust', code: 'T' },
  ],
};

test('a document of several schools is one extract for each of them', async () => {
  const found = await schoolsOf(trustOfTwo);
  assert.deepEqual(
    Array.from(found.values(), ({ school, name }) => [school, name]),
    [
      ['A', 'Oak'],
      ['B', 'Ash'],
    ],
  );
  const [oak, ash] = [...found.values()] as [Extract, Extract];
  assert.deepEqual(rowsOf(oak), {
    students: ['1 Okoro', '2 Lim'],
    classes: ['a'],
    terms: ['t'],
    members: ['a 1', 'a 2'],
    sittings: [],
  });
  assert.deepEqual(rowsOf(ash), {
    students: ['2 Lim'],
    classes: ['b'],
    terms: ['t'],
    members: ['b 2', 'b 9'],
    sittings: ['t b'],
  });
  assert.deepEqual(Object.fromEntries(oak.outside), { students: 2, classes: 1, terms: 0, members: 3, sittings: 1 });
  assert.deepEqual(Object.fromEntries(ash.outside), { students: 2, classes: 1, terms: 0, members: 3, sittings: 0 });
  assert.deepEqual(
    [oak, ash].map(({ rejected }) => rejected.get('students')),
    [0, 1],
  );
});

test('what belongs to no school is said once a document; what was found in an entry, to its schools alone', async () => {
  const [oak, ash] = [...(await schoolsOf(trustOfTwo)).values()] as [Extract, Extract];
  const rules = ({ findings }: Extract) => findings.map(({ rule, kind, because }) => [rule, kind, because]);
  assert.deepEqual(rules(oak), [
    ['no-school', 'students', '1 of 4 students of the document belongs to none of its 2 schools.'],
    ['no-school', 'members', '1 of 5 members of the document belongs to none of its 2 schools.'],
  ]);
  assert.deepEqual(rules(ash), [['no-id', 'students', 'It has no usable id.']]);
});

test('a link that could be of two schools, which use the same ids, belongs to neither', async () => {
  const [oak, ash] = [
    ...(
      await schoolsOf({
        ...trustOfTwo,
        pupils: [
          { id: 1, last: 'Okoro', places: [{ org: 'A' }] },
          { id: 1, last: 'Lim', places: [{ org: 'B' }] },
          { id: 2, last: 'x', places: [{ org: 'A' }, { org: 'B' }] },
        ],
        sets: [
          { id: 's', org: 'A' },
          { id: 's', org: 'B' },
          { id: 'a', org: 'A' },
        ],
        members: [{ set: 's', pupil: 1 }, { set: 's', pupil: 2 }, { set: 'a', pupil: 1 }, { set: 'a' }],
        sittings: [],
      })
    ).values(),
  ] as [Extract, Extract];
  assert.deepEqual(
    [oak, ash].map((school) => rowsOf(school).members),
    [['a 1'], []],
  );
  const said = oak.findings.map(({ rule, because }) => `${rule} ${because}`);
  assert.deepEqual(said, [
    'no-id It does not name both its ends with a usable id.',
    'no-school 3 of 4 members of the document belong to none of its 2 schools. 2 could be of several, which use the same ids: give members a `school` in the pipeline.',
  ]);
  assert.deepEqual(ash.findings, []);
});

test('a school that the document does not have is said to those beside it, unless the list of schools knows it', async () => {
  const pupils = [
    { id: 1, last: 'x', places: [{ org: 'A' }, { org: 'X' }] },
    { id: 2, last: 'x', places: [{ org: 'A' }, { org: 'a' }, { org: 'B' }] },
    { id: 3, last: 'x', places: [{ org: 'B' }, { org: 'T' }] },
    { id: 4, last: 'x', places: [{ org: 'B' }, { org: {} }] },
  ];
  const none = { members: [], sittings: [], sets: [] };
  const said = (findings: Extract['findings']) =>
    findings.map(({ rule, field, position, because }) => [rule, field, position, because].join(' '));
  const [oak, ash] = [...(await schoolsOf({ ...trustOfTwo, ...none, pupils })).values()] as [Extract, Extract];
  const ending = 'another school, too, that the document does not have;';
  assert.deepEqual(said(oak.findings), [
    `no-school   2 of the students name ${ending} they are only in those that it has.`,
  ]);
  assert.deepEqual(said(ash.findings), [
    'bad-value places[].org 3 places[].org is not an id; it counts as blank.',
    `no-school   1 of the students names ${ending} it is only in those that it has.`,
  ]);
});

test('a school that is listed again under another name is said to all', async () => {
  const again = [
    ...trustOfTwo.orgs,
    { type: 'school', code: 'A', title: 'Elm' },
    { type: 'school', code: 'B', title: 'Ash' },
  ];
  const found = await schoolsOf({ ...trustOfTwo, orgs: again, pupils: [], members: [], sittings: [] });
  assert.deepEqual(
    Array.from(found.values(), ({ name, findings }) => [
      name,
      findings.map(({ rule, because }) => `${rule} ${because}`),
    ]),
    ['Oak', 'Ash'].map((name) => [
      name,
      ['repeat-differs 1 entry of the list of schools repeats a school with another name; the first name stays.'],
    ]),
  );
});

test('a document in which no entry has the school of its kind fails', async () => {
  const reasonOf = async (document: object) => {
    const [result] = await readText(JSON.stringify({ ...trustOfTwo, made: '2026-11-20', ...document }), trust);
    return result.type === 'broken' ? result.broken.reason.replaceAll(`${folder}/`, '').split('. ')[0] : null;
  };
  const failed = (what: string) => `a text: A path that decides is in no entry: ${what}`;
  assert.equal(
    await reasonOf({ sets: [{ id: 'a', orgg: 'A' }] }),
    failed('org in sets (school of classes, pipeline-1.yaml:7; did you mean orgg?)'),
  );
  assert.equal(
    await reasonOf({ pupils: [{ id: 1, places: [{ orgs: 'A' }] }] }),
    failed('places[].org in pupils (school of students, pipeline-1.yaml:6; did you mean places[].orgs?)'),
  );
  assert.match((await reasonOf({ pupils: [{ id: 1, place: [{ org: 'A' }] }] })) ?? '', /did you mean place\?/);
  assert.equal(await reasonOf({ pupils: [{ id: 1, places: [] }] }), null);
});

const id = fc.constantFrom('1', '2', '3', '4');
const org = fc.constantFrom('A', 'B', 'C', 'X');

test('each school of a document has what it would have alone', async () => {
  const document = fc.record({
    pupils: fc.array(fc.record({ id, last: id, places: fc.array(fc.record({ org })) }), { maxLength: 6 }),
    sets: fc.array(fc.record({ id, org }), { maxLength: 5 }),
    terms: fc.array(fc.record({ id }), { maxLength: 2 }),
    members: fc.array(fc.record({ set: id, pupil: id }), { maxLength: 8 }),
    sittings: fc.array(fc.record({ org, term: id, set: id }), { maxLength: 4 }),
  });
  await checked(
    fc.asyncProperty(document, async (given) => {
      const codes = ['A', 'B', 'C'];
      const ofSets = (one: string) =>
        given.sets.filter((set) => set.id === one).map((set) => codes.filter((code) => code === set.org));
      const ofPupils = (one: string) =>
        given.pupils
          .filter((pupil) => pupil.id === one)
          .map(({ places }) => codes.filter((code) => places.some((place) => place.org === code)));
      const isUnclear = (set: string, pupil: string): boolean => {
        const ends = [ofSets(set), ofPupils(pupil)].filter((of) => of.length > 0);
        const both = codes.filter((code) => ends.every((of) => of.flat().includes(code)));
        return both.length > 1 && ends.some((of) => new Set(of.map(String)).size > 1);
      };
      const found = await schoolsOf({ ...given, orgs: codes.map((code) => ({ type: 'school', code })) });
      for (const code of codes) {
        const extract = found.get(code) as Extract;
        const pupils = given.pupils.filter(({ places }) => places.some((place) => place.org === code));
        const sets = given.sets.filter((set) => set.org === code);
        const isHere = (all: readonly { id: string }[], here: readonly { id: string }[], one: string) =>
          here.some((record) => record.id === one) ? true : all.some((record) => record.id === one) ? false : null;
        const known = (places: (typeof given.pupils)[number]['places']) =>
          places.some((place) => codes.includes(place.org));
        const members = given.members.filter(({ set, pupil }) => {
          const ends = [isHere(given.sets, sets, set), isHere(given.pupils, pupils, pupil)];
          return ends.includes(true) && !ends.includes(false) && !isUnclear(set, pupil);
        });
        assert.deepEqual(rowsOf(extract), {
          students: pupils.map((one) => `${one.id} ${one.last}`),
          classes: sets.map((one) => one.id),
          terms: given.terms.map((one) => one.id),
          members: members.map((one) => `${one.set} ${one.pupil}`),
          sittings: given.sittings.filter((one) => one.org === code).map((one) => `${one.term} ${one.set}`),
        });
        for (const [kind, all] of [
          ['students', given.pupils],
          ['classes', given.sets],
          ['members', given.members],
        ] as const)
          assert.equal(extract.tables.of(kind).length + (extract.outside.get(kind) ?? 0), all.length, kind);
        const ofNone = given.pupils.filter(({ places }) => !known(places)).length;
        const said = (found.get('A') as Extract).findings.some(
          ({ rule, kind, because }) => rule === 'no-school' && kind === 'students' && because.includes('none of its'),
        );
        assert.equal(said, ofNone > 0);
      }
    }),
  );
});

test('the trust in docs/mapping.md is parted into its schools as the page says', async () => {
  const docs = readFileSync('docs/mapping.md', 'utf8');
  const [, yaml = '', json = ''] = /```yaml\n(name: A trust\n[^]*?)```\n\n```json\n([^]*?)```/.exec(docs) ?? [];
  const file = join(folder, 'trust.yaml');
  writeFileSync(file, `${yaml}rules: none\ndatabase: "sqlite::memory:"\n`);
  const plan = planReading(readConfiguration(file, { set: [], today: () => today }).pipeline);
  const results = await readText(json, plan, 9);
  const found = results.map((result) => {
    assert.equal(result.type, 'extract');
    const { school, name } = result.extract;
    return [school, name, rowsOf(result.extract)];
  });
  const terms = ['autumn'];
  const [students, both] = [
    ['1 Okoro', '2 Lim'],
    ['4B 1', '4B 2'],
  ];
  assert.deepEqual(found, [
    ['A', 'Oakfield', { students, classes: ['4B'], terms, classStudents: both }],
    ['B', 'Ashby', { students: ['2 Lim'], classes: ['5C'], terms, classStudents: ['5C 2'] }],
  ]);
});

test('of links from two sections each warning is that of the school of its own entry, at the same position', async () => {
  const plan = planOf(
    '{ schools: { section: orgs, id: code } }',
    `records:
  students: { one: student, from: pupils, id: id, school: org }
  classes: { one: class, from: sets, id: id, school: org }
links:
  members:
    one: member
    from: [mornings, evenings]
    joins: { class: { to: classes, from: set }, student: { to: students, from: pupil } }
    keep: { since: { from: since, type: date } }
`,
  );
  const of = (org: string) => ({ set: `set ${org}`, pupil: `pupil ${org}`, since: 'May' });
  const document = {
    orgs: [{ code: 'A' }, { code: 'B' }],
    pupils: [
      { id: 'pupil A', org: 'A' },
      { id: 'pupil B', org: 'B' },
    ],
    sets: [
      { id: 'set A', org: 'A' },
      { id: 'set B', org: 'B' },
    ],
    mornings: [of('A')],
    evenings: [of('B')],
  };
  const results = await readText(JSON.stringify(document), plan);
  const said = results.map((result) => {
    if (result.type === 'broken') return result.broken.reason;
    const { school, findings } = result.extract;
    return [school, findings.filter(({ rule }) => rule === 'bad-value').map(({ recordId }) => recordId)];
  });
  assert.deepEqual(said, [
    ['A', ['["set A","pupil A"]']],
    ['B', ['["set B","pupil B"]']],
  ]);
});
