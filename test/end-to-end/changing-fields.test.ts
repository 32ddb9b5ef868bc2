import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { layOut } from '../support/recipes.js';
import { smallSchool } from '../support/small-school.js';

const Sqlite = sqliteDriver();

const docs = readFileSync('docs/changing-fields.md', 'utf8');
/** What each block says is in the pipeline, in their order. */
const [first, relabelled, hidden, removed] = [...docs.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(
  ([, text = '']) => text,
);
/** What the docs show below a command. */
const shownBy = (command: string): readonly string[] =>
  [...docs.matchAll(/^\$ npx pullthrough (.*)\n((?:[^`$\n].*\n|\n(?=[^`]))*)/gm)].flatMap(([, one, shown = '']) =>
    one === command && shown !== '' ? [anyLine(shown.trim())] : [],
  );
/** The pipeline of the tests is longer than the one in the docs. */
const anyLine = (text: string) => text.replaceAll(/pipeline\.yaml:\d+/g, 'pipeline.yaml:N');
const commands = [...docs.matchAll(/^\$ npx pullthrough (.*)$/gm)].map(([, command = '']) => command);

/** A database of a school of thirty, loaded by the shipped pipeline with what a block adds. */
class Site {
  readonly #folder = temporaryFolder();
  readonly #file = join(this.#folder, 'x.db');
  readonly #extract = join(this.#folder, 'extract.json');

  /** Another one, to ask of it. */
  database = `sqlite:${this.#file}`;

  constructor() {
    const school = smallSchool(30);
    const Students = school.Students.map((one, at) => ({
      ...one,
      UPN: `Qx${String(at)}`,
      UniquePupilNumber: `Qx${String(at)}`,
    }));
    this.write({ ...school, Students });
  }

