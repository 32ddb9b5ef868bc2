import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { isScalar, parse, parseDocument, visit } from 'yaml';
import { cli } from '../support/cli.js';
import { withCases } from '../support/cases.js';
import { temporaryFolder } from '../support/folder.js';
import { cases, someOf, unlessFull } from '../support/numbers.js';

const root = temporaryFolder();
const oakfield = 'examples/oakfield.json';
let made = 0;

interface Explained {
  readonly through: boolean;
  readonly why: readonly { readonly rule: string }[];
}

/** All texts and numbers within a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number')
    return [String(value).normalize('NFC').trim().toLowerCase()];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function configurationTexts(folder: string): Set<string> {
  const files = readdirSync(join(folder, 'rules'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('tests'))
    .map((name) => join(folder, 'rules', name));
  // The joint of two titles is in no file, and says nothing of anyone.
  const texts = new Set(['and']);
  for (const file of [join(folder, 'pipeline.yaml'), ...files])
    visit(parseDocument(readFileSync(file, 'utf8')), {
      Scalar: (_, node) => {
        if (isScalar(node)) texts.add(String(node.value).trim().toLowerCase());
      },
    });
  return texts;
}

/** Makes a case of a record, and asks of it what `init test --from` promises. */
async function promised(config: string, extract: string, kind: string, id: string, ...date: string[]): Promise<string> {
  const name = `made-${String(made++)}`;
  const folder = join(config, '..');
  const { code, stderr } = await cli(['init', 'test', '--from', kind, id, extract, name, '--config', config, ...date]);
  assert.equal(code, 0, stderr);
  const path = join(folder, 'rules/tests', `${name}.yaml`);
  const text = readFileSync(path, 'utf8');
  const [one] = parse(text) as [{ extract?: unknown; expect: { through?: object; out?: Record<string, [Entry]> } }];
  const run = await cli(['test', path, '--config', config]);
  assert.equal(run.code, 0, run.stdout);
  const before = JSON.parse(
    (await cli(['explain', kind, id, extract, '--config', config, '--json', ...date])).stdout,
  ) as Explained;
  assert.equal(one.expect.through !== undefined, before.through);
  const entry = Object.values(one.expect.out ?? {})[0]?.[0];
  const rules = entry === undefined ? [] : typeof entry === 'object' ? [entry.rule].flat() : [];
  assert.deepEqual(rules, [...new Set(before.why.map(({ rule }) => rule))].sort());
  const stay = configurationTexts(folder);
  const isKnown = (value: string) =>
    stay.has(value) || (value.match(/[\p{L}\p{N}]+/gu) ?? []).every((one) => stay.has(one));
  const values = textsIn(JSON.parse(readFileSync(extract, 'utf8'))).filter((value) => !isKnown(value));
  const ids = typeof entry === 'object' ? entry.id : (entry ?? Object.values(one.expect.through ?? {}));
  for (const left of textsIn([one.extract, ids])) {
    if (isKnown(left)) continue;
    const found = values.filter((value) => value === left || (value.length >= 3 && left.includes(value)));
    assert.deepEqual(found, [], `${left} of ${text}`);
  }
  return text;
}

type Entry = string | number | { readonly id: string | number; readonly rule: string | readonly string[] };

test('a case of any record of the example has its outcome, and none of its values', async () => {
  const config = withCases(temporaryFolder(), {});
  const school = JSON.parse(readFileSync(oakfield, 'utf8')) as Record<string, readonly Record<string, unknown>[]>;
  const records = (
    [
      ['student', 'Students', 'StudentID'],
      ['contact', 'Contacts', 'ContactID'],
      ['teacher', 'Staff', 'StaffID'],
      ['class', 'Classes', 'ClassID'],
      ['group', 'Groups', 'GroupID'],
    ] as const
  ).map(([kind, section, key]) =>
    (school[section] ?? []).flatMap((item): [string, string][] =>
      // JSON.parse loses digits of longer ids.
      /^\d{1,15}$/.test(String(item[key])) ? [[kind, String(item[key])]] : [],
    ),
  );
  const one = fc.oneof(...records.map((of) => fc.constantFrom(...of)));
  await fc.assert(
    fc.asyncProperty(one, async ([kind, id]) => {
      await promised(config, oakfield, kind, id);
    }),
    { numRuns: cases(20, 1) },
  );
});

