import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { layOut, recipesOf } from '../support/recipes.js';

const root = temporaryFolder();
const pipeline = readFileSync('pipeline.yaml', 'utf8');
const schema = JSON.parse(readFileSync('schemas/impact-configuration.schema.json', 'utf8')) as object;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
const oakfield = 'examples/oakfield.json';

interface Change {
  readonly what: string;
  readonly name: string;
  readonly how: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly file: string | null;
  readonly line: number | null;
}

interface Result {
  readonly base: readonly Change[];
  readonly schools: readonly {
    readonly school: string;
    readonly changes: readonly Change[];
    readonly reason: string | null;
  }[];
}

type Files = Readonly<Record<string, string>>;

async function compared(was: Files, is: Files, ...more: string[]): Promise<{ code: number; stdout: string }> {
  const [before, after] = [configured(root, was, false), configured(root, is, false)];
  const args = [
    'impact',
    '--configuration',
    '--against',
    before.folder,
    '--config',
    after.config,
    '--date',
    '2026-11-20',
  ];
  const { code, stdout } = await cli([...args, ...more]);
  const names = (text: string) => text.replaceAll(before.folder, 'was').replaceAll(after.folder, 'is');
  return { code, stdout: names(stdout) };
}

async function changes(was: Files, is: Files): Promise<Result> {
  const result = JSON.parse((await compared(was, is, '--json')).stdout) as Result;
  assert.ok(validate(result), JSON.stringify(validate.errors));
  return result;
}

const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

test('what the configuration says otherwise is named with its line, without an extract', async () => {
  const changed = pipeline
    .replace('Registration: registration', 'Registration: reg')
    .replace('DateOfBirth, type: date', 'DateOfBirth, type: text');
  const rules = readFileSync('rules/teachers.yaml', 'utf8');
  const words = rules.replace('because: Title is blank', 'because: No title');
  const { base, schools } = await changes({}, { 'pipeline.yaml': changed, 'rules/teachers.yaml': words });
  assert.deepEqual(schools, []);
  assert.deepEqual(
    base.map(({ what, name, how, file, line }) => [what, name, how, file, line]),
    [
      ['rule', 'teachers teacher-title', 'changed: its words', 'is/rules/teachers.yaml', 2],
      ['field', 'students.dateOfBirth type', 'changed', 'is/pipeline.yaml', lineOf(changed, 'type: text }')],
      ['field', 'classes.type store.Registration', 'changed', 'is/pipeline.yaml', lineOf(changed, 'Registration: reg')],
    ],
  );
  assert.deepEqual([base[2]?.before, base[2]?.after], ['registration', 'reg']);
  assert.deepEqual(await changes({ 'pipeline.yaml': changed }, { 'pipeline.yaml': changed }), {
    ...{ base: [], schools: [], columns: [] },
    against: 'was',
  });
});

test('what is only shown, or to whom, is named too', async () => {
  const parents = { one: 'parent', many: 'Parents' };
  const edits: readonly (readonly [old: string, now: string, said: readonly unknown[]])[] = [
    ['phone: Phone', 'phone: { from: Phone, show: false }', ['field', 'contacts.phone show', true, false]],
    ['phone: Phone', 'phone: { from: Phone, personal: false }', ['field', 'contacts.phone personal', null, false]],
    ['label: Class }', 'label: Form }', ['field', 'students.className label', 'Class', 'Form']],
    [
      'order: [surname, knownName]',
      'order: [surname]',
      ['kind', 'students order', ['surname', 'knownName'], ['surname']],
    ],
    [
      'filters: [yearGroup, className]',
      'filters: [className]',
      ['kind', 'students filters', ['yearGroup', 'className'], ['className']],
    ],
    ['many: Parents }', 'many: Carers }', ['kind', 'contacts label', parents, { ...parents, many: 'Carers' }]],
    ['one: parent, many', 'one: carer, many', ['kind', 'contacts label', parents, { ...parents, one: 'carer' }]],
    ['{ one: parent, many: Parents }', 'Parents', ['kind', 'contacts label', parents, 'Parents']],
  ];
  for (const [old, now, said] of edits) {
    const changed = pipeline.replace(old, now);
    const { base } = await changes({}, { 'pipeline.yaml': changed });
    assert.deepEqual(
      base.map(({ what, name, before, after }) => [what, name, before, after]),
      [said],
    );
  }
});

