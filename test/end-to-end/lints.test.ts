import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { configured, write } from '../support/configured.js';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { someOf } from '../support/numbers.js';

const root = temporaryFolder();
const oakfield = 'examples/oakfield.json';
const pipelineText = readFileSync('pipeline.yaml', 'utf8');

interface Found {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly hint: string | null;
}

/** What check says of the shipped configuration with other files, but for rules that no case covers. */
async function found(files: Record<string, string>): Promise<Found[]> {
  const { config } = configured(root, files, 'rules/tests/x.yaml' in files);
  const { stdout, stderr } = await cli(['check', '--config', config, '--json']);
  assert.notEqual(stdout, '', stderr);
  return (JSON.parse(stdout) as Found[]).filter(({ code }) => code !== 'untested-rule');
}

async function told(files: Record<string, string>): Promise<string[]> {
  return (await found(files)).map(({ code, line, severity }) => `${severity} ${code} ${String(line)}`);
}

const own = (text: string) => ({ 'rules/schools/1.yaml': text });
const adding = (kind: string, conditions: string, event = '{ type: exclude }', more = '') =>
  own(
    `add:\n  ${kind}:\n    - { name: a, because: x, ${more}event: ${event}, conditions: { all: [${conditions}] } }\n`,
  );
const leaf = (fact: string, operator: string, value: string) =>
  `{ fact: ${fact}, operator: ${operator}, value: ${value} }`;
/** The shipped pipeline with one text in the place of another. */
const piped = (before: string, after: string) => {
  assert.ok(pipelineText.includes(before), before);
  return { 'pipeline.yaml': pipelineText.replace(before, after) };
};

/** How many records of a kind come through of the example. */
async function through(kind: string, files: Record<string, string>, ...more: string[]): Promise<number> {
  const { config, folder } = configured(root, files, false);
  const database = `sqlite:${join(folder, 'x.db')}`;
  const { stdout, stderr } = await cli([
    'run',
    oakfield,
    '--config',
    config,
    '--database',
    database,
    '--json',
    ...more,
  ]);
  assert.notEqual(stdout, '', stderr);
  const { schools } = JSON.parse(stdout) as { schools: { sections: Record<string, { through: number }> }[] };
  return schools[0]?.sections[kind]?.through ?? -1;
}

test('A10: a value of a rule is trimmed and normalised as data is, and a blank one is refused with what to write', async () => {
  const excluding = (operator: string, value: string) => {
    const files = adding('students', leaf('yearGroup', operator, value));
    return { 'rules/schools/9361234.yaml': files['rules/schools/1.yaml'] ?? '' };
  };
  const without = await through('students', excluding('equal', 'Year 6'));
  assert.ok(without > 0 && without < (await through('students', {})));
  for (const value of ['"Year 6 "', '" Year 6\u00a0"', '"Year 6\u0085"'])
    assert.equal(await through('students', excluding('equal', value)), without, value);
  assert.equal(await through('students', excluding('in', '["Year 6 ", x]')), without);
  for (const value of someOf(['""', '" "', '"\u00a0"', '"\u2003"'], 2)) {
    for (const operator of someOf(['equal', 'notEqual', 'startsWith', 'endsWith', 'hasText'], 2)) {
      const [first, ...others] = await found(adding('students', leaf('surname', operator, value)));
      assert.deepEqual([first?.code, first?.line, others.length], ['blank-value', 3, 0], `${operator} ${value}`);
      assert.match(first?.hint ?? '', /null/);
    }
    assert.deepEqual(await told(adding('students', leaf('surname', 'in', `[A, ${value}]`))), ['error blank-value 3']);
  }
  const set = (value: string) =>
    adding('students', leaf('surname', 'equal', 'x'), `{ type: set, params: { className: ${value} } }`);
  assert.deepEqual(await told(set('" "')), ['error blank-value 3']);
  for (const right of [set('null'), set('"4B "'), adding('students', leaf('surname', 'equal', 'null'))])
    assert.deepEqual(await told(right), []);
  assert.deepEqual(await told(adding('students', leaf('surname', 'in', '[A, null]'))), []);
  assert.deepEqual(await told(adding('students', leaf('surname', 'hasText', '" of "'))), []);
  assert.deepEqual(await told(adding('students', leaf('yearGroup', 'startsWith', '"Year "'))), []);
});

