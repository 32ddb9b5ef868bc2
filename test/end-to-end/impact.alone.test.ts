import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { readConfiguration, type Configuration } from '../../src/pipeline/configuration.js';
import { daysAfter } from '../../src/pipeline/guard/day.js';
import { markdown } from '../../src/report/impact/markdown.js';
import { impactOnSchool, type DecidedVersion } from '../../src/report/impact/impact.js';
import { decideText, shippedConfiguration, today } from '../support/decide-text.js';
import { cli } from '../support/cli.js';
import { configured, write } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { unlessFull } from '../support/numbers.js';

const root = temporaryFolder();
// What other tests have there at the same time is none of what these leave behind.
process.env.TMPDIR = root;
const oakfield = 'examples/oakfield.json';
const schema = JSON.parse(readFileSync('schemas/impact.schema.json', 'utf8')) as object;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

interface Result {
  withoutExtract: string[];
  schools: {
    warnings: {
      kind: string;
      rule: string;
      how: string;
      line: number | null;
      appear: number;
      go: number;
      ids: Record<'appear' | 'go', unknown[]>;
    }[];
    held: { reason: string; before: boolean } | null;
    days: { day: string; rule: string; turn: string }[];
    undecided: string[];
    values?: { kind: string; id: unknown; fields: Record<string, { before: unknown; after: unknown }> }[];
    later: { day: string; kinds: Record<string, { go: unknown[] }>; groups: { how: string }[]; warnings: unknown[] }[];
    school: string;
    kinds: Record<string, { appear: unknown[]; go: unknown[]; change: unknown[] }>;
    by: Record<string, number>;
    groups: { kind: string; movement: string; rule: string; how: string; file: string | null; line: number | null }[];
  }[];
  by: Record<string, number>;
  unchanged: number;
  failed: { school: string | null; reason: string }[];
  forAll: boolean;
  readOnOneDay: string[];
  database: { name: string | null; notAsked: string | null };
}

async function impact(config: string, against: string, inputs: readonly string[], ...more: string[]): Promise<Result> {
  const args = ['impact', '--against', against, '--config', config, '--json', ...more, ...inputs];
  const { stdout, stderr } = await cli(args);
  assert.notEqual(stdout, '', stderr);
  const result = JSON.parse(stdout) as Result;
  assert.ok(validate(result), JSON.stringify(validate.errors));
  return result;
}

/** What a change of files of the shipped configuration does to the example school: by kind and movement, rule and how. */
async function groupsOf(files: Record<string, string>, before: Record<string, string> = {}): Promise<string[]> {
  const was = configured(root, before);
  const is = configured(root, { ...before, ...files });
  const { schools } = await impact(is.config, was.folder, [oakfield]);
  return schools.flatMap(({ groups }) =>
    groups.map(({ kind, movement, rule, how }) => `${kind} ${movement}: ${rule} ${how}`),
  );
}

function git(folder: string, ...args: string[]): string {
  const name = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...name, ...args], { cwd: folder, encoding: 'utf8' });
}

/** A repository with the shipped configuration in a folder of it, committed as it is. */
function repository(): { top: string; folder: string; config: string } {
  const top = mkdtempSync(join(root, 'repository-'));
  git(top, 'init', '--quiet', '--initial-branch=main');
  const { folder, config } = configured(top);
  git(top, 'add', '--all');
  git(top, 'commit', '--quiet', '--message=Start');
  return { top, folder, config };
}

function leftOver(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('pullthrough-impact-'));
}

