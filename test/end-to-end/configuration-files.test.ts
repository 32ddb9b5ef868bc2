import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { configured as copied } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { someOf } from '../support/numbers.js';
import { readTables } from '../support/tables.js';

const root = temporaryFolder();
let number = 0;

interface Found {
  readonly file: string;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly hint: string | null;
}

function configured(files: Readonly<Record<string, string>> = {}): { folder: string; config: string } {
  return copied(root, files);
}

async function checked(config: string, ...args: string[]): Promise<{ code: number; found: string[]; all: Found[] }> {
  const { code, stdout } = await cli(['check', '--config', config, '--json', ...args]);
  const all = JSON.parse(stdout) as Found[];
  const found = all.map((one) => `${one.severity} ${one.code} ${relative(dirname(config), one.file)}`);
  return { code, found, all };
}

interface Ran {
  readonly code: number;
  readonly stderr: string;
  /** By school. */
  readonly schools: Readonly<Record<string, { readonly status: string; readonly reason: string | null }>>;
  readonly tables: Readonly<Record<string, readonly (readonly unknown[])[]>>;
}

async function ran(config: string, input = 'examples/oakfield.json', ...args: string[]): Promise<Ran> {
  const database = join(root, `${String(number++)}.db`);
  const given = ['--config', config, '--database', `sqlite:${database}`, '--json', ...args];
  const { code, stdout, stderr } = await cli(['run', input, ...given]);
  const { schools } =
    stdout === ''
      ? { schools: [] }
      : (JSON.parse(stdout) as { schools: { school: string; status: string; reason: string | null }[] });
  return {
    code,
    stderr,
    schools: Object.fromEntries(schools.map(({ school, ...one }) => [school, one])),
    tables: existsSync(database) ? readTables(database) : {},
  };
}

/** Puts a link in a file's place, to its text in another place. */
function linkTo(path: string, elsewhere: string): void {
  mkdirSync(dirname(elsewhere), { recursive: true });
  renameSync(path, elsewhere);
  symlinkSync(relative(dirname(path), elsewhere), path);
}

const own = 'options: { parentalResponsibilityOnly: true }\n';
const pr = ['--set', 'parentalResponsibilityOnly=true'];
const three = 'examples/three.ndjson';

test('A1: a rule file, a school file, a shared one, a file of cases and the pipeline are read through a link to their text', async () => {
  const { folder, config } = configured({
    'rules/schools/9361234.yaml': 'extends: ../shared/strict.yaml\n',
    'rules/shared/strict.yaml': own,
  });
  const before = await ran(config);
  assert.equal(before.code, 0, before.stderr);
  const free = await ran('pipeline.yaml');
  assert.notDeepEqual(before.tables.contact_links, free.tables.contact_links);
  for (const [path, elsewhere] of [
    ['rules/contact-links.yaml', 'rules/contact-links-text.yaml'],
    ['rules/students.yaml', 'texts/students.txt'],
    ['rules/schools/9361234.yaml', 'rules/schools/texts/one.yaml'],
    ['rules/shared/strict.yaml', 'rules/shared/strict-text.yaml'],
    ['rules/tests/students.yaml', 'rules/tests/students-text.yaml'],
    ['rules/tests/defaults.yaml', 'rules/tests/base.yaml'],
    ['pipeline.yaml', 'texts/pipeline.yaml'],
  ] as const)
    linkTo(join(folder, path), join(folder, elsewhere));
  const after = await ran(config);
  assert.equal(after.code, 0, after.stderr);
  assert.deepEqual(after.tables.contact_links, before.tables.contact_links);
  const { code, found } = await checked(config);
  assert.deepEqual([code, found], [0, []]);
  const told = await cli(['test', '--config', config, '--json']);
  assert.equal((JSON.parse(told.stdout) as { failed: number }).failed, 0, told.stderr);
});