test('A10: a part of a text keeps its inner white space, letters are composed, and a number that every record has is compared as one', async () => {
  const extract = JSON.parse(readFileSync('test/cases/01-everything-comes-through.json', 'utf8')) as {
    SchoolID: string;
    Students: { KnownName: string }[];
  };
  extract.Students.forEach((student) => (student.KnownName = 'Dérbyn'.normalize('NFC')));
  const { config, folder } = configured(root);
  const remaining = async (condition: string): Promise<string> => {
    write(folder, {
      'in.json': JSON.stringify(extract),
      'rules/schools/1.yaml': '',
      [`rules/schools/${extract.SchoolID}.yaml`]: Object.values(adding('students', condition))[0] ?? '',
    });
    const input = join(folder, 'in.json');
    const { stdout } = await cli(['explain', 'student', '101', input, '--config', config, '--json']);
    return String((JSON.parse(stdout) as { through: boolean }).through);
  };
  const decomposed = 'Dérbyn'.normalize('NFD');
  for (const operator of ['equal', 'startsWith', 'hasText', 'endsWith'])
    assert.equal(await remaining(leaf('knownName', operator, decomposed)), 'false', operator);
  assert.equal(await remaining(leaf('knownName', 'startsWith', '"Dérbyn "')), 'true');
  assert.deepEqual(await told(adding('contactLinks', leaf('priority', 'equal', '1'), '{ type: warn }')), [
    'warning changes-nothing 3',
  ]);
  assert.equal(
    await through('contactLinks', {
      'rules/schools/9361234.yaml': Object.values(adding('contactLinks', leaf('priority', 'equal', '1')))[0] ?? '',
    }),
    0,
  );
});

test('a number that is read may be blank, so a condition may ask for it; a constant never is', async () => {
  const asks = adding('contactLinks', leaf('priority', 'equal', 'null'));
  const read = piped('priority: { value: 1 }', 'priority: { from: Priority, type: number }');
  assert.deepEqual(await told({ ...read, ...asks }), []);
  assert.deepEqual(await told(asks), ['error never-holds 3']);
});

test('a rank begins at 1 and a count as read at 0, so some comparisons never hold and some always do', async () => {
  const rank = (operator: string, value: number, by = 'contact.surname', of = 'contact') =>
    adding('contactLinks', `{ rank: { of: ${of}, by: [${by}] }, operator: ${operator}, value: ${String(value)} }`);
  assert.deepEqual(await told(rank('lessThanInclusive', 2)), []);
  assert.deepEqual(await told(rank('lessThan', 1)), ['error never-holds 3']);
  assert.deepEqual(await told(rank('equal', 0)), ['error never-holds 3']);
  assert.deepEqual(await told(rank('greaterThanInclusive', 1)), ['error always-holds 3']);
  assert.deepEqual(await told(rank('equal', 1, 'contact.surnam')), ['error unknown-fact 3']);
  assert.deepEqual(await told(rank('equal', 1, 'student.surname')), ['error wrong-type 3']);
  assert.deepEqual(await told(rank('equal', 1, 'priority, priority')), ['error repeated-name 3']);
  assert.deepEqual(await told(rank('equal', 1, 'priority', 'parent')), ['error unknown-field 3']);
  const students = (leaf: string) => adding('students', leaf);
  assert.deepEqual(await told(students('{ rank: { of: contact, by: [surname] }, operator: equal, value: 1 }')), [
    'error unknown-key 3',
  ]);
  const count = (operator: string, value: number) => students(leaf('contactCount.read', operator, String(value)));
  for (const operator of ['lessThan', 'lessThanInclusive', 'greaterThan', 'equal'])
    assert.deepEqual(await told(count(operator, 2)), []);
  assert.deepEqual(await told(count('lessThan', 0)), ['error never-holds 3']);
  assert.deepEqual(await told(students(leaf('contactCount.reads', 'lessThan', '2'))), ['error unknown-fact 3']);
});

