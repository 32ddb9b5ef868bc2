import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { checkConfiguration } from '../../src/pipeline/lint/check-configuration.js';
import { operators } from '../../src/pipeline/vocabulary/operators.js';
import { effects } from '../../src/pipeline/vocabulary/effects.js';
import { waysToShare } from '../../src/pipeline/vocabulary/ways-to-share.js';
import { optionTypes } from '../../src/pipeline/vocabulary/option-types.js';
import { fieldTypes } from '../../src/pipeline/vocabulary/source-types.js';
import { reference } from '../../tools/reference.js';
import { schemas } from '../../tools/schemas.js';
import { withCases } from '../support/cases.js';
import { temporaryFolder } from '../support/folder.js';

interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: unknown;
}

const kinds = ['pipeline', 'rules', 'conditions', 'school', 'test', 'sources'] as const;
type Kind = (typeof kinds)[number];

function schemaOf(kind: Kind): Schema {
  return JSON.parse(readFileSync(`schemas/${kind}.schema.json`, 'utf8')) as Schema;
}

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
for (const kind of kinds) ajv.addSchema(schemaOf(kind), kind);

function isValid(kind: Kind, yaml: string): boolean {
  return ajv.validate<unknown>(kind, parse(yaml));
}

/** Every YAML file that is shipped, with the schema that its first line names. */
function shippedFiles(): { path: string; kind: Kind }[] {
  const under = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory()
        ? under(join(folder, entry.name))
        : entry.name.endsWith('.yaml')
          ? [join(folder, entry.name)]
          : [],
    );
  const folders = ['arbor', 'bromcom', 'edfi', 'oneroster', 'wonde'].map((name) => join('examples', name));
  const examples = folders.flatMap(under).filter((path) => /(^|[/\\])(pipeline\.yaml$|rules[/\\])/.test(path));
  assert.ok(examples.length > 8);
  return ['pipeline.yaml', ...under('rules'), ...examples].map((path) => {
    const first = readFileSync(path, 'utf8').split('\n')[0] ?? '';
    const named = /^# yaml-language-server: \$schema=(\S+)$/.exec(first)?.[1];
    assert.ok(named !== undefined, `${path} names its schema in its first line`);
    const schema = join(path, '..', named);
    const kind = kinds.find((one) => schema === `schemas/${one}.schema.json`);
    assert.ok(kind !== undefined, `${path}: ${schema}`);
    return { path, kind };
  });
}

test('every shipped file names its schema, and is valid by it', () => {
  const files = shippedFiles();
  assert.ok(files.length > 8);
  for (const { path, kind } of files) {
    assert.ok(isValid(kind, readFileSync(path, 'utf8')), `${path}: ${ajv.errorsText()}`);
  }
});

test('whatever has keys or values is described, and no other key is let through', () => {
  const walk = (schema: Schema, path: string): void => {
    for (const [name, inner] of [
      ...Object.entries(schema.properties ?? {}),
      ...Object.entries(schema.definitions ?? {}),
    ]) {
      const here = `${path}.${name}`;
      assert.ok(inner.description !== undefined || '$ref' in inner, `${here} is described`);
      walk(inner, here);
    }
    for (const inner of schema.oneOf ?? []) {
      if (inner.const !== undefined)
        assert.ok(inner.description !== undefined, `${path} ${JSON.stringify(inner.const)}`);
    }
    if (schema.properties !== undefined) assert.notEqual(schema.additionalProperties, undefined, path);
  };
  for (const kind of kinds) walk(schemaOf(kind), kind);
});

test('operators, effects, types and ways to share are those of the code', () => {
  const rules = schemaOf('rules').definitions ?? {};
  const pipeline = schemaOf('pipeline').definitions ?? {};
  assert.deepEqual(
    rules.condition?.properties?.operator?.oneOf?.map(({ const: name, description }) => [name, description]),
    operators.map(({ name, meaning }) => [name, `The fact ${meaning}.`]),
  );
  const meanings = (all: readonly { readonly name: string; readonly meaning: string }[]) =>
    all.map(({ name, meaning }) => [name, meaning]);
  const described = (schema: Schema | undefined) =>
    schema?.oneOf?.map(({ const: name, description }) => [name, description]);
  assert.deepEqual(described(rules.event?.properties?.type), meanings(effects));
  assert.deepEqual(described(pipeline.option?.properties?.type), meanings(optionTypes));
  assert.deepEqual(described(pipeline.fieldMap?.properties?.type), meanings(fieldTypes));
  assert.deepEqual(described(rules.split?.properties?.share?.additionalProperties as Schema), meanings(waysToShare));
});

const root = temporaryFolder();
let number = 0;

/** The keys that the reader knows where a key stands that nobody knows: its hint lists them. */
function keysKnownAt(file: string, text: string): string[] {
  const folder = join(root, String(number++));
  const path = withCases(folder, { [file]: text });
  const { problems } = checkConfiguration(path, { set: [], today: () => '2026-11-20' });
  const found = problems.find(({ code, message }) => code === 'unknown-key' && message.includes('"qqqqqqqqqqqqqqqq"'));
  assert.ok(found !== undefined, `${file}: ${JSON.stringify(problems)}`);
  return (/^There are: (.*)\.$/.exec(found.hint ?? '')?.[1] ?? '').split(', ').sort();
}

const odd = 'qqqqqqqqqqqqqqqq: 1';
const shipped = readFileSync('pipeline.yaml', 'utf8');
const inRule = (more: string): string => `- { name: a, ${more} }\n`;
const inPipeline = (before: string, after: string): string => {
  assert.ok(shipped.includes(before), before);
  return shipped.replace(before, after);
};