test(
  'a case is made of a record of a section that comes in pages',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const folder = temporaryFolder();
    cpSync('examples/wonde', folder, { recursive: true });
    const config = join(folder, 'pipeline.yaml');
    const text = await promised(config, join(folder, 'extract.json'), 'student', 'A102');
    assert.match(text, /^ {4}students\.data:$/m);
  },
);

test('the second half of two people is a case of both, and still the half in it', async () => {
  const config = withCases(temporaryFolder(), {});
  const text = await promised(config, oakfield, 'contact', '5055#2');
  assert.match(text, /Title: Rabbi and Dr, /);
  assert.match(text, /through: \{ contacts: \[\d+#2\] \}/);
});

test(
  'what the defaults of a section with views would fill in is in the case',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const folder = temporaryFolder();
    cpSync('examples/oneroster', folder, { recursive: true });
    const [config, date] = [join(folder, 'pipeline.yaml'), ['--date', '2026-11-20']];
    const text = await promised(config, join(folder, 'extract-1.1.json'), 'class', 'c10', ...date);
    // Without the teacher the class would have that of the defaults.
    assert.match(text, /^ {6}- \{.* role: teacher, familyName: null \}$/m);
  },
);

/** A school with a file of its own, whose rules look into values. */
const picky = `add:
  students:
    - name: too-young
      because: They begin next year
      conditions: { all: [{ fact: dateOfBirth, operator: after, value: 2022-08-31 }] }
      event: { type: exclude }
  contacts:
    - name: staff-address
      because: Staff are no contacts
      conditions: { all: [{ fact: email, operator: domainIs, value: staff.example.org }] }
      event: { type: exclude }
    - name: odd-surname
      because: It is none
      conditions: { all: [{ fact: surname, operator: matches, value: 'Zq[a-z]+xv' }] }
      event: { type: exclude }
    - name: no-q
      because: They are of the other site
      conditions: { all: [{ fact: phone, operator: startsWith, value: Q }] }
      event: { type: exclude }
`;
const extract = {
  SchoolID: '77',
  Students: [
    {
      StudentID: 41,
      KnownName: 'Quentin',
      Surname: 'Zwartveld',
      CurrentYearGroup: 'Year 1',
      DateOfBirth: '2023-02-11',
      Home: 'Elm Road',
    },
    { StudentID: 42, KnownName: 'Ruth', Surname: 'Zwartveld', CurrentYearGroup: 'Year 2', DateOfBirth: '2019-02-11' },
  ],
  Contacts: [
    {
      ContactID: 51,
      Title: 'Mr and Mrs',
      Forename: 'Ben and Ife',
      Surname: 'Zwartveld',
      Email: 'ben@example.org; ife@example.org',
    },
    { ContactID: 52, Title: 'Mrs', Forename: 'Ada', Surname: 'Vandermeer', Email: 'ada.vandermeer@staff.example.org' },
    { ContactID: 53, Title: 'Mr', Forename: 'Max', Surname: 'Zqaxv' },
    { ContactID: 54, Title: 'Mr', Forename: 'Tom', Surname: 'Yorrick', Phone: 'Q5551234' },
  ],
  ContactLinks: [51, 52, 53, 54].map((ContactID) => ({
    StudentID: 42,
    ContactID,
    Relationship: 'Yes',
    ParentalResponsibility: 'Yes',
  })),
  Staff: [{ StaffID: 61, Title: 'Mr', Forename: 'Ole', Surname: 'Underhill' }],
  Classes: [
    {
      ClassID: 71,
      ClassCode: 'XK',
      ClassDescription: 'Kestrel',
      Type: 'Registration',
      StaffIDs: [61],
      StudentIDs: [41, 42],
    },
  ],
  Groups: [],
};
const config = withCases(root, { 'rules/schools/77.yaml': picky, 'extract.json': JSON.stringify(extract) });
const path = join(root, 'extract.json');

test('what a rule looks at inside of a value stays, days move together, and the file of the school applies', async () => {
  const records: [string, string, RegExp][] = [
    ['student', '41', /^ {2}school: "77"\n[^]*DateOfBirth: 20\d\d-/m],
    ['contact', '52', /@staff\.example\.org/],
    ['contact', '54', /Phone: Q/],
    ['contact', '51', /through: \{ contacts/],
  ];
  for (const [kind, id, shows] of someOf(records, 1)) assert.match(await promised(config, path, kind, id), shows);
});

test(
  'where others in the place of the values would decide otherwise, it says so and writes nothing',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const args = ['init', 'test', '--from', 'contact', '53', path, 'refused', '--config', config];
    const { code, stdout, stderr } = await cli(args);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(
      stderr,
      /^No case is made of parent 53: Its outcome depends on values that are not in the configuration/m,
    );
    assert.ok(!existsSync(join(root, 'rules/tests/refused.yaml')));
  },
);

test(
  'without a name the file is called by the outcome, and is never overwritten',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const args = ['init', 'test', '--from', 'contact', '52', path, '--config', config];
    const written = join(root, 'rules/tests/contact-staff-address.yaml');
    assert.match((await cli(args)).stdout, /^Written: .*rules\/tests\/contact-staff-address\.yaml$/m);
    writeFileSync(written, '[]\n');
    const again = await cli(args);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /already: it stays as it is/);
    assert.equal(readFileSync(written, 'utf8'), '[]\n');
  },
);