test('against a git revision: who goes and who appears, by the rule and the line that did it; nothing is left behind', async () => {
  const { top, folder, config } = repository();
  write(folder, {
    'rules/schools/9361234.yaml': 'options: { parentalResponsibilityOnly: true }\ndisable: [contact-title]\n',
  });
  const status = git(top, 'status', '--porcelain');
  const { schools, by, unchanged, failed } = await impact(config, 'main', ['examples']);
  const [oak] = schools;
  assert.deepEqual(
    oak?.groups.map(({ kind, movement, rule, how, file, line }) => [kind, movement, rule, how, file?.slice(-27), line]),
    [
      [
        'contacts',
        'go',
        'parental-responsibility',
        'option parentalResponsibilityOnly is true',
        '/rules/schools/9361234.yaml',
        1,
      ],
      ['contacts', 'appear', 'contact-title', 'turned off', '/rules/schools/9361234.yaml', 2],
      [
        'contactLinks',
        'go',
        'parental-responsibility',
        'option parentalResponsibilityOnly is true',
        '/rules/schools/9361234.yaml',
        1,
      ],
      ['contactLinks', 'appear', 'contact-title', 'turned off', '/rules/schools/9361234.yaml', 2],
    ],
  );
  assert.deepEqual(oak?.kinds.contacts?.appear, ['5002']);
  assert.deepEqual(oak?.kinds.contactLinks?.appear, [['103', '5002']]);
  assert.deepEqual(oak?.kinds.students, { appear: [], go: [], change: [] });
  assert.deepEqual(by, { 'parental-responsibility': 22, 'contact-title': 2 });
  assert.deepEqual(oak?.by, by);
  assert.equal(unchanged, 2);
  assert.deepEqual(
    failed.map(({ school }) => school),
    ['9361236'],
  );
  assert.equal(git(top, 'status', '--porcelain'), status);
  assert.deepEqual(leftOver(), []);
});

test('against a tag, from another folder, with a rule that is gone: its place is in that version', async () => {
  const { top, folder, config } = repository();
  git(top, 'tag', 'v1');
  write(folder, {
    'rules/teachers.yaml': readFileSync('rules/teachers.yaml', 'utf8').replace(
      /^- name: teacher-title[^]*?(?=^- )/m,
      '',
    ),
  });
  const { schools } = await impact(config, 'v1', [oakfield]);
  const [first] = schools[0]?.groups ?? [];
  assert.deepEqual([first?.rule, first?.how, first?.line], ['teacher-title', 'removed', 2]);
  assert.match(first?.file ?? '', /^v1:configuration-\w+\/rules\/teachers\.yaml$/);
});

test('a chain ends at the rule that differs: classes take their teachers and students along, those their contacts', async () => {
  const only = readFileSync('rules/classes.yaml', 'utf8');
  const added = `- name: no-sets
  because: Sets are not wanted
  conditions: { all: [{ fact: type, operator: equal, value: Teaching set }] }
  event: { type: exclude }
`;
  const groups = await groupsOf({ 'rules/classes.yaml': only + added });
  assert.ok(groups.includes('classes go: no-sets added'), groups.join('\n'));
  assert.ok(groups.includes('classStudents go: no-sets added'));
  for (const group of groups) assert.match(group, / go: no-sets added$/);
});

test('what changes stands with the set rule, the split rule or the field that changed it', async () => {
  const roles = readFileSync('rules/class-teachers.yaml', 'utf8').replace('role: supervisor', 'role: assistant');
  assert.deepEqual(await groupsOf({ 'rules/class-teachers.yaml': roles }), [
    'classTeachers change: supervisor changed',
  ]);
  const pipeline = readFileSync('pipeline.yaml', 'utf8');
  const otherwise = pipeline.replace('yearGroup: CurrentYearGroup', 'yearGroup: CurrentClass');
  assert.deepEqual(await groupsOf({ 'pipeline.yaml': otherwise }), [
    'students change: students.yearGroup read differently',
  ]);
  const split = readFileSync('rules/contacts.yaml', 'utf8').replace('email: emails, ', '');
  assert.deepEqual(await groupsOf({ 'rules/contacts.yaml': split }), ['contacts change: combined-contact changed']);
});

test('without the split the second halves go, and so do their links', async () => {
  const groups = await groupsOf({ 'rules/schools/9361234.yaml': 'disable: [combined-contact]\n' });
  assert.ok(groups.includes('contacts go: combined-contact turned off'), groups.join('\n'));
  assert.ok(groups.includes('contactLinks go: combined-contact turned off'));
  for (const group of groups) assert.match(group, /: combined-contact turned off$/);
});

test('a field that is mapped to nothing takes its records out by the field, not by the rule that asks for it', async () => {
  const pipeline = readFileSync('pipeline.yaml', 'utf8');
  const groups = await groupsOf({ 'pipeline.yaml': pipeline.replace('forename: Forename\n', 'forename: FirstName\n') });
  assert.ok(groups.includes('contacts go: contacts.forename read differently'), groups.join('\n'));
});