test('a field that is one constant for all orders nothing and decides nothing, unless a rule sets it', async () => {
  const rank = '{ rank: { of: contact, by: [priority, contact.surname] }, operator: lessThanInclusive, value: 2 }';
  const said = async (conditions: string, more = '') => {
    const files = adding('contactLinks', conditions);
    const all = await found({ 'rules/schools/1.yaml': `${files['rules/schools/1.yaml']}${more}` });
    return all.map(({ code, severity, message }) => `${severity} ${code} ${message.replace(/\(\S+\)/, '()')}`);
  };
  const noted = (what: string) => [`warning changes-nothing "priority" is 1 for all (), so ${what}.`];
  assert.deepEqual(await said(rank), noted('it puts nothing in order'));
  assert.deepEqual(await said(leaf('priority', 'equal', '1')), noted('this condition can never fail'));
  assert.deepEqual(await said(leaf('priority', 'greaterThan', '1')), noted('this condition can never hold'));
  const setting =
    '    - { name: b, event: { type: set, params: { priority: 2 } }, conditions: { all: [{ fact: relationship, operator: equal, value: Aunt }] } }\n';
  assert.deepEqual(await said(rank, setting), []);
  assert.deepEqual(await said(rank.replace('priority', 'relationship')), []);
});

test('a field that is a constant in one view, and something else in another, decides something', async () => {
  const { stdout } = await cli(['check', '--config', 'examples/wonde/pipeline.yaml', '--json']);
  assert.deepEqual(JSON.parse(stdout), []);
});

test('a pattern for the domain of addresses that finds none, or others too, leads to domainIs', async () => {
  const said = async (operator: string, value: string) =>
    (await found(adding('contacts', leaf('email', operator, value)))).map(
      ({ code, hint }) => `${code}${/value: \S+ /.exec(hint ?? '')?.[0] ?? ''}`,
    );
  const domain = 'hardly-meantvalue: oakfield.example.org ';
  for (const pattern of [
    '"@oakfield.example.org"',
    "'^@oakfield\\.example\\.org$'",
    '".*@oakfield.example.org"',
    "'[^@]+@oakfield.example.org$'",
  ])
    assert.deepEqual(await said('matches', pattern), [domain], pattern);
  for (const pattern of ["'.*@oakfield\\.example\\.org'", '".+@.+"', "'a.lim@oakfield.example.org'", "'@.*'"])
    assert.deepEqual(await said('matches', pattern), [], pattern);
  assert.deepEqual(await said('endsWith', '"@oakfield.example.org"'), []);
});

test('A10: options, store, where and what cases expect are read as data is, and none of them may be blank', async () => {
  const titles = (value: string) => own(`options: { titles: { add: [${value}] } }\n`);
  assert.deepEqual(await told(titles('" "')), ['error blank-value 1']);
  assert.deepEqual(await told(titles('"Squire "')), []);
  const text = (value: string) =>
    piped('options:\n', `options:\n  town: { type: text, default: ${value}, description: A town }\n`);
  const reading = adding('students', leaf('surname', 'equal', '{ fact: option.town }'));
  assert.deepEqual(await told({ ...text('""'), ...reading }), [
    `error blank-value ${String(pipelineText.split('\n').indexOf('options:') + 2)}`,
  ]);
  assert.deepEqual(await told({ ...text('" Ely "'), ...reading }), []);
  const store = 'store: { Registration: registration,';
  const pipelineLine = pipelineText.slice(0, pipelineText.indexOf(store)).split('\n').length;
  assert.deepEqual(await told(piped(store, 'store: { "Registration ": registration, Registration: x,')), [
    `error repeated-name ${String(pipelineLine)}`,
  ]);
  assert.deepEqual(await told(piped(store, 'store: { "Registration ": registration,')), []);
  assert.deepEqual(await told(piped(store, 'store: { " ": registration,')), [
    `error blank-value ${String(pipelineLine)}`,
  ]);
  const where = (is: string) =>
    piped('email: Email\n', `email: { from: { list: Emails, value: address, where: { kind: ${is} } } }\n`);
  const blankIn = async (is: string) => (await told(where(is))).some((one) => one.startsWith('error blank-value'));
  assert.ok(await blankIn('["", Home]'));
  assert.ok(!(await blankIn('[null, "Home "]')));
  const expecting = (value: string) => ({
    'rules/tests/x.yaml': `- { name: x, expect: { through: { students: [{ id: 1, surname: ${value} }] } } }\n`,
  });
  assert.deepEqual(await told(expecting('"\u00a0"')), ['error blank-value 1']);
  assert.deepEqual(await told(expecting('"Okoro "')), []);
  const { config } = configured(root, text('Ely'));
  for (const [given, code] of [
    ['town= ', 2],
    ['town=\u00a0', 2],
    ['town= Bath ', 0],
  ] as const) {
    const { code: ended, stdout, stderr } = await cli(['config', '--config', config, '--set', given, '--json']);
    assert.equal(ended, code, stderr);
    if (code === 0) assert.match(stdout, /"value":"Bath"/);
  }
});

