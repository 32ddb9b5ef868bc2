import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readConfiguration, type Configuration } from '../../src/pipeline/configuration.js';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { isFileStem, schoolOfFile } from '../../src/pipeline/files/school-file.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();

function read(files: Record<string, string>, day = '2026-11-20', set: readonly string[] = []): Configuration {
  return readConfiguration(configured(root, files).config, { set, today: () => day });
}

function added(name: string, more = ''): string {
  return `
add:
  groups:
    - name: ${name}
      because: Not wanted
      ${more}conditions: { all: [{ fact: description, operator: startsWith, value: X }] }
      event: { type: exclude }
`;
}

function replacing(because: string, more = ''): string {
  return `
replace:
  groups:
    - name: group-type
      because: ${because}
      ${more}conditions: { all: [{ fact: type, operator: equal, value: Year group }] }
      event: { type: require }
`;
}

function because(configuration: Configuration, rule: string): (string | null)[] {
  return configuration
    .forSchool('1')
    .rules.filter(({ name }) => name === rule)
    .map((found) => found.because);
}

test('a shared file that is extended in two ways is laid once, where it is met first', () => {
  const configuration = read({
    'rules/shared/common.yaml': `options: { titles: { add: [Sgt Major] } }\n${added('no-x')}`,
    'rules/shared/a.yaml': 'extends: common.yaml\noptions: { titles: { add: [Squire] } }\n',
    'rules/shared/b.yaml': 'extends: common.yaml\ndisable: [no-x]\n',
    'rules/schools/1.yaml': 'extends: [../shared/a.yaml, ../shared/b.yaml]\n',
  });
  const { options, rules } = configuration.forSchool('1');
  assert.deepEqual((options.get('titles') as string[]).slice(-3), ['Sgt', 'Sgt Major', 'Squire']);
  assert.ok(!rules.some(({ name }) => name === 'no-x'));
  assert.deepEqual(
    configuration.effective('1').files.map((file) => file.replace(/^.*\/rules\//, '')),
    ['shared/common.yaml', 'shared/a.yaml', 'shared/b.yaml', 'schools/1.yaml'],
  );
});

test('a school turns on again what a shared file turned off', () => {
  const files = { 'rules/shared/a.yaml': 'disable: [contact-title]\n' };
  const off = read({ ...files, 'rules/schools/1.yaml': 'extends: ../shared/a.yaml\n' });
  const on = read({ ...files, 'rules/schools/1.yaml': 'extends: ../shared/a.yaml\nenable: [contact-title]\n' });
  assert.deepEqual(because(off, 'contact-title'), []);
  assert.deepEqual(because(on, 'contact-title'), ['Title is blank']);
});

test('a name that is there already is said with the place of the other', () => {
  const said = (school: string): string[] => {
    const configuration = read({ 'rules/schools/1.yaml': school });
    try {
      configuration.forSchool('1');
      return [];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return error.problems.map(
        ({ line, message, hint }) => `${String(line)} ${message.replace(/at .*rules\//, 'at ')} ${hint ?? ''}`,
      );
    }
  };
  assert.deepEqual(said(added('group-type')), [
    '4 There is a rule "group-type" already, at groups.yaml:2. Use replace: to replace it with this one.',
  ]);
  const twice = added('no-x') + added('no-x').split('\n').slice(3).join('\n');
  assert.deepEqual(said(twice), [
    '8 There is a rule "no-x" already, at schools/1.yaml:4. Give one of them another name.',
  ]);
});

test('a replacement with dates gives way, outside of them, to the rule that it replaces', () => {
  const files = {
    'rules/schools/1.yaml': replacing('Only year groups', 'from: 2026-09-01\n      until: 2027-07-31\n      '),
  };
  const base = 'It is not a student group, a house group or a year group';
  assert.deepEqual(because(read(files, '2026-08-31'), 'group-type'), [base]);
  assert.deepEqual(because(read(files, '2026-09-01'), 'group-type'), ['Only year groups']);
  assert.deepEqual(because(read(files, '2027-07-31'), 'group-type'), ['Only year groups']);
  assert.deepEqual(because(read(files, '2027-08-01'), 'group-type'), [base]);
});

test('outside of the dates of a replacement the rules stand in the order of the base', () => {
  const files = {
    'rules/schools/1.yaml': `
replace:
  classTeachers:
    - name: supervisor
      until: 2020-01-01
      conditions: { all: [{ fact: class.type, operator: equal, value: Registration }] }
      event: { type: set, params: { role: supervisor } }
`,
  };
  const sets = read(files)
    .forSchool('1')
    .rules.filter(({ kind }) => kind === 'classTeachers');
  assert.deepEqual(
    sets.map(({ name }) => name),
    ['main-teacher', 'supervisor', 'teacher'],
  );
});

test('a school replaces what a shared file added; turning off by name leaves neither', () => {
  const shared = { 'rules/shared/a.yaml': added('group-extra') };
  const own = replacing('Otherwise').replace('group-type', 'group-extra');
  const replaced = read({ ...shared, 'rules/schools/1.yaml': `extends: ../shared/a.yaml\n${own}` });
  assert.deepEqual(because(replaced, 'group-extra'), ['Otherwise']);
  const off = read({
    ...shared,
    'rules/shared/b.yaml': `extends: a.yaml\n${own}`,
    'rules/schools/1.yaml': 'extends: ../shared/b.yaml\ndisable: [group-extra]\n',
  });
  assert.deepEqual(because(off, 'group-extra'), []);
  const dated = replacing('Otherwise', 'until: 2020-01-01\n      ');
  const disabling = { 'rules/schools/1.yaml': 'extends: ../shared/b.yaml\ndisable: [group-type]\n' };
  assert.deepEqual(because(read({ 'rules/shared/b.yaml': dated, ...disabling }), 'group-type'), []);
});

test('each part says where it comes from, what was added to a list included', () => {
  const configuration = read(
    {
      'rules/shared/a.yaml': 'options:\n  titles: { add: [Squire] }\ndisable: [contact-title]\n',
      'rules/schools/1.yaml': `extends: ../shared/a.yaml\noptions: { titles: { add: [Sgt Major] } }\n${replacing('Otherwise')}`,
    },
    '2026-11-20',
    ['singleSignOn=true'],
  );
  const { options, rules } = configuration.effective('1');
  const origins = (name: string) =>
    options
      .find(({ option }) => option.name === name)
      ?.origins.map(({ place, value }) => [place.file.replace(/^.*\/rules\//, ''), place.line, place.column, value]);
  assert.deepEqual(origins('titles')?.slice(1), [
    ['shared/a.yaml', 2, 11, ['Squire']],
    ['schools/1.yaml', 2, 20, ['Sgt Major']],
  ]);
  assert.deepEqual(origins('singleSignOn'), [['--set', 1, 1, true]]);
  const rule = (name: string) => rules.find((one) => one.rule.name === name);
  assert.equal(rule('contact-title')?.status, 'disabled');
  assert.equal(rule('contact-title')?.disabled?.line, 3);
  assert.match(rule('group-type')?.rule.place.file ?? '', /schools\/1\.yaml$/);
  assert.match(rule('group-type')?.replaces?.place.file ?? '', /groups\.yaml$/);
});

test('a school whose id no file can be called has its file under the id percent-encoded', () => {
  const configuration = read({
    'rules/schools/936%2F1234.yaml': 'disable: [contact-title]\n',
    'rules/schools/50%.yaml': 'disable: [contact-title]\n',
  });
  assert.deepEqual([...configuration.files.keys()].sort(), ['50%', '936/1234']);
  const of = (school: string) => configuration.forSchool(school).rules.some(({ name }) => name === 'contact-title');
  assert.deepEqual(['936/1234', '50%', '936%2F1234'].map(of), [false, false, true]);
  assert.equal(schoolOfFile('Zoe\u0308.yaml'), 'Zo\u00eb');
});

test('only what is a name in one folder, on every file system, stands for a school', () => {
  for (const text of ['../x', 'a/b', 'a\\b', '.', '..', '.x', 'x.', ' x', '', 'a\0b', 'c:d', 'a\nb'])
    assert.equal(isFileStem(text), false, JSON.stringify(text));
  for (const text of ['9361234', '936%2F1234', 'Z', 'oak-lane 2', 'Zo\u00eb']) assert.ok(isFileStem(text), text);
});

const sets: readonly [set: string, code: string, hint: RegExp][] = [
  ['parentalResponsibilityOnly=yes', 'wrong-type', /true or false/],
  ['least=many', 'wrong-type', /number/],
  ['who=mothers', 'wrong-type', /one of all, mother, none.*Did you mean "mother"/],
  ['singelSignOn=true', 'unknown-option', /singleSignOn/],
  ['who', 'wrong-type', /one of/],
];

for (const [set, code, hint] of sets) {
  test(`--set ${set} is refused, with a hint`, () => {
    const { config } = withMoreOptions();
    assert.throws(
      () => readConfiguration(config, { set: [set], today: () => '2026-11-20' }),
      (error) => {
        assert.ok(error instanceof ConfigurationError);
        const [problem] = error.problems;
        assert.deepEqual([error.problems.length, problem?.code, problem?.file], [1, code, '--set']);
        assert.match(problem?.hint ?? '', hint);
        return true;
      },
    );
  });
}

function withMoreOptions() {
  const more = `options:
  least: { type: number, default: 1, description: At least so many }
  who: { type: one of, values: [all, mother, none], default: all, description: Who comes }
`;
  const found = configured(root);
  return configured(root, { 'pipeline.yaml': pipelineOf(found.config).replace('options:\n', more) });
}

function pipelineOf(config: string): string {
  return readFileSync(config, 'utf8');
}

test('--set gives each type of option its value; an empty list is one', () => {
  const { config } = withMoreOptions();
  const set = ['least=2.5', 'who=none', 'titles=', 'groupTypes=House group, Year group'];
  const { options } = readConfiguration(config, { set, today: () => '2026-11-20' }).forSchool('1');
  assert.deepEqual(
    ['least', 'who', 'titles', 'groupTypes'].map((name) => options.get(name)),
    [2.5, 'none', [], ['House group', 'Year group']],
  );
});