test('a relationship that came from a link changes with what took the link', async () => {
  const extract = JSON.parse(readFileSync('test/cases/30-relationship-from-the-links.json', 'utf8')) as {
    ContactLinks: Record<string, unknown>[];
  };
  extract.ContactLinks.forEach((link, index) => (link['ParentalResponsibility'] = index === 0));
  const folder = mkdtempSync(join(root, 'links-'));
  write(folder, { 'in.json': JSON.stringify(extract) });
  const was = configured(root);
  const is = configured(root, {
    'pipeline.yaml': readFileSync('pipeline.yaml', 'utf8').replace('default: false', 'default: true'),
  });
  const { schools } = await impact(is.config, was.folder, [join(folder, 'in.json')]);
  const change = schools[0]?.groups.find(({ movement }) => movement === 'change');
  assert.deepEqual(change === undefined ? null : [change.kind, change.rule], ['contacts', 'parental-responsibility']);
});

test('a school whose own file is wrong in one version fails, the others are compared', async () => {
  const was = configured(root, { 'rules/schools/9361235.yaml': 'disable: [contact-titel]\n' });
  const is = configured(root, { 'rules/schools/9361237.yaml': 'disable: [nobody]\n' });
  const args = ['impact', '--against', was.folder, '--config', is.config, 'examples'];
  const { code, stdout } = await cli(args);
  assert.equal(code, 1);
  assert.match(stdout, /^4 schools, 1 unchanged, 3 failed\.\n/);
  assert.match(stdout, /9361235 .* failed: .*9361235\.yaml:1:11 unknown-rule/);
  assert.match(stdout, /9361237 .* failed: .*9361237\.yaml:1:11 unknown-rule/);
});

test('an option that only the newer version declares may be set', async () => {
  const pipeline = readFileSync('pipeline.yaml', 'utf8');
  const is = configured(root, {
    'pipeline.yaml': pipeline.replace(
      'options:\n',
      'options:\n  extra: { type: boolean, default: false, description: Extra }\n',
    ),
    'rules/students.yaml': `${readFileSync('rules/students.yaml', 'utf8')}- name: none
  because: Nobody
  conditions: { all: [{ fact: option.extra, operator: equal, value: true }] }
  event: { type: exclude }
`,
  });
  const was = configured(root);
  const { by } = await impact(is.config, was.folder, [oakfield], '--set', 'extra=true');
  assert.deepEqual(Object.keys(by), ['none']);
  const same = await impact(is.config, was.folder, [oakfield]);
  const { database, ...rest } = same;
  assert.deepEqual(rest, {
    ...{ against: was.folder, schools: [], by: {}, unchanged: 1, withoutExtract: [], failed: [], columns: [] },
    readOnOneDay: [],
    forAll: true,
  });
  assert.match(database.notAsked ?? '', /^There is no database sqlite:.*pullthrough\.db yet\.$/);
});

test('nothing to see is exit 0; a school that no input holds is a failure', async () => {
  const { config, folder } = configured(root);
  const { code, stdout } = await cli(['impact', '--against', folder, '--config', config, oakfield]);
  assert.deepEqual([code, stdout], [0, '1 school, 1 unchanged.\n']);
  const missing = await cli(['impact', '--against', folder, '--config', config, '--school', 'x', oakfield]);
  assert.equal(missing.code, 1);
  assert.match(missing.stdout, /x failed: None of the inputs has this school/);
});

test('standard input is compared, but for two versions that would have to read it twice', async () => {
  const stdin = readFileSync(oakfield);
  const { config, folder } = configured(root, { 'rules/schools/9361234.yaml': 'disable: [contact-title]\n' });
  const same = await cli(['impact', '--against', 'HEAD', '-'], { stdin });
  assert.equal(same.code, 0, same.stderr);
  const pipeline = readFileSync('pipeline.yaml', 'utf8').replace('surname: Surname', 'surname: KnownName');
  const other = configured(root, { 'pipeline.yaml': pipeline });
  const twice = await cli(['impact', '--against', folder, '--config', other.config, '-'], { stdin });
  assert.equal(twice.code, 2);
  assert.match(twice.stderr, /needed twice: give a file/);
  const once = await cli(['impact', '--against', configured(root).folder, '--config', config, '-'], { stdin });
  assert.match(once.stdout, /1 parent would appear/);
});