test('A14: what one file says twice, or once so and once otherwise, is an error with both lines', async () => {
  const replacing = `replace:
  groups:
    - name: group-type
      because: Only year groups are wanted
      conditions: { all: [{ fact: type, operator: equal, value: Year group }] }
      event: { type: require }
`;
  const added = adding('students', leaf('surname', 'equal', 'x'))['rules/schools/1.yaml'];
  const cases: readonly [text: string, expected: string, line: RegExp][] = [
    [`disable: [group-type]\n${replacing}`, 'error contrary-entries 1', /replaced at line 4\./],
    [`${added}disable: [a]\n`, 'error contrary-entries 4', /added at line 3\./],
    ['disable:\n  - contact-title\nenable: [contact-title]\n', 'error contrary-entries 2', /enabled at line 3\./],
    ['disable:\n  - contact-title\n  - contact-title\n', 'error repeated-name 3', /line 2\./],
    ['disable: [contact-title, contact-title]\n', 'error repeated-name 1', /column 11\./],
    ['guard: { letGo: [contactLinks, contactLinks] }\n', 'error repeated-name 1', /column 18\./],
    [`${added}${(added ?? '').split('\n')[2] ?? ''}\n`, 'error repeated-name 4', /1\.yaml:3\.$/],
  ];
  for (const [text, expected, line] of cases) {
    const [first, ...others] = await found(own(text));
    assert.deepEqual(
      [`${first?.severity ?? ''} ${first?.code ?? ''} ${String(first?.line)}`, others],
      [expected, []],
      text,
    );
    assert.match(first?.message ?? '', line);
  }
  for (const list of ['filters: [type, type]', 'filters: [type]\n    order: [code, code]'])
    assert.match((await told(piped('filters: [type]', list))).join(), /^error repeated-name \d+$/);
  const extended = { 'rules/shared/a.yaml': 'disable: [contact-title]\n' };
  const extending = (text: string) => ({ ...extended, ...own(`extends: ../shared/a.yaml\n${text}`) });
  assert.deepEqual(await told(extending('enable: [contact-title]\n')), ['warning changes-nothing 1']);
  assert.deepEqual(await told(extending(`enable: [contact-title]\ndisable: [contact-surname]\n${replacing}`)), []);
  const other = {
    'rules/shared/b.yaml': `extends: a.yaml\n${replacing}`,
    ...own('extends: ../shared/b.yaml\ndisable: [group-type]\n'),
  };
  assert.deepEqual(await told({ ...extended, ...other }), []);
  const run = await cli([
    'config',
    '--school',
    '1',
    '--config',
    configured(root, own('disable: [group-type, group-type]\n')).config,
  ]);
  assert.match(run.stdout + run.stderr, /repeated-name/);
});

