import assert from 'node:assert/strict';
import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../../src/load/database.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { cli } from '../support/cli.js';
import { write } from '../support/configured.js';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();

/** A pipeline of one kind, and an extract of one record of it. */
function kindOf(name: string, keep: string, more = ''): { config: string; extract: string; database: string } {
  const folder = mkdtempSync(join(root, 'names-'));
  write(folder, {
    'pipeline.yaml': `name: N
source: { inputs: extract.json, school: { id: school } }
database: sqlite:x.db
records:
  ${name}: { one: one, from: items, id: id, keep: { ${keep} } }
${more}  things: { one: thing, from: things, id: id }
`,
    'rules/things.yaml':
      '- { name: r, because: x, conditions: { all: [{ fact: id, operator: notEqual, value: "0" }] }, event: { type: require } }\n',
    'extract.json': '{"school":"1","items":[{"id":1,"name":"Sam"}],"others":[],"things":[]}',
  });
  const at = (file: string) => join(folder, file);
  return { config: at('pipeline.yaml'), extract: at('extract.json'), database: at('x.db') };
}

interface Told {
  readonly code: string;
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}

async function told(config: string, ...more: string[]): Promise<Told[]> {
  const { stdout } = await cli(['check', '--config', config, '--json', ...more]);
  return (JSON.parse(stdout) as Told[]).filter(({ code }) => /name$/.test(code));
}

const codes = (found: readonly Told[]) => found.map(({ code, line }) => `${code} ${String(line)}`);

test('C10: a name that a table or column could not have on every database is refused by check at its place, and no other', async () => {
  const kinds = ['main.accounts', '"a\\0b"', '""', '" "', '"pupils "', '"pu?ils"', 'pu_pils', '1pupils', 'élèves'];
  const taken = ['auditByTime', 'leftAtF0', 'pgClass', 'pupilsPkey', 'constructor', '__proto__'];
  const cut = 'p'.repeat(64);
  for (const name of [...kinds, ...taken, cut, `${'aB'.repeat(21)}c`])
    assert.deepEqual(codes(await told(kindOf(name, 'name: name').config)), ['unfit-name 5'], name);
  const fields = ['ctid', 'xmin', 'oid', 'rowid', '__proto__', 'toString', 'first_name', '"a b"', 'namé', cut];
  for (const name of [...fields, 'schoolId', 'leftAt', 'rowDigest']) {
    const found = await told(kindOf('pupils', `${name}: name`).config);
    assert.ok(
      codes(found).some((one) => /^(unfit|repeated)-name 5$/.test(one)),
      `${name} ${JSON.stringify(found)}`,
    );
  }
  for (const keep of ['firstname: name, firstName: name', 'A: name, a: name'])
    assert.deepEqual(codes(await told(kindOf('pupils', keep).config)), ['unfit-name 5'], keep);
  const other = '  PUPILS: { one: other, from: others, id: id }\n';
  assert.deepEqual(codes(await told(kindOf('pupils', 'name: name', other).config)), ['unfit-name 6']);
  const longest = 'p'.repeat(63);
  const right = 'order: name, group: name, x1: name, oidOf: name, constructors: name, audit: name, Name2: name';
  for (const name of ['pupils', 'select', 'leftAtF', 'Pupils', 'pupilsPkeys', longest]) {
    const found = await told(kindOf(name, `name: name, ${right}, ${longest}: name`).config);
    assert.deepEqual(codes(found), name === 'leftAtF' ? ['unfit-name 5'] : [], name);
  }
  const [hint] = await told(kindOf('year-groups', 'name: name').config);
  assert.match(hint?.hint ?? '', /such as yearGroups\.$/);
});

for (const backend of backends()) {
  test(`C10: on ${backend.name} no table or index of the program is called as a kind could be`, async () => {
    const { url, query } = await backend.make();
    const { pipeline } = readConfiguration('pipeline.yaml', { set: [], today: () => '2026-11-20' });
    await (await openDatabase(url, { ...pipeline, records: [], links: [] })).close();
    const sql = {
      SQLite: "select name from sqlite_master where name not like 'sqlite_%'",
      PostgreSQL: "select relname as name from pg_class where relnamespace = 'public'::regnamespace",
      MySQL:
        "select table_name as name from information_schema.tables where table_schema = database() union select index_name from information_schema.statistics where table_schema = database() and index_name <> 'PRIMARY'",
    }[backend.name];
    const names = (await query(sql)).map(({ name }) => String(name));
    assert.ok(names.length > 15);
    const lines = names.map((name, at) => {
      const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      return `  ${camel}: { one: one${String(at)}, from: s${String(at)}, id: id }`;
    });
    for (const [at, line] of lines.entries()) {
      const found = await told(kindOf('pupils', 'name: name', `${line}\n`).config);
      assert.ok(
        found.some(({ code }) => /^(unfit|reserved)-name$/.test(code)),
        names[at],
      );
    }
  });
}

test('C10: run and plan refuse such a name before anything is touched, and a table that stands keeps its name with a warning', async () => {
  const { config, extract, database } = kindOf('pupils', 'first_name: name');
  for (const command of ['run', 'plan']) {
    const { code, stderr } = await cli([command, extract, '--config', config]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /pipeline\.yaml:5:\d+ {2}unfit-name {2}"first_name" .* such as firstName\./);
    assert.ok(!existsSync(database));
  }
  const other = kindOf('pupils', 'first_name: name, year_group: name');
  // As an earlier version made it, which asked nobody.
  const { pipeline } = readConfiguration(config, { set: [], today: () => '2026-11-20' });
  await (await openDatabase(`sqlite:${database}`, { ...pipeline, unfitNames: [] })).close();
  assert.deepEqual(codes(await told(config)), ['standing-name 5']);
  const ran = await cli(['run', extract, '--config', config]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /standing-name "first_name"/);
  const planned = await cli(['plan', extract, '--config', config]);
  assert.equal(planned.code, 0, planned.stderr);
  const url = `sqlite:${database}`;
  assert.deepEqual(codes(await told(other.config, '--database', url)), ['standing-name 5', 'unfit-name 5']);
  const refused = await cli(['run', extract, '--config', other.config, '--database', url]);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /year_group/);
});