const places: readonly [kind: Kind, definition: string | null, file: string, text: string][] = [
  ['rules', 'rule', 'rules/groups.yaml', inRule(odd)],
  ['rules', 'condition', 'rules/groups.yaml', inRule(`conditions: { all: [{ ${odd} }] }`)],
  ['rules', 'event', 'rules/groups.yaml', inRule(`event: { ${odd} }`)],
  ['rules', 'split', 'rules/groups.yaml', inRule(`event: { type: split, params: { ${odd} } }`)],
  ['school', null, 'rules/schools/1.yaml', odd],
  ['pipeline', null, 'pipeline.yaml', `${odd}\n${shipped}`],
  ['pipeline', 'source', 'pipeline.yaml', inPipeline('source:\n', `source:\n  ${odd}\n`)],
  ['pipeline', 'school', 'pipeline.yaml', inPipeline('school: { id', `school: { ${odd}, id`)],
  ['pipeline', 'option', 'pipeline.yaml', inPipeline('  titles:\n', `  titles:\n    ${odd}\n`)],
  ['pipeline', 'record', 'pipeline.yaml', inPipeline('    one: student\n', `    one: student\n    ${odd}\n`)],
  ['pipeline', 'fieldMap', 'pipeline.yaml', inPipeline('{ from: DateOfBirth,', `{ ${odd}, from: DateOfBirth,`)],
  ['pipeline', 'choice', 'pipeline.yaml', inPipeline('phone: Phone', `phone: { from: { list: phones, ${odd} } }`)],
  ['pipeline', 'idList', 'pipeline.yaml', inPipeline('{ list: StaffIDs }', `{ list: StaffIDs, ${odd} }`)],
  ['pipeline', 'link', 'pipeline.yaml', inPipeline('    one: contactLink\n', `    one: contactLink\n    ${odd}\n`)],
  ['pipeline', 'end', 'pipeline.yaml', inPipeline('contact: { to: contacts,', `contact: { ${odd}, to: contacts,`)],
  ['pipeline', 'fact', 'pipeline.yaml', inPipeline('sameEmail: { of', `sameEmail: { ${odd}, of`)],
  ['pipeline', 'duplicates', 'pipeline.yaml', inPipeline('contacts: { same:', `contacts: { ${odd}, same:`)],
  ['pipeline', 'guard', 'pipeline.yaml', inPipeline('guard:\n', `guard:\n  ${odd}\n`)],
  ['pipeline', 'threshold', 'pipeline.yaml', inPipeline('removals: {', `removals: { ${odd},`)],
  ['pipeline', 'pause', 'pipeline.yaml', `${shipped}pause: { from: 2026-08-20, until: 2026-09-06, ${odd} }\n`],
  ['pipeline', 'kept', 'pipeline.yaml', inPipeline('left: {', `left: { ${odd},`)],
];

test('each map has the keys in its schema that the program reads, and neither takes another', () => {
  for (const [kind, definition, file, text] of places) {
    const schema = schemaOf(kind);
    const described = definition === null ? schema : schema.definitions?.[definition];
    const keys = Object.keys(described?.properties ?? {}).sort();
    assert.deepEqual(keysKnownAt(file, text), keys, `${kind} ${definition ?? ''}`);
    assert.ok(!isValid(kind, text), `${kind} ${definition ?? ''} takes a key that nobody knows`);
  }
});

test('the schema takes what the program takes of guard and pause, in pipelines and in schools, and no more', () => {
  const right = [
    'guard: { removals: 10 % }',
    'guard: { removals: 12.5%, changes: 0 }',
    'guard: { removals: [{ share: 60 %, from: 2026-09-01, until: 2026-09-30 }, { above: 3 }], hold: removals, letGo: [] }',
    'pause: { from: 2026-08-20, until: 2026-09-06 }',
    'pause: [{ from: 2026-08-20, until: 2026-09-06 }]',
  ];
  const wrong = [
    'guard: { removals: 101 % }',
    'guard: { removals: -1 }',
    'guard: { removals: ten }',
    'guard: { changes: { share: 100.5 % } }',
    'guard: { changes: { until: 2026-09-30 } }',
    'guard: { changes: { above: 0.5 } }',
    'guard: { hold: nothing }',
    'guard: { letGo: contactLinks }',
    'pause: { from: 2026-08-20 }',
    'pause: 2026-08-20',
  ];
  const withoutGuard = shipped.slice(0, shipped.indexOf('guard:\n'));
  for (const [texts, expected] of [
    [right, true],
    [wrong, false],
  ] as const) {
    for (const text of texts) {
      assert.equal(isValid('school', text), expected, text);
      assert.equal(isValid('pipeline', `${withoutGuard}${text}\n`), expected, text);
      const path = withCases(join(root, String(number++)), { 'rules/schools/1.yaml': `${text}\n` });
      const { problems } = checkConfiguration(path, { set: [], today: () => '2026-01-01' });
      assert.equal(
        problems.every(({ code }) => code === 'changes-nothing'),
        expected,
        JSON.stringify(problems),
      );
    }
  }
});

test('the schemas are what the program reads', () => {
  const written = schemas();
  assert.deepEqual(
    [...written.keys()],
    ['source', ...kinds].map((name) => `schemas/${name}.schema.json`),
  );
  for (const [path, schema] of written)
    assert.deepEqual(
      JSON.parse(readFileSync(path, 'utf8')),
      JSON.parse(JSON.stringify(schema)),
      `npm run docs: ${path}`,
    );
});

test('docs/reference.md is what the schemas say', () => {
  assert.equal(readFileSync('docs/reference.md', 'utf8'), reference(), 'npm run docs writes it anew');
});