test('A14: to enable what nothing disables is a warning, but not where one of those who share the file needs it', async () => {
  assert.deepEqual(await told(own('enable: [contact-title]\ndisable: [contact-surname]\n')), [
    'warning changes-nothing 1',
  ]);
  const shared = {
    'rules/shared/off.yaml': 'disable: [contact-title]\n',
    'rules/shared/on.yaml': 'enable: [contact-title]\noptions: { singleSignOn: true }\n',
    'rules/schools/1.yaml': 'extends: [../shared/off.yaml, ../shared/on.yaml]\n',
    'rules/schools/2.yaml': 'extends: ../shared/on.yaml\n',
  };
  assert.deepEqual(await told(shared), []);
  assert.deepEqual(await told({ ...shared, 'rules/schools/1.yaml': 'extends: ../shared/off.yaml\n' }), [
    'warning changes-nothing 1',
  ]);
});

test('A14: a key of store that is nearly a value which rules know is an error with both places, and no other key is', async () => {
  const store = 'store: { Registration: registration, Teaching set: class';
  const line = pipelineText.slice(0, pipelineText.indexOf(store)).split('\n').length;
  for (const key of ['Regstration', 'registration', 'Regsitration', 'Registrations', '"Reg istration"']) {
    const [first, ...others] = await found(piped(store, `store: { ${key}: registration, Teaching set: class`));
    assert.deepEqual([first?.code, first?.severity, first?.line, others], ['unknown-value', 'error', line, []], key);
    assert.match(first?.message ?? '', /nearly "Registration", which .*pipeline\.yaml:\d+ has/);
  }
  for (const key of ['Reg', 'Club', 'Year 1', 'Registration: registration, Registrations'])
    assert.deepEqual(await told(piped(store, `store: { ${key}: registration, Teaching set: class`)), [], key);
  const years = piped(
    'yearGroup: CurrentYearGroup',
    'yearGroup: { from: CurrentYearGroup, store: { Year 12: Sixth } }',
  );
  assert.deepEqual(await told({ ...years, ...adding('students', leaf('yearGroup', 'equal', 'Year 13')) }), []);
});

test('B9: rules with one condition are no pointless ones where they hold on other days', async () => {
  const dated = (...dates: string[]) =>
    own(
      `add:\n  students:\n${dates
        .map(
          (days, index) =>
            `    - { name: a${String(index)}, because: x, ${days}event: { type: exclude }, conditions: { all: [${leaf('surname', 'equal', 'x')}] } }\n`,
        )
        .join('')}`,
    );
  const in2097 = 'from: 2097-01-01, until: 2097-12-31, ';
  assert.deepEqual(await told(dated(in2097, 'from: 2098-01-01, until: 2098-12-31, ')), []);
  assert.deepEqual(await told(dated(in2097, 'from: 2097-12-01, until: 2098-12-31, ')), []);
  assert.deepEqual(await told(dated(in2097, 'from: 2097-02-01, until: 2097-02-28, ')), ['warning pointless-rule 4']);
  assert.deepEqual(await told(dated(in2097, in2097)), ['warning pointless-rule 4']);
  assert.deepEqual(await told(dated(in2097, '')), ['warning pointless-rule 3']);
  const looser = `replace:
  groups:
    - { name: group-type, because: x, until: 2098-01-01, event: { type: require }, conditions: { all: [{ fact: type, operator: notEqual, value: null }] } }
`;
  assert.deepEqual(await told(own(looser)), []);
});

test('B10: before and after take days alone', async () => {
  for (const [kind, fact, hint] of [
    ['students', 'surname', /type: date/],
    ['students', 'classCount', /lessThan/],
    ['contactLinks', 'student.yearGroup', /type: date/],
    ['contactLinks', 'parentalResponsibility', null],
  ] as const) {
    const problems = await found(adding(kind, leaf(fact, 'before', '2020-01-01')));
    const [first, ...others] = problems.filter(({ code }) => code !== 'wrong-polarity');
    assert.deepEqual([first?.code, first?.line, others], ['wrong-type', 3, []], fact);
    if (hint !== null) assert.match(first?.hint ?? '', hint);
  }
  assert.deepEqual(await told(adding('students', leaf('dateOfBirth', 'before', '2020-01-01'))), []);
  assert.deepEqual(await told(adding('contactLinks', leaf('student.dateOfBirth', 'after', '{ fact: today }'))), []);
});