test('A1: a configuration that Kubernetes mounts from a ConfigMap is read as it is', async () => {
  const { folder } = configured({ 'rules/schools/9361234.yaml': own });
  const mounted = join(root, 'mounted');
  const data = join(mounted, '..2026_11_20_02_00_00.1');
  mkdirSync(data, { recursive: true });
  symlinkSync('..2026_11_20_02_00_00.1', join(mounted, '..data'));
  renameSync(join(folder, 'pipeline.yaml'), join(data, 'pipeline.yaml'));
  renameSync(join(folder, 'rules'), join(data, 'rules'));
  for (const name of ['pipeline.yaml', 'rules']) symlinkSync(join('..data', name), join(mounted, name));
  const config = join(mounted, 'pipeline.yaml');
  assert.deepEqual((await checked(config)).found, []);
  const strict = await ran(config);
  assert.deepEqual(
    [strict.code, strict.tables.contact_links],
    [0, (await ran('pipeline.yaml', undefined, ...pr)).tables.contact_links],
  );
  // Another mount is one of rules alone, whose every file is a link into a folder that begins with a dot.
  const rules = join(root, 'mounted-rules', 'rules');
  mkdirSync(join(rules, '..data'), { recursive: true });
  for (const name of readdirSync('rules').filter((one) => one.endsWith('.yaml'))) {
    writeFileSync(join(rules, '..data', name), readFileSync(join('rules', name)));
    symlinkSync(join('..data', name), join(rules, name));
  }
  writeFileSync(join(dirname(rules), 'pipeline.yaml'), readFileSync('pipeline.yaml'));
  assert.deepEqual((await checked(join(dirname(rules), 'pipeline.yaml'))).found, []);
});