const calls: readonly [what: string, prepare: () => { config: string; against: string }, message: RegExp][] = [
  [
    'no such revision',
    () => ({ config: repository().config, against: 'nowhere' }),
    /no git revision nowhere.*git fetch/,
  ],
  [
    'an option in place of one',
    () => ({ config: repository().config, against: '--output=x' }),
    /no git revision --output=x/,
  ],
  ['no repository', () => ({ config: configured(root).config, against: 'main' }), /in no git repository/],
  [
    'no pipeline there',
    () => {
      const { top, config } = repository();
      git(top, 'checkout', '--quiet', '--orphan', 'empty');
      git(top, 'rm', '-r', '--quiet', '--cached', '.');
      git(top, 'commit', '--quiet', '--allow-empty', '--message=Empty');
      return { config, against: 'empty' };
    },
    /Revision empty has no configuration-\w+\/pipeline\.yaml/,
  ],
  [
    'a configuration that is wrong there',
    () => {
      const { top, folder, config } = repository();
      write(folder, { 'rules/groups.yaml': '- nmae: x\n' });
      git(top, 'commit', '--all', '--quiet', '--message=Wrong');
      write(folder, { 'rules/groups.yaml': readFileSync('rules/groups.yaml', 'utf8') });
      return { config, against: 'HEAD' };
    },
    /HEAD:configuration-\w+\/rules\/groups\.yaml:1:3 {2}unknown-key/,
  ],
];

for (const [what, prepare, message] of calls) {
  test(`${what}: exit 2, with what to do, and nothing left behind`, async () => {
    const { config, against } = prepare();
    const { code, stdout, stderr } = await cli(['impact', `--against=${against}`, '--config', config, oakfield]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, message);
    assert.deepEqual(leftOver(), []);
  });
}

test('without git, a revision is refused and a folder is not', async () => {
  const { config, folder } = configured(root);
  const path = process.env.PATH;
  const empty = join(root, 'no-programs');
  mkdirSync(empty);
  process.env.PATH = empty;
  try {
    const revision = await cli(['impact', '--against', 'main', '--config', config, oakfield]);
    assert.equal(revision.code, 2);
    assert.match(revision.stderr, /git is not installed/);
    assert.equal((await cli(['impact', '--against', folder, '--config', config, oakfield])).code, 0);
  } finally {
    process.env.PATH = path;
  }
});

test(
  'a comment of thousands of schools fits: the sums are whole, lists are cut and say how many more',
  { skip: unlessFull('it writes of thousands of schools') },
  async () => {
    const is = readConfiguration('pipeline.yaml', { set: ['parentalResponsibilityOnly=true'], today: () => today });
    const text = readFileSync(oakfield, 'utf8');
    const decided = async (configuration: Configuration): Promise<DecidedVersion> => ({
      pipeline: configuration.pipeline,
      decision: await decideText(text, configuration),
      effective: () => configuration.effective('9361234'),
    });
    const one = impactOnSchool(await decided(shippedConfiguration()), await decided(is));
    assert.ok(one !== null);
    const written = (count: number) =>
      markdown.write({
        against: 'main',
        pipeline: is.pipeline,
        schools: Array.from({ length: count }, () => ({ ...one, later: [], turns: [], undecided: [], held: null })),
        unchanged: 7,
        failed: Array.from({ length: count }, () => ({ school: 'x', name: null, reason: 'y'.repeat(1000) })),
        withoutExtract: Array.from({ length: count }, () => 'z'.repeat(200)),
        isForAll: true,
        readOnOneDay: [],
        database: { name: null, notAsked: 'There is no database sqlite:x yet.' },
        hasValues: false,
        columns: [],
      });
    for (const count of [1, 40, 200, 3000]) {
      const comment = written(count);
      assert.ok(comment.length <= 65_536, `${String(count)}: ${String(comment.length)}`);
      assert.ok(comment.includes(`| parents |  | ${String(9 * count)} |  |`), comment.slice(0, 800));
      assert.ok(comment.includes(`| \`parental-responsibility\` |  | ${String(22 * count)} |  |`));
    }
    assert.match(written(1), /`5012`, `5015`/);
    const many = written(3000);
    assert.ok(many.length > 60_000, String(many.length));
    const shown = many.split('\n#### ').length - 1;
    assert.ok(many.includes(`And ${String(3000 - shown)} more schools in which something changes.`), String(shown));
  },
);