test('a school differs besides all, or not with all; one that is faulty is named, and the exit code is 1', async () => {
  const open = { 'rules/schools/2.yaml': 'options: { parentalResponsibilityOnly: false }\n' };
  const is = {
    ...open,
    'pipeline.yaml': pipeline.replace(/(parentalResponsibilityOnly:\n.*\n +default: )false/, '$1true'),
    'rules/schools/1.yaml':
      'disable: [contact-title]\nguard: { removals: 20 % }\npause: { from: 2027-01-01, until: 2027-01-02 }\n',
    'rules/schools/3.yaml': 'disable: [nobody]\n',
    'rules/schools/4.yaml': '# Nothing yet.\n',
  };
  assert.notEqual(is['pipeline.yaml'], pipeline);
  const { code, stdout } = await compared(open, is);
  const line = String(lineOf(pipeline, '    default: false'));
  assert.equal(code, 1);
  assert.equal(
    stdout,
    `All schools
  option parentalResponsibilityOnly changed: false → true  is/pipeline.yaml:${line}

School 1, besides
  guard removals changed  is/rules/schools/1.yaml:2
  pause 2027-01-01 to 2027-01-02 added  is/rules/schools/1.yaml:3
  rule contacts contact-title turned off  is/rules/schools/1.yaml:1

School 2, besides
  not here: option parentalResponsibilityOnly changed: false → true

School 3
  faulty: is/rules/schools/3.yaml:1:11 unknown-rule There is no rule "nobody".
`,
  );
  const markdown = await compared(open, is, '--format', 'markdown');
  assert.match(
    markdown.stdout,
    /^- option parentalResponsibilityOnly changed\\: false → true \(`is\/pipeline\.yaml:\d+`\)$/m,
  );
});

test('a change of the mapping moves records by the line of its key', async () => {
  const spread = pipeline
    .replace('type: { from: Type, store: {', 'type:\n        from: Type\n        personal: false\n        store: {')
    .replace('custom group } }', 'custom group }');
  const changed = spread.replace('Teaching set: class', 'Teaching set: set');
  assert.notEqual(changed, spread);
  const [was, is] = [
    configured(root, { 'pipeline.yaml': spread }, false),
    configured(root, { 'pipeline.yaml': changed }, false),
  ];
  const { stdout } = await cli(['impact', '--against', was.folder, '--config', is.config, oakfield]);
  assert.match(
    stdout,
    new RegExp(
      `classes would change +classes\\.type stored differently \\(.*pipeline\\.yaml:${String(lineOf(changed, 'store: { Registration'))}\\)`,
    ),
  );
});

test('a term with other days, and a rule that asks for it, are named', async () => {
  const withTerm = (until: string) => `${pipeline}terms: { autumn: [{ from: 2026-09-01, until: ${until} }] }\n`;
  const rule = (days: string) => ({
    'rules/schools/1.yaml': `add: { classes: [{ name: clubs, because: x, ${days}event: { type: exclude }, conditions: { all: [{ fact: code, operator: equal, value: C }] } }] }\n`,
  });
  const { base, schools } = await changes(
    { 'pipeline.yaml': withTerm('2026-12-18'), ...rule('') },
    { 'pipeline.yaml': withTerm('2026-12-19'), ...rule('during: autumn, ') },
  );
  assert.deepEqual(
    base.map(({ what, name, how }) => [what, name, how]),
    [['term', 'autumn', 'changed']],
  );
  assert.deepEqual(
    schools[0]?.changes.map(({ what, name, how }) => [what, name, how]),
    [
      ['term', 'autumn', 'changed'],
      ['rule', 'classes clubs', 'changed: its days'],
    ],
  );
});

test('inputs are refused, as nothing would be read of them', async () => {
  const { code } = await compared({}, {}, oakfield);
  assert.equal(code, 2);
});

test('the cookbook says at which schools an option of a trust would change something, and how to ask', async () => {
  const title = 'What would change if the trust turned an option on next Monday?';
  const recipe = recipesOf('docs/cookbook.md').find((one) => one.title === title);
  assert.ok(recipe !== undefined);
  const commands =
    (readFileSync('docs/cookbook.md', 'utf8').split(`## ${title}`)[1] ?? '')
      .split('\n## ')[0]
      ?.match(/^npx pullthrough .*$/gm) ?? [];
  const config = layOut(temporaryFolder(), recipe.files);
  const { folder } = configured(root, {}, false);
  const [configuration = '', impact = ''] = await Promise.all(
    commands.map(async (line) => {
      const words = line
        .replace('npx pullthrough ', '')
        .replace('main', folder)
        .replace('extracts/', 'examples')
        .split(' ');
      return (await cli([...words, '--config', config])).stdout;
    }),
  );
  for (const school of ['9361234', '9361235']) {
    assert.match(
      configuration,
      new RegExp(`^School ${school}, besides\n {2}option parentalResponsibilityOnly changed: false → true`, 'm'),
    );
    if (school === '9361234') assert.match(impact, new RegExp(`^${school} `, 'm'));
  }
  assert.doesNotMatch(impact, /^9361237 /m);
});