test('a call that does not say which record and where is refused, and so is a record that is not there', async () => {
  const from = async (...args: string[]) => {
    const { code, stderr } = await cli(['init', ...args, '--config', config]);
    return `${String(code)} ${stderr}`;
  };
  assert.match(await from('test', '--from', 'contact', '52'), /^2 .*init test --from KIND ID extract\.json \[NAME\]/);
  assert.match(await from('test', '--from', 'contakt', '52', path), /^2 .*Did you mean "contact"/);
  assert.match(await from('test', '--from', 'contact', '99', path), /^1 .*parent 99: The extract does not have it\./);
  assert.match(await from('test', '--from', 'contact', '52', 'examples/three.ndjson'), /^2 .*is not one JSON document/);
  assert.match(await from('test', '--from', 'contact', '52', path, '--set', 'singleSignOn=true'), /^2 .*--set/);
  assert.match(await from('test', '--from', 'contact', '52', path, '../x'), /^2 .*cannot be the name of a file/);
  assert.match(await from('school', '--from', 'contact', '52'), /^2 /);
  assert.match(await from('school', '1', '2'), /^2 .*takes one name/);
});

test('days move in the formats that the mapping names, and what is looked up stays with whom it belongs to', async () => {
  const folder = temporaryFolder();
  const files = {
    'pipeline.yaml': `name: Lookups
source: { inputs: extract.json, school: { id: school } }
database: sqlite:x.db
rules: none
records:
  teachers:
    one: teacher
    from: staff
    id: id
    keep:
      name: name
      since: { from: since, type: date, format: DD/MM/YYYY }
      email: { from: { lookup: mails, match: { owner: id }, where: { kind: WRK }, value: mail } }
`,
    'rules/tests/defaults.yaml': `date: 2026-11-20
extract:
  staff: [{ id: 1, name: Raj, since: 01/09/2020 }]
  mails: [{ owner: 1, kind: WRK, mail: raj@example.net }]
`,
    'extract.json': JSON.stringify({
      school: 'S9',
      staff: [41, 42, 43].map((id) => ({ id, name: `Zwartveld${String(id)}`, since: '27/02/2019' })),
      mails: [41, 42, 43].flatMap((owner) =>
        ['HOM', 'WRK'].map((kind) => ({ owner, kind, mail: `${kind}${String(owner)}@vandermeer.example` })),
      ),
    }),
  };
  mkdirSync(join(folder, 'rules/tests'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const text = await promised(join(folder, 'pipeline.yaml'), join(folder, 'extract.json'), 'teacher', '42');
  const [{ extract: made }] = parse(text) as [
    { extract: { staff: { id: number; since: string }[]; mails?: { owner: number; kind: string; mail: string }[] } },
  ];
  const [{ id, since } = { id: 0, since: '' }] = made.staff;
  assert.match(since, /^(0[1-9]|[12]\d|3[01])\/(0[1-9]|1[0-2])\/20(1[789]|20)$/);
  assert.deepEqual(
    made.mails?.map(({ owner, kind, mail }) => [owner, kind, mail.endsWith('.example')]),
    [[id, 'WRK', false]],
  );
});