test('A1: a link that leads out of the folder, nowhere, or to itself is an error at its name, for check and run', async () => {
  const outside = join(root, 'outside');
  mkdirSync(outside, { recursive: true });
  writeFileSync(join(outside, 'links.yaml'), readFileSync('rules/contact-links.yaml'));
  for (const [target, words] of [
    [join(outside, 'links.yaml'), /leads out of the configuration's folder\..*--root/],
    ['no-such-file', /a link that leads nowhere/],
    ['contact-links.yaml', /a link that leads to itself/],
  ] as const) {
    const { folder, config } = configured();
    rmSync(join(folder, 'rules', 'contact-links.yaml'));
    symlinkSync(target, join(folder, 'rules', 'contact-links.yaml'));
    const { code, found, all } = await checked(config);
    assert.deepEqual(
      [code, found.filter((one) => one.includes('unread'))],
      [1, ['error unread-file rules/contact-links.yaml']],
    );
    assert.ok(all.some(({ message, hint }) => words.test(`${message} ${hint ?? ''}`)));
    const { code: run, stderr, tables } = await ran(config, undefined, ...pr);
    assert.deepEqual([run, tables], [2, {}]);
    assert.match(stderr, /rules\/contact-links\.yaml:1:1 {2}unread-file/);
  }
  const { folder, config } = configured();
  symlinkSync('nowhere', join(folder, 'rules', 'notes.txt'));
  symlinkSync('..', join(folder, 'rules', 'again'));
  assert.deepEqual((await checked(config)).found, [
    'error unread-file rules/again',
    'error unread-file rules/notes.txt',
  ]);
  assert.equal((await ran(config)).code, 2);
});

test('A1: a pipeline that leads nowhere or out of the folder is refused, and --root names a folder that holds both', async () => {
  const { folder, config } = configured();
  const conf = join(folder, 'conf');
  mkdirSync(conf);
  const text = join(folder, 'pipeline.yaml');
  symlinkSync('../pipeline.yaml', join(conf, 'pipeline.yaml'));
  symlinkSync('../rules', join(conf, 'rules'));
  const linked = join(conf, 'pipeline.yaml');
  const refused = await ran(linked);
  assert.equal(refused.code, 2);
  assert.match(
    refused.stderr,
    /conf\/pipeline\.yaml:1:1 {2}cannot-read {2}This leads out of the configuration's folder/,
  );
  assert.ok(!refused.stderr.includes(readFileSync(text, 'utf8').split('\n')[1] ?? ''));
  assert.equal((await ran(linked, undefined, '--root', folder)).code, 0);
  assert.equal((await cli(['check', '--config', linked], { env: { PULLTHROUGH_ROOT: folder } })).code, 0);
  assert.equal((await checked(linked)).code, 1);
  assert.equal((await ran(config, undefined, '--root', conf)).code, 2);
  assert.equal((await ran(config, undefined, '--root', join(root, 'no-such-folder'))).code, 2);
  assert.equal((await cli(['check', '--config', config], { env: { PULLTHROUGH_ROOT: '' } })).code, 2);
  rmSync(text);
  assert.equal((await checked(linked, '--root', folder)).code, 1);
});

test('A2: a pipeline that finds no rule at all is an error, unless it says that none is wanted', async () => {
  const { folder, config } = configured();
  const pipeline = readFileSync(config, 'utf8').replace(/\n# Files in rules\/[^]*$/, '\n');
  writeFileSync(config, pipeline);
  assert.equal((await ran(config)).code, 0);
  renameSync(join(folder, 'rules'), join(folder, 'Rules'));
  const lost = await ran(config);
  assert.deepEqual([lost.code, lost.tables], [2, {}]);
  assert.match(lost.stderr, /pipeline\.yaml:3:1 {2}no-rules/);
  assert.deepEqual((await checked(config)).found, ['error no-rules pipeline.yaml']);
  assert.equal((await cli(['test', '--config', config])).code, 1);
  for (const command of ['plan', 'report'])
    assert.equal((await cli([command, 'examples/oakfield.json', '--config', config])).code, 2);
  assert.equal((await cli(['config', '--config', config])).code, 2);
  mkdirSync(join(folder, 'rules', 'schools'), { recursive: true });
  assert.equal((await ran(config)).code, 2);
  writeFileSync(join(folder, 'rules', 'students.yaml'), '# nothing\n');
  assert.equal((await ran(config)).code, 2);
  rmSync(join(folder, 'rules'), { recursive: true });
  writeFileSync(config, `${pipeline}rules: none\n`);
  const all = configured();
  writeFileSync(all.config, `${pipeline}rules: none\n`);
  assert.deepEqual((await checked(all.config)).found, ['warning changes-nothing pipeline.yaml']);
  assert.deepEqual([(await ran(config)).code, (await checked(config)).code], [0, 0]);
});

test('A2: a folder of schools that is a link is the same for check and run, and one that leads nowhere is an error', async () => {
  const { folder, config } = configured({ 'rules/schools/9361235.yaml': 'disable: [contact-titel]\n' });
  renameSync(join(folder, 'rules', 'schools'), join(folder, 'all-schools'));
  symlinkSync('../all-schools', join(folder, 'rules', 'schools'));
  assert.deepEqual((await checked(config)).found, ['error unknown-rule rules/schools/9361235.yaml']);
  const { code, schools } = await ran(config, three);
  assert.equal(code, 1);
  assert.match(schools['9361235']?.reason ?? '', /unknown-rule/);
  renameSync(join(folder, 'all-schools'), join(folder, 'elsewhere'));
  assert.deepEqual((await checked(config)).found, ['error unread-file rules/schools']);
  assert.equal((await ran(config, three)).code, 2);
});

test('A2: a file that the pipeline names and that is not there is an error where it is named', async () => {
  const { folder, config } = configured();
  rmSync(join(folder, 'rules', 'contact-links.yaml'));
  const { all } = await checked(config);
  const lost = all.filter(({ code }) => code === 'cannot-read');
  assert.deepEqual(
    lost.map(({ file }) => relative(folder, file)),
    ['pipeline.yaml'],
  );
  assert.match(lost[0]?.message ?? '', /rules\/contact-links\.yaml is not there/);
  assert.equal((await ran(config)).code, 2);
  for (const [written, code] of [
    ['{ files: [../pipeline.yaml] }', 'wrong-type'],
    ['{ files: [schools] }', 'cannot-read'],
    ['{ files: students.yaml }', 'wrong-type'],
    ['{ file: [students.yaml] }', 'unknown-key'],
    ['nothing', 'wrong-type'],
    ['{}', 'missing-key'],
  ] as const) {
    const other = configured({ 'rules/schools/1.yaml': own });
    const text = readFileSync(other.config, 'utf8').replace(/^rules:\n[^]*$/m, `rules: ${written}\n`);
    writeFileSync(other.config, text);
    assert.deepEqual((await checked(other.config)).found, [`error ${code} pipeline.yaml`], written);
  }
});

test('A3: two files for one school fail that school for check and run, both named, and the others are loaded', async () => {
  for (const [first, second, id] of [
    ['9361235 .yaml', '9361235.yaml', '9361235'],
    ['936%31235.yaml', '9361235.yaml', '9361235'],
    ['936%2F1.yaml', '936%2f1.yaml', '936/1'],
    ['e\u0301.yaml', '\u00e9.yaml', '\u00e9'],
  ] as const) {
    const both = { [`rules/schools/${first}`]: own, [`rules/schools/${second}`]: own };
    const { config } = copied(root, both, false);
    const { code, found, all } = await checked(config);
    const clash = all.find((one) => one.code === 'repeated-name');
    assert.equal(code, 1);
    assert.ok(
      found.includes(`error repeated-name rules/schools/${second}`) ||
        found.includes(`error repeated-name rules/schools/${first}`),
    );
    for (const named of [id, first, second]) assert.ok(clash?.message.includes(named), named);
    assert.equal((await checked(config, '--school', '1')).code, 0);
    assert.equal((await cli(['config', '--config', config, '--school', id])).code, 1);
    if (id !== '9361235') continue;
    const { code: run, schools } = await ran(config, three);
    assert.equal(run, 1);
    assert.match(schools[id]?.reason ?? '', /repeated-name/);
    assert.equal(schools['9361237']?.status, 'loaded');
  }
  const { config } = configured({ 'rules/schools/ 9361234\u00a0.yaml': own });
  assert.deepEqual(
    (await ran(config)).tables.contact_links,
    (await ran('pipeline.yaml', undefined, ...pr)).tables.contact_links,
  );
});

test('A3: what has .yaml or .yml in its name and is not read is an error of its school, of all, or of who reads cases', async () => {
  const unread = async (...paths: string[]) => {
    const made = copied(
      root,
      {},
      paths.some((path) => path.startsWith('rules/tests')),
    );
    for (const path of paths) {
      mkdirSync(dirname(join(made.folder, path)), { recursive: true });
      if (path.endsWith('/')) mkdirSync(join(made.folder, path), { recursive: true });
      else writeFileSync(join(made.folder, path), own);
    }
    const { code, found } = await checked(made.config);
    assert.equal(code, found.some((one) => one.startsWith('error')) ? 1 : 0);
    return { found, run: () => ran(made.config, three) };
  };
  const ofSchools = [
    '9361235.yaml.txt',
    '9361235.yaml~',
    '9361235.YAML',
    '9361235.yml',
    '9361235.yaml/',
    '9361235.yaml.yaml',
    'sub/9361235.yaml',
  ];
  for (const name of ofSchools) {
    const { found, run: runThem } = await unread(`rules/schools/${name}`);
    assert.deepEqual(found, [`error unread-file rules/schools/${name.replace(/\/$/, '')}`]);
    if (!someOf(ofSchools, 2).includes(name)) continue;
    const run = await runThem();
    assert.equal(run.code, 1, name);
    assert.match(run.schools['9361235']?.reason ?? '', /unread-file/, name);
    assert.equal(run.schools['9361237']?.status, 'loaded', name);
  }
  const ofAll: readonly (readonly [path: string, code?: string])[] = [
    ['rules/test/students.yaml'],
    ['rules/Schools/9361235.yaml'],
    ['rules/school/9361235.yaml'],
    ['rules/students.yml'],
    ['rules/students.yaml~'],
    ['rules/Students.yaml', 'unknown-kind'],
    ['rules/contact-link.yaml', 'unknown-kind'],
    ['rules/shared/trust.yml'],
    ['rules/shared/deep/trust.yaml'],
    ['rules/shared/trust.yaml/'],
    ['rules/schools/ .yaml'],
  ];
  for (const [path, code = 'unread-file'] of ofAll) {
    const { found, run: runThem } = await unread(path);
    assert.deepEqual(found, [`error ${code} ${path.replace(/\/$/, '')}`]);
    const run = await runThem();
    assert.deepEqual([run.code, run.tables], [2, {}], path);
  }
  for (const path of ['rules/tests/more.yml', 'rules/tests/deep/more.yaml', 'rules/tests/students.yaml.orig']) {
    const { found, run } = await unread(path);
    assert.deepEqual(found, [`error unread-file ${path}`]);
    assert.notEqual((await run()).code, 2, path);
  }
  const { found, run } = await unread(
    'rules/notes.txt',
    'rules/schools/list.csv',
    'rules/README.md',
    'rules/.git/x.yaml',
    'rules/schools/.9361235.yaml.swp',
  );
  assert.deepEqual(found, ['warning passed-over rules/notes.txt', 'warning passed-over rules/schools/list.csv']);
  assert.equal((await run()).schools['9361237']?.status, 'loaded');
});

test('A3: whatever a school extends is read, wherever it lies in the folder and whatever its name is', async () => {
  const { config } = configured({
    'rules/schools/9361234.yaml':
      'extends: [../shared/deep/a.yaml, ../shared/b.yml, ../notes.txt, ../../common/c.yaml]\n',
    'rules/shared/deep/a.yaml': 'options: { singleSignOn: true }\n',
    'rules/shared/b.yml': own,
    'rules/notes.txt': 'disable: [contact-title]\n',
    'common/c.yaml': 'disable: [contact-forename]\n',
  });
  assert.deepEqual((await checked(config)).found, []);
  assert.equal((await ran(config)).code, 0);
});

test('C6: what a school extends lies in the folder and is a regular file, and nothing else is opened or shown', async () => {
  const secret = join(root, 'secret.yaml');
  writeFileSync(secret, 'pass: [hunter2\n');
  for (const [name, words] of [
    [relative(join(root, 'x', 'rules', 'schools'), secret), /cannot-read/],
    [secret, /There is no file/],
    ['../../link.yaml', /leads out of the configuration's folder/],
    ['../shared/zero.yaml', /leads out of the configuration's folder/],
    ['../../../../../../../../../../../../proc/self/environ', /cannot-read/],
    ['../shared', /is a folder/],
    ['../shared/pipe', /is neither a file nor a folder/],
  ] as const) {
    const { folder, config } = configured({
      'rules/schools/9361234.yaml': `extends: ${name}\n`,
      'rules/shared/x.yaml': own,
    });
    symlinkSync(secret, join(folder, 'link.yaml'));
    if (name.endsWith('zero.yaml')) symlinkSync('/dev/zero', join(folder, 'rules', 'shared', 'zero.yaml'));
    if (name.endsWith('pipe')) execFileSync('mkfifo', [join(folder, 'rules', 'shared', 'pipe')]);
    const text = await cli(['check', '--config', config]);
    assert.equal(text.code, 1, name);
    assert.match(text.stdout, words);
    assert.ok(!/hunter2|PATH=/.test(text.stdout), name);
    const run = await ran(config);
    assert.ok(run.code > 0 && !/hunter2|PATH=/.test(run.stderr + JSON.stringify(run.schools)), name);
  }
});