test('B11: a value that store makes blank, and a condition on the stored word, are told', async () => {
  const closed = piped('custom group } }', 'custom group }, otherwise: null }');
  const set = (value: string) =>
    adding('classes', leaf('code', 'startsWith', 'CLUB'), `{ type: set, params: { type: ${value} } }`);
  for (const value of ['registration', 'Club']) {
    const [first, ...others] = await found({ ...closed, ...set(value) });
    assert.deepEqual([first?.code, first?.severity, first?.line, others], ['lost-value', 'error', 3, []], value);
    if (value === 'registration') assert.match(first?.hint ?? '', /^Set "Registration"/);
  }
  assert.deepEqual(await told({ ...closed, ...set('Registration') }), []);
  assert.deepEqual(await told({ ...closed, ...set('null') }), []);
  assert.deepEqual(await told(set('Club')), []);
  const asked = (value: string, operator = 'equal') =>
    adding('classes', leaf('type', operator, value), '{ type: warn }');
  const [first, ...others] = await found(asked('custom group'));
  assert.deepEqual([first?.code, first?.severity, first?.line, others], ['stored-word', 'warning', 3, []]);
  assert.match(first?.hint ?? '', /"Mixed group"/);
  const role = adding('classTeachers', leaf('class.type', 'in', '[custom group, class]'));
  assert.deepEqual(await told(role), ['warning stored-word 3', 'warning stored-word 3']);
  for (const right of [asked('Club'), asked('[Mixed group, custom group]', 'in'), asked('custom', 'startsWith')])
    assert.deepEqual(await told(right), []);
});

test('B12: else names a field that is stored, of links that end here', async () => {
  const given = 'relationship: { from: Relationship, else: contactLinks.relationship }';
  const first = async (after: string) => {
    const [problem, ...others] = await found(piped(given, after));
    assert.deepEqual(others, []);
    return `${problem?.severity ?? ''} ${problem?.code ?? ''}`;
  };
  assert.equal(
    await first('relationship: { from: Relationship, else: contactLinks.parentalResponsibility }'),
    'error never-stored',
  );
  assert.equal(await first('relationship: { from: Relationship, else: classTeachers.role }'), 'error unknown-field');
  const { config } = configured(root, piped(given, 'relationship: { else: contactLinks.parentalResponsibility }'));
  assert.equal((await cli(['run', oakfield, '--config', config])).code, 2);
  const priority = 'relationship: { from: Relationship, else: contactLinks.priority }';
  assert.deepEqual(await told(piped(given, priority)), []);
  assert.deepEqual(
    await told(piped(given, `${given}\n    read: { pr: { else: contactLinks.parentalResponsibility } }`)),
    [],
  );
});

