import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { readTables } from '../support/tables.js';
import { shippedConfiguration } from '../support/decide-text.js';

const root = temporaryFolder();
let number = 0;

/** A copy of the shipped configuration with a school's file. */
function configured(school: string, yaml: string): { folder: string; config: string } {
  const folder = join(root, String(number++));
  mkdirSync(folder);
  cpSync('pipeline.yaml', join(folder, 'pipeline.yaml'));
  cpSync('rules', join(folder, 'rules'), { recursive: true });
  mkdirSync(join(folder, 'rules', 'schools'), { recursive: true });
  writeFileSync(join(folder, 'rules', 'schools', `${school}.yaml`), yaml);
  return { folder, config: join(folder, 'pipeline.yaml') };
}

async function load(school: string, yaml: string, input: string) {
  const { folder, config } = configured(school, yaml);
  const database = join(folder, 'db');
  const result = await cli(['run', input, '--config', config, '--database', `sqlite:${database}`, '--json']);
  return { ...result, tables: () => readTables(database) };
}

const everything = 'test/cases/01-everything-comes-through.json';

test('replacing one rule changes what comes through: the engine decides', async () => {
  const yaml = `
replace:
  groups:
    - name: group-type
      because: Only year groups are wanted
      conditions: { all: [{ fact: type, operator: equal, value: Year group }] }
      event: { type: require }
`;
  const { code, tables, stderr } = await load('1', yaml, everything);
  assert.equal(code, 0, stderr);
  assert.deepEqual(tables().groups, []);
  assert.equal(tables().students?.length, 1);
});

test('an added rule excludes, a disabled one does not, and a date ends a rule', async () => {
  const rule = (until: string) => `
add:
  classes:
    - name: no-registration
      because: Not wanted
      until: ${until}
      conditions: { all: [{ fact: code, operator: startsWith, value: 4B }] }
      event: { type: exclude }
`;
  assert.deepEqual((await load('1', rule('2999-01-01'), everything)).tables().students, []);
  assert.equal((await load('1', rule('2020-01-01'), everything)).tables().students?.length, 1);
  const nameless = 'test/cases/08-both-teachers-nameless-empties-the-school.json';
  const off = await load('1', 'disable: [teacher-title, teacher-forename, teacher-surname]', nameless);
  assert.equal(off.tables().teachers?.length, 2);
});

test('with all base rules off everything that has an id comes through, and every link between them', async () => {
  const names = shippedConfiguration()
    .forSchool('1')
    .rules.map((rule) => rule.name);
  const { code, stdout, stderr } = await load('9361234', `disable: [${names.join(', ')}]`, 'examples/oakfield.json');
  assert.equal(code, 0, stderr);
  const [school] = (
    JSON.parse(stdout) as {
      schools: { sections: Record<string, Record<string, number>>; excluded: Record<string, number> }[];
    }
  ).schools;
  assert.deepEqual(Object.keys(school?.excluded ?? {}).sort(), ['dangling', 'no-id']);
  for (const kind of ['students', 'contacts', 'teachers', 'classes', 'groups']) {
    assert.equal(school?.sections[kind]?.not, 0, kind);
    assert.equal(school?.sections[kind]?.split, 0, kind);
  }
});

test("a fault in a school's own file fails that school only, and says where", async () => {
  const { code, stdout } = await load('9361235', 'disable: [contact-titel]\n', 'examples/three.ndjson');
  const { schools } = JSON.parse(stdout) as { schools: { school: string; status: string; reason: string | null }[] };
  assert.equal(code, 1);
  assert.deepEqual(
    schools.map(({ status }) => status),
    ['failed', 'failed', 'loaded'],
  );
  assert.match(schools[0]?.reason ?? '', /9361235\.yaml:1:11 unknown-rule/);
});

test('a list option is extended, and --set overrules a school file', async () => {
  const extract = readFileSync(everything, 'utf8').replace('"Registration"', '"Club"');
  const { folder, config } = configured('1', 'options: { classTypes: { add: [Club] } }\n');
  const input = join(folder, 'in.json');
  writeFileSync(input, extract);
  const run = async (database: string, expected: number, ...more: string[]) => {
    const { code, stderr } = await cli([
      'run',
      input,
      '--config',
      config,
      '--database',
      `sqlite:${join(folder, database)}`,
      ...more,
    ]);
    assert.equal(code, expected, stderr);
    return readTables(join(folder, database));
  };
  assert.deepEqual((await run('added', 0)).classes, [['1', '9', '4B', 'Year 4 Blue', 'Club']]);
  assert.deepEqual((await run('set', 1, '--set', 'classTypes=Registration')).classes, []);
});