test('no name, address or other value of a person stands in any format', async () => {
  const { config, folder } = configured(root, {
    'rules/schools/9361234.yaml': 'disable: [contact-title, combined-contact]\n',
  });
  const people = JSON.parse(readFileSync(oakfield, 'utf8')) as Record<string, Record<string, unknown>[]>;
  const surnames = [people['Contacts'], people['Students'], people['Staff']]
    .flatMap((list) => (list ?? []).map(({ Surname: surname }) => surname))
    .filter((name) => typeof name === 'string' && name.trim().length > 3);
  assert.ok(surnames.length > 50);
  for (const format of ['text', 'json', 'markdown', 'github']) {
    const args = ['impact', '--against', configured(root).folder, '--config', config, '--format', format, oakfield];
    const { stdout } = await cli(args);
    assert.match(stdout, /combined-contact/);
    for (const name of surnames) assert.ok(!stdout.includes(String(name).trim()), format);
    assert.doesNotMatch(stdout, /@example/);
  }
  rmSync(folder, { recursive: true });
});

test('docs/json.md says what impact prints', () => {
  const docs = readFileSync('docs/json.md', 'utf8').split('## impact')[1] ?? '';
  const { properties } = schema as { properties: Record<string, { items?: { properties?: Record<string, unknown> } }> };
  for (const [key, { items }] of Object.entries(properties)) {
    assert.ok(docs.includes(`\`${key}`), key);
    for (const inner of Object.keys(items?.properties ?? {})) assert.ok(docs.includes(inner), `${key}.${inner}`);
  }
});

test('B16: a change of the mapping stands at the line of the field, or of the key of its kind, in the version that has it', async () => {
  const pipeline = readFileSync('pipeline.yaml', 'utf8');
  const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
  const changed: readonly [before: string, after: string, rule: string][] = [
    ['className: { from: CurrentClass', 'className: { from: CurrentYearGroup', 'students.className'],
    [
      'type: { from: Type, store: { Registration: registration',
      'type: { from: Type, store: { Registration: reg',
      'classes.type',
    ],
    ['      forename: Forename\n', '      forename: FirstName\n', 'contacts.forename'],
    ['      dateOfBirth: { from: DateOfBirth, type: date }\n', '', 'students.dateOfBirth'],
    ['id: ContactID', 'id: Phone', 'contacts'],
  ];
  const was = configured(root);
  for (const [before, after, rule] of changed) {
    assert.ok(pipeline.includes(before), before);
    const is = configured(root, { 'pipeline.yaml': pipeline.replace(before, after) });
    const { schools } = await impact(is.config, was.folder, [oakfield]);
    const group = schools.flatMap(({ groups }) => groups).find((one) => one.rule === rule);
    const text = after === '' ? pipeline : pipeline.replace(before, after);
    const line = lineOf(text, after === '' ? before : after);
    assert.equal(group?.line, line, `${rule} ${JSON.stringify(group)}`);
    assert.equal(group.file, after === '' ? join(was.folder, 'pipeline.yaml') : is.config);
  }
});

const warning = (name: string, dates = '') => `- name: ${name}
  because: No phone
  ${dates}conditions: { all: [{ fact: phone, operator: equal, value: null }] }
  event: { type: warn }
`;
const contactsFile = readFileSync('rules/contacts.yaml', 'utf8');

test('A11: warnings that appear and go are counted by rule, and a school with nothing else is not unchanged', async () => {
  const was = configured(root);
  const is = configured(root, { 'rules/contacts.yaml': contactsFile + warning('no-phone') });
  const { schools, unchanged } = await impact(is.config, was.folder, [oakfield]);
  const [only] = schools[0]?.warnings ?? [];
  assert.deepEqual([unchanged, only?.kind, only?.rule, only?.how, only?.go], [0, 'contacts', 'no-phone', 'added', 0]);
  assert.ok((only?.appear ?? 0) > 0);
  assert.equal(only?.line, contactsFile.split('\n').length);
  assert.deepEqual(schools[0]?.groups, []);
  const back = await impact(was.config, is.folder, [oakfield]);
  assert.deepEqual(
    back.schools[0]?.warnings.map(({ appear, go, how }) => [appear, go, how]),
    [[0, only?.appear, 'removed']],
  );
  const args = ['impact', '--against', was.folder, '--config', is.config, oakfield];
  const text = (await cli(args)).stdout;
  assert.match(
    text,
    new RegExp(`${String(only?.appear)} warnings? about parents would appear {2}no-phone added \\(.*contacts\\.yaml:`),
  );
  assert.match(
    (await cli([...args, '--format', 'markdown'])).stdout,
    /warnings? about parents would appear \| no-phone added/,
  );
  const same = await impact(is.config, is.folder, [oakfield]);
  assert.deepEqual([same.schools, same.unchanged, same.withoutExtract], [[], 1, []]);
});