for (const backend of backends()) {
  test(`B12: on ${backend.name} a value that else takes from a link is stored as that link stores it`, async () => {
    const { url, query } = await backend.make();
    const folder = mkdtempSync(join(root, 'else-'));
    write(folder, {
      'pipeline.yaml': `name: E
source: { inputs: extract.json, school: { id: school } }
database: sqlite:x.db
records:
  pupils: { one: pupil, from: pupils, id: id }
  carers:
    one: carer
    from: carers
    id: id
    keep:
      plain: { from: own, else: cares.kind }
      mapped: { from: own, else: cares.kind, store: { own: Own, Mother: wrong }, otherwise: null }
      raw: { else: cares.raw, store: { x: X } }
links:
  cares:
    one: care
    from: cares
    joins: { pupil: { to: pupils, from: p }, carer: { to: carers, from: c } }
    keep: { kind: { from: kind, store: { "uri#Mother": Mother }, otherwise: null }, raw: kind }
`,
      'rules/pupils.yaml':
        '- { name: r, because: x, conditions: { all: [{ fact: id, operator: notEqual, value: "0" }] }, event: { type: require } }\n',
      'extract.json': JSON.stringify({
        school: '1',
        pupils: [{ id: 1 }, { id: 2 }],
        carers: [{ id: 1 }, { id: 2, own: 'own' }, { id: 3 }],
        cares: [
          { p: 1, c: 1, kind: 'unknown' },
          { p: 2, c: 1, kind: 'uri#Mother' },
          { p: 1, c: 2, kind: 'uri#Mother' },
          { p: 1, c: 3, kind: 'x' },
        ],
      }),
    });
    const config = join(folder, 'pipeline.yaml');
    const ran = await cli(['run', '--config', config, '--database', url]);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    const rows = await query('select "id", "plain", "mapped", "raw" from "carers" order by "id"');
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [
        ['1', 'Mother', 'Mother', 'unknown'],
        ['2', 'own', 'Own', 'uri#Mother'],
        ['3', null, null, 'X'],
      ],
    );
    const again = await cli(['run', '--config', config, '--database', url, '--json', '--repair']);
    assert.equal((JSON.parse(again.stdout) as { schools: { status: string }[] }).schools[0]?.status, 'unchanged');
  });
}

test('B19: a list given with --set is as YAML writes it, or parted by commas', async () => {
  const { config } = configured(root);
  const titles = async (given: string): Promise<unknown> => {
    const { code, stdout, stderr } = await cli(['config', '--config', config, '--set', `titles=${given}`, '--json']);
    if (code !== 0) return stderr;
    const { options } = JSON.parse(stdout) as { options: { name: string; value: unknown }[] };
    return options.find(({ name }) => name === 'titles')?.value;
  };
  assert.deepEqual(await titles('[Mr, Mrs]'), ['Mr', 'Mrs']);
  assert.deepEqual(await titles(' [Mr, "Mr, Mrs", 007 ]'), ['Mr', 'Mr, Mrs', '007']);
  assert.deepEqual(await titles('Mr, Mrs'), ['Mr', 'Mrs']);
  assert.deepEqual(await titles('[]'), []);
  assert.deepEqual(await titles('Mr [x], Mrs'), ['Mr [x]', 'Mrs']);
  for (const wrong of ['[Mr, Mrs', '[Mr, " "]', '[[Mr]]', '{ add: [Mr] }'])
    assert.match(String(await titles(wrong)), /wrong-type .*\[Mr, Mrs\]/, wrong);
});

test('C16: a YAML file that is too deep, or is an alias bomb, is an error at its place', async () => {
  const deep = (levels: number, open = '[', close = ']') => open.repeat(levels) + close.repeat(levels);
  const blocks = Array.from({ length: 150 }, (_, at) => `${' '.repeat(at)}a:\n`).join('');
  for (const [text, line] of [
    [`options:\n  titles: ${deep(800)}\n`, 2],
    [`options:\n  titles: ${deep(50_000)}\n`, 2],
    [`disable: [contact-title]\nadd: ${deep(800, '{ a: ', ' }')}\n`, 2],
    [`${'- '.repeat(800)}x\n`, 1],
    [blocks, 101],
  ] as const) {
    const [first, ...others] = await found(own(text));
    assert.deepEqual([first?.code, first?.line, others], ['too-deep', line, []], text.slice(0, 40));
  }
  const [right] = await found(own(`options:\n  titles: ${deep(90)}\n`));
  assert.equal(right?.code, 'wrong-type');
  const bomb = [
    'a: &a [x, x]',
    ...'bcdefghij'
      .split('')
      .map((name, at) => `${name}: &${name} [*${'abcdefghi'.charAt(at)}, *${'abcdefghi'.charAt(at)}]`),
  ];
  assert.deepEqual(await told(own(`${bomb.join('\n')}\n`)), ['error yaml-syntax 2']);
  const { code, stderr } = await cli([
    'run',
    oakfield,
    '--config',
    configured(root, { 'pipeline.yaml': deep(800) }).config,
  ]);
  assert.equal(code, 2);
  assert.match(stderr, /pipeline\.yaml:1:101 {2}too-deep/);
});