  write(extract: object): void {
    writeFileSync(this.#extract, JSON.stringify(extract));
  }

  /** Runs a command of the docs with a pipeline. */
  async does(command: string, block: string | null, files: ReadonlyMap<string, string> = new Map()) {
    const more = block === null ? [] : [['pipeline.yaml', block] as const];
    const config = layOut(join(this.#folder, String(Math.random())), new Map([...more, ...files]));
    const [name = '', ...inputs] = command.split(' ');
    const where = inputs.map((input) => (input === 'extracts' ? this.#extract : input));
    const { code, stdout, stderr } = await cli([name, ...where, '--config', config, '--database', this.database]);
    const short = (text: string) => text.replaceAll(`${dirname(config)}/`, '');
    return { code, stdout: short(stdout), stderr: short(stderr) };
  }

  all(sql: string): unknown[] {
    const database = new Sqlite(this.#file, { readonly: true });
    try {
      return database.prepare(sql).raw().all().flat();
    } finally {
      database.close();
    }
  }

  get bytes(): string {
    return ['', '-wal']
      .map((end) => {
        try {
          return readFileSync(`${this.#file}${end}`, 'latin1');
        } catch {
          return '';
        }
      })
      .join('');
  }
}

test('the docs say what to type, and only that is tried here', () => {
  assert.deepEqual(commands, [
    'check',
    'run extracts',
    'impact --configuration --against main',
    'check',
    'run extracts',
  ]);
  assert.ok([first, relabelled, hidden, removed].every((block) => block !== undefined));
});

test('a new field fills all rows, and no school is held for it; a column that was there is still weighed', async () => {
  const site = new Site();
  assert.equal((await site.does('run extracts', null)).code, 0);
  assert.equal((await site.does('check', first)).code, 0);
  const { code, stdout } = await site.does('run extracts', first);
  assert.equal(code, 0, stdout);
  assert.match(stdout, / loaded .* \+?0? ?~?30/);
  assert.equal(site.all('select count(upn) from students')[0], 30);
  const school = smallSchool(30);
  site.write({ ...school, Students: school.Students.map((one) => ({ ...one, UPN: 'other', KnownName: 'Else' })) });
  const again = await site.does('run extracts', first);
  assert.equal(again.code, 1);
  assert.match(again.stdout, / held /);
});

test('check says of a new field what the next load does, and nothing once that is done', async () => {
  const site = new Site();
  const said = async () =>
    anyLine((await site.does('check', first)).stdout)
      .split('\n')
      .filter((line) => line.includes('column'));
  assert.deepEqual(await said(), [], 'there is no database yet');
  await site.does('run extracts', null);
  assert.deepEqual(await said(), [shownBy('check')[0]]);
  await site.does('run extracts', first);
  assert.deepEqual(await said(), []);
});

test('check says of a removed field, and of one that only decides now, that the database is refused while it has values', async () => {
  const site = new Site();
  await site.does('run extracts', first);
  const decides = 'records:\n  students:\n    read: { upn: UPN }\n';
  const said = async (block: string | null) =>
    anyLine((await site.does('check', block)).stdout)
      .split('\n')
      .filter((line) => line.includes('column-'));
  assert.deepEqual(await said(null), [shownBy('check')[1]]);
  assert.deepEqual(await said(decides), [shownBy('check')[1]]);
  assert.equal((await site.does('run extracts', decides)).code, 1);
  const both = `${decides}    emptied: [upn]\n`;
  assert.deepEqual(await said(both), []);
  assert.equal((await site.does('run extracts', both)).code, 0);
  assert.equal(site.all('select count(upn) from students')[0], 0);
  assert.deepEqual(await said(decides), [], 'nothing is left to refuse');
  const number = 'records:\n  students:\n    keep: { dateOfBirth: { from: X, type: number } }\n';
  assert.match((await said(number)).join(), /^pipeline\.yaml:N:\d+ {2}column-type {2}"dateOfBirth" has another type/);
});

test('a database that does not answer fails no check, and it says that it was not asked', async () => {
  const site = new Site();
  site.database = 'postgres://u:secret@127.0.0.1:1/x';
  const { code, stdout, stderr } = await site.does('check', first);
  assert.equal(code, 0, stdout);
  assert.match(stderr, /^What new and removed fields do to the database was not asked\. .*no server/i);
  assert.doesNotMatch(stderr, /secret/);
});

test('impact says it of the difference between two versions, with extracts and without', async () => {
  const folder = temporaryFolder();
  const at = (name: string, block: string | null) =>
    layOut(join(folder, name), new Map(block === null ? [] : [['pipeline.yaml', block] as const]));
  const [was, now, gone] = [at('was', null), at('now', first ?? ''), at('gone', removed ?? '')];
  const ask = async (before: string, config: string, ...more: string[]) => {
    const database = `sqlite:${join(folder, 'none.db')}`;
    const { stdout } = await cli([
      'impact',
      '--config',
      config,
      '--against',
      dirname(before),
      '--database',
      database,
      ...more,
    ]);
    return stdout.replaceAll(`${dirname(config)}/`, '');
  };
  const inDocs = shownBy('impact --configuration --against main')[0];
  assert.equal(anyLine((await ask(was, now, '--configuration')).trim()), inDocs);
  assert.ok(
    anyLine(await ask(was, now, 'examples/oakfield.json')).includes(inDocs?.split('\n').slice(-2).join('\n') ?? '?'),
  );
  const json = async (...asked: [string, string, ...string[]]) =>
    (JSON.parse(await ask(...asked, '--json')) as { columns: unknown }).columns;
  const column = (change: string, config: string, written: RegExp) => {
    const line =
      readFileSync(config, 'utf8')
        .split('\n')
        .findIndex((one) => written.test(one)) + 1;
    return [{ kind: 'students', field: 'upn', change, file: 'pipeline.yaml', line }];
  };
  const kind = /^ {2}students:/;
  assert.deepEqual(await json(was, now, '--configuration'), column('added', now, /^ +upn:/));
  assert.deepEqual(await json(was, now, 'examples/oakfield.json'), column('added', now, /^ +upn:/));
  assert.deepEqual(await json(now, was, 'examples/oakfield.json'), column('gone', was, kind));
  assert.deepEqual(await json(now, gone, 'examples/oakfield.json'), column('emptied', gone, kind));
  assert.match(
    await ask(now, was, '--format', 'github', 'examples/oakfield.json'),
    /^::notice .*line=\d+.*emptied: \[upn\]/m,
  );
  assert.match(await ask(now, was, '--format', 'markdown', 'examples/oakfield.json'), /^- students.* refused until/m);
});

test('another label and another key change no row', async () => {
  const site = new Site();
  await site.does('run extracts', first);
  const { stdout } = await site.does('run extracts', relabelled);
  assert.match(stdout, / unchanged /);
});

test('a field that is hidden is stored, and is in no export', async () => {
  const site = new Site();
  await site.does('run extracts', hidden);
  assert.equal(site.all('select count(upn) from students')[0], 30);
  const shown = await site.does('export students', first);
  const { stdout } = await site.does('export students', hidden);
  assert.match(shown.stdout, /Upn/);
  assert.doesNotMatch(stdout, /Upn|Qx\d/);
  const name = 'records:\n  students:\n    order: [upn]\n    keep: { upn: { from: UPN, show: false } }\n';
  const refused = await site.does('check', name);
  assert.match(refused.stdout, /excludes {2}"upn" has `show: false`: A field of the order is on the Data pages\./);
});

test('a field that is removed is refused while it has values, emptied with its history, and holds nothing', async () => {
  const site = new Site();
  await site.does('run extracts', first);
  const school = smallSchool(30);
  const students = (upn: string, known: string) =>
    site.write({
      ...school,
      Students: school.Students.map((one, at) => ({
        ...one,
        UPN: at < 3 ? `${upn}${String(at)}` : `Qx${String(at)}`,
        ...(at === 0 ? { KnownName: known } : {}),
      })),
    });
  students('New', 'Nell');
  assert.equal((await site.does('run extracts', first)).code, 0);
  assert.equal(site.all('select count(*) from changes')[0], 3);
  const rule = new Map([
    [
      'rules/schools/1.yaml',
      'add:\n  students:\n    - { name: a, because: x, conditions: { all: [{ fact: upn, operator: equal, value: null }] }, event: { type: exclude } }\n',
    ],
  ]);
  assert.match((await site.does('check', removed, rule)).stdout, /schools\/1\.yaml:3:\d+ {2}unknown-fact/);
  const refused = await site.does('run extracts', null);
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr + refused.stdout,
    /table students differs in upn\. .* write emptied: \[upn\] under students/,
  );
  assert.ok(site.bytes.includes('New2'));
  const { code, stdout } = await site.does('run extracts', removed);
  assert.equal(code, 0, stdout);
  assert.match(stdout, / unchanged /);
  assert.equal(site.all('select count(upn) from students')[0], 0);
  assert.deepEqual(site.all('select fields from changes'), ['{"known_name":{"before":"Known0","after":"Nell"}}']);
  assert.ok(!/New\d|Qx\d/i.test(site.bytes), 'the file has no value of it, folded ones included');
  // Nobody edited these rows: the next change says nothing of it.
  students('New', 'Noor');
  assert.doesNotMatch((await site.does('run extracts', removed)).stdout, /edited|by hand|not as/i);
  // Once it is empty, the key may go, and the field may come back.
  assert.equal((await site.does('run extracts', null)).code, 0);
  assert.equal((await site.does('run extracts', first)).code, 0);
  assert.equal(site.all('select count(upn) from students')[0], 30);
});

test('emptied names no field that is there, and no column that every table has', async () => {
  const site = new Site();
  const { stdout } = await site.does('check', 'records:\n  students:\n    emptied: [surname, leftAt, surname]\n');
  assert.match(stdout, /excludes {2}"surname" is a field still/);
  assert.match(stdout, /excludes {2}"leftAt" is no column of a field/);
  assert.match(stdout, /repeated-name/);
});