test('A11: the days on which a changed rule begins and ends are decided too, within 400 days, and no others', async () => {
  const excluding = (dates: string) => ({
    'rules/schools/9361234.yaml': `add:
  students:
    - { name: out, because: x, ${dates}event: { type: exclude }, conditions: { all: [{ fact: yearGroup, operator: equal, value: Year 6 }] } }
`,
  });
  const was = configured(root);
  const on = async (dates: string, before = was.folder) =>
    impact(configured(root, excluding(dates)).config, before, [oakfield], '--date', '2026-11-20');
  const { schools } = await on('from: 2027-01-10, until: 2027-02-10, ');
  assert.deepEqual(schools[0]?.groups, []);
  assert.deepEqual(
    schools[0]?.later.map(({ day, groups }) => [day, groups.length > 0]),
    [
      ['2027-01-10', true],
      ['2027-02-11', false],
    ],
  );
  assert.ok((schools[0]?.later[0]?.kinds.students?.go.length ?? 0) > 0);
  assert.deepEqual((await on('from: 2028-01-10, ')).unchanged, 1);
  const now = await on('until: 2026-11-30, ');
  assert.deepEqual(
    [(now.schools[0]?.groups.length ?? 0) > 0, now.schools[0]?.later.map(({ day }) => day)],
    [true, ['2026-12-01']],
  );
  const moved = await on('from: 2027-01-10, ', configured(root, excluding('from: 2027-01-20, ')).folder);
  assert.deepEqual(
    moved.schools[0]?.later.map(({ day }) => day),
    ['2027-01-10', '2027-01-20'],
  );
  const same = await on('from: 2027-01-10, ', configured(root, excluding('from: 2027-01-10, ')).folder);
  assert.deepEqual(same.schools, []);
  const { config } = configured(root, excluding('from: 2027-01-10, until: 2027-02-10, '));
  const args = ['impact', '--against', was.folder, '--config', config, '--date', '2026-11-20', oakfield];
  const { stdout } = await cli(args);
  assert.match(stdout, / {2}From 2027-01-10 \(out begins\):\n +\d+ students would go +out /);
  assert.match(stdout, / {2}From 2027-02-11 \(out ends\): nothing would change\.\n/);
  assert.match((await cli([...args, '--format', 'markdown'])).stdout, /^From 2027-01-10 \(out begins\):$/m);
});

/** Students who leave, and a home that one may have from some day on; two schools' worth of nothing else. */
function leavers(rule: string, where: string): { readonly folder: string; readonly config: string } {
  const folder = mkdtempSync(join(root, 'leavers-'));
  write(folder, {
    'pipeline.yaml': `name: leavers
source: { inputs: x.json, school: { id: school } }
database: sqlite:x.db
records:
  students:
    one: student
    from: students
    id: id
    keep:
      left: { from: left, type: date }
      home: { from: { lookup: homes, match: { student: id }${where}, first: true, value: name } }
`,
    'rules/students.yaml': `- { name: left, because: x, conditions: { all: [{ fact: left, operator: before, value: ${rule} }] }, event: { type: exclude } }
`,
    'x.json': JSON.stringify({
      school: '1',
      students: Array.from({ length: 40 }, (_, at) => ({ id: at, left: daysAfter('2026-11-25', 2 * at) })),
      homes: [{ student: 3, name: 'x', from: '2027-01-10' }],
    }),
  });
  return { folder, config: join(folder, 'pipeline.yaml') };
}

