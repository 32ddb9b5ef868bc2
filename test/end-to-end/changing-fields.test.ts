import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
const commands = [...docs.matchAll(/^\$ npx pullthrough (.*)$/gm)].map(([, command = '']) => command);

/** A database of a school of thirty, loaded by the shipped pipeline with what a block adds. */
class Site {
  readonly #folder = temporaryFolder();
  readonly #file = join(this.#folder, 'x.db');
  readonly #extract = join(this.#folder, 'extract.json');

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
    const database = name === 'check' ? [] : ['--database', `sqlite:${this.#file}`];
    return cli([name, ...where, '--config', config, ...database]);
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
  assert.deepEqual(commands, ['check', 'run extracts', 'check', 'run extracts']);
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