test('days that only the extract has are decided too: so many of them, and the others are named as not decided', async () => {
  const was = leavers('{ fact: today }', '');
  const is = leavers('{ fact: today, days: 1 }', '');
  const date = ['--date', '2026-11-20'];
  const { schools } = await impact(is.config, was.folder, [], ...date, '--days', '400');
  const days = Array.from({ length: 80 }, (_, at) => daysAfter('2026-11-25', at));
  assert.deepEqual(
    schools[0]?.later.map(({ day, groups }) => [day, groups.length]),
    // One day sooner than before; on the day after it both say the same again.
    days.map((day, at) => [day, at % 2 === 0 ? 1 : 0]),
  );
  assert.deepEqual(
    schools[0]?.days.map(({ day, rule, turn }) => `${day} ${rule} ${turn}`),
    days.map((day) => `${day} left judges`),
  );
  assert.deepEqual(schools[0]?.undecided, []);
  const usual = await impact(is.config, was.folder, [], ...date);
  assert.deepEqual([usual.schools[0]?.later.length, usual.schools[0]?.undecided], [30, days.slice(30)]);
  const args = ['impact', '--against', was.folder, '--config', is.config, ...date];
  const { stdout } = await cli([...args, '--days', '2']);
  assert.match(stdout, /\n {2}From 2026-11-25 \(left judges some otherwise\):\n/);
  assert.match(
    stdout,
    /\n {2}Not decided: 78 days between 2026-11-27 and 2027-02-12, when days of the extract are reached\.\n/,
  );
  const open =
    'Later days of 1 school were not decided, so nothing is known of them: --days 400 decides them all, --date 2026-11-27 the first one.';
  assert.ok(stdout.includes(`\n${open}\n`), stdout);
  assert.ok((await cli([...args, '--days', '2', '--format', 'github'])).stdout.includes(open));
  const wrong = await cli([...args, '--days', '401']);
  assert.deepEqual(
    [wrong.code, wrong.stderr],
    [2, '--days 401 is no number of days from 0 to 400. Nothing was read or touched.\n'],
  );
});

test('a later day is read as the look-ups of that day find it; an input that is read only once says so', async () => {
  const was = leavers('{ fact: today }', '');
  const where = ', where: { from: { not: { after: { fact: today } } } }';
  const is = leavers('{ fact: today }', where);
  const date = ['--date', '2026-11-20'];
  const { schools } = await impact(is.config, was.folder, [], ...date);
  const changes = (days: typeof schools) =>
    days[0]?.later.map(({ day, groups }) => `${day} ${groups.map(({ how }) => how).join()}`);
  assert.deepEqual(
    schools[0]?.days.map(({ day, rule, turn }) => `${day} ${rule} ${turn}`),
    ['2027-01-10 students.home finds'],
  );
  // Student 3 has left by then; what goes is the warning that no look-up finds anything.
  assert.deepEqual(changes(schools), ['2026-12-02 ', '2027-01-10 ']);
  assert.deepEqual(schools[0]?.later[1]?.warnings, []);
  const day = ', where: { from: { not: { after: { fact: today, days: 45 } } } }';
  const sooner = leavers('{ fact: today }', day);
  assert.deepEqual(changes((await impact(sooner.config, is.folder, [], ...date)).schools), [
    '2026-11-26 read differently',
    '2026-12-02 ',
    '2027-01-10 ',
  ]);
  const rule = leavers('{ fact: today, days: 1 }', where);
  const text = readFileSync(join(is.folder, 'x.json'), 'utf8');
  const args = ['impact', '--against', is.folder, '--config', rule.config, ...date, '-'];
  const { stdout } = await cli(args, { stdin: text });
  assert.match(
    stdout,
    /\nThe look-up of students\.home compares with the day, and an input can be read only once: nothing is known of what later days change there\. Give a file\.\n/,
  );
});

test('A11: changed schools that none of the inputs holds are named, those whose files say the same are not', async () => {
  const same = { 'rules/schools/1.yaml': 'disable: [contact-title]\n' };
  const was = configured(root, { ...same, 'rules/schools/3.yaml': 'options: { singleSignOn: true }\n' });
  const is = configured(root, {
    'rules/schools/1.yaml': '# The same.\ndisable: [contact-title]\n',
    'rules/schools/2.yaml': 'disable: [contact-title]\n',
    'rules/schools/4.yaml': 'disable: [nobody]\n',
    'rules/schools/9361234.yaml': 'disable: [contact-title]\n',
  });
  assert.deepEqual((await impact(is.config, was.folder, [oakfield])).withoutExtract, ['2', '3', '4']);
  const args = ['impact', '--against', was.folder, '--config', is.config, oakfield];
  for (const more of [[], ['--format', 'markdown']])
    assert.match(
      (await cli([...args, ...more])).stdout,
      /3 schools have changed files of their own and no extract among the inputs\\?: 2, 3, 4\./,
    );
  const base = configured(root, { ...same, 'rules/contacts.yaml': contactsFile + warning('no-phone') });
  const other = configured(root, same);
  assert.deepEqual((await impact(base.config, other.folder, [oakfield])).withoutExtract, []);
});
