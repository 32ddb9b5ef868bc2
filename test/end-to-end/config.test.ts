import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const schema = JSON.parse(readFileSync('schemas/config.schema.json', 'utf8')) as object;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

const trust = 'options: { titles: { add: [Squire] } }\ndisable: [contact-title]\n';
const school = `extends: ../shared/trust.yaml
options: { parentalResponsibilityOnly: true }
add:
  classes:
    - name: no-clubs
      because: Clubs are not wanted
      until: 2026-07-31
      conditions: { all: [{ fact: code, operator: startsWith, value: CLUB }] }
      event: { type: exclude }
replace:
  groups:
    - name: group-type
      because: Only house groups
      conditions: { all: [{ fact: type, operator: equal, value: House group }] }
      event: { type: require }
`;
const files = { 'rules/shared/trust.yaml': trust, 'rules/schools/1.yaml': school };

interface Place {
  file: string;
  line: number;
}
interface Rule extends Place {
  kind: string;
  name: string;
  status: string;
  disabled: Place | null;
  replaces: Place | null;
  conditions: unknown;
  event: unknown;
}
interface Option {
  name: string;
  value: unknown;
  from: (Place & { value: unknown })[];
}

async function json<T>(config: string, ...args: string[]): Promise<T> {
  const { stdout, stderr } = await cli(['config', '--config', config, '--date', '2026-11-20', '--json', ...args]);
  assert.notEqual(stdout, '', stderr);
  const value = JSON.parse(stdout) as T;
  assert.ok(validate(value), JSON.stringify(validate.errors));
  return value;
}

function short({ file, line }: Place): string {
  return `${file.replace(/^.*\/configuration-\w+\//, '')}:${String(line)}`;
}

test("a school's configuration has every option and rule with the place that it comes from", async () => {
  const { config } = configured(root, files);
  const found = await json<{ files: string[]; options: Option[]; rules: Rule[] }>(config, '--school', '1');
  assert.equal(found.files.length, 2);
  const option = (name: string) => found.options.find((one) => one.name === name);
  assert.deepEqual(option('parentalResponsibilityOnly')?.from.map(short), ['rules/schools/1.yaml:2']);
  assert.deepEqual(option('titles')?.from.map(short).slice(1), ['rules/shared/trust.yaml:1']);
  assert.match(option('singleSignOn')?.from.map(short).join() ?? '', /^pipeline\.yaml:\d+$/);
  const rule = (name: string) => found.rules.find((one) => one.name === name);
  assert.equal(rule('contact-title')?.status, 'disabled');
  assert.equal(short(rule('contact-title')?.disabled as Place), 'rules/shared/trust.yaml:2');
  assert.deepEqual([rule('no-clubs')?.status, short(rule('no-clubs') as Rule)], ['over', 'rules/schools/1.yaml:5']);
  assert.equal(short(rule('group-type')?.replaces as Place), 'rules/groups.yaml:2');
  assert.deepEqual(rule('main-teacher')?.event, { type: 'set', params: { role: 'main' } });
  assert.deepEqual(rule('group-type')?.conditions, {
    all: [{ fact: 'type', operator: 'equal', value: 'House group' }],
  });
  const base = await json<{ rules: Rule[] }>(config);
  assert.equal(found.rules.length, base.rules.length + 1);
});

test('the base is what holds without a school, and for one without a file', async () => {
  const { config } = configured(root, files);
  const base = await json<{ school: string | null; rules: Rule[] }>(config);
  const other = await json<{ school: string | null; files: string[]; rules: Rule[] }>(config, '--school', '2');
  assert.deepEqual([base.school, other.school, other.files], [null, '2', []]);
  assert.deepEqual(base.rules, other.rules);
  const { stdout } = await cli(['config', '--config', config, '--school', '2']);
  assert.match(stdout, /^School 2 has no file of its own: the base applies, on /);
});

test('--diff has only what differs, before and after; --set differs too', async () => {
  const { config } = configured(root, files);
  type Diff = { differences: { change: string; name: string; before: object | null; after: object | null }[] };
  const { differences } = await json<Diff>(config, '--school', '1', '--diff', '--set', 'singleSignOn=true');
  assert.deepEqual(
    differences.map(({ change, name, before, after }) => [change, name, before !== null, after !== null]),
    [
      ['option', 'parentalResponsibilityOnly', true, true],
      ['option', 'singleSignOn', true, true],
      ['option', 'titles', true, true],
      ['disabled', 'contact-title', true, true],
      ['added', 'no-clubs', false, true],
      ['replaced', 'group-type', true, true],
    ],
  );
  const { stdout } = await cli(['config', '--config', config, '--diff']);
  assert.match(stdout, /^The base.*\n\nNothing differs from the base\.\n$/);
});

test('as text, a rule says why it does not speak, and a list what was added where', async () => {
  const { config } = configured(root, files);
  const { stdout, code } = await cli(['config', '--config', config, '--school', '1', '--date', '2026-11-20']);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^School 1, by .*rules\/schools\/1\.yaml, which extends .*rules\/shared\/trust\.yaml, on 2026-11-20\.\n/,
  );
  assert.match(stdout, /\n {2}titles +\[Mr, .* 31 more\] .*pipeline\.yaml:\d+ {2}\+ \[Squire\] .*trust\.yaml:1\n/);
  assert.match(
    stdout,
    /\n {2}no-clubs .*exclude: Clubs are not wanted.*1\.yaml:5\n +until 2026-07-31\n +not in effect: over\n/,
  );
  assert.match(stdout, /\n {2}group-type +require: Only house groups.*1\.yaml:12\n +in place of +.*groups\.yaml:2\n/);
});

test('conditions are in sentences beside their keys, with all and any as they are nested', async () => {
  const rule = `- name: later
  because: It is later
  conditions:
    any:
      - { fact: code, operator: startsWith, value: CLUB, ignoreCase: true }
      - not: { all: [{ fact: type, operator: equal, value: Registration }, { fact: studentCount, operator: greaterThan, value: 5 }] }
  event: { type: exclude }
`;
  const { config } = configured(root, {
    'rules/schools/1.yaml': `add:\n  classes:\n${rule.replace(/^/gm, '    ').trimEnd()}\n`,
  });
  const { stdout } = await cli(['config', '--config', config, '--school', '1', '--diff']);
  const lines = stdout.split('\n').map((line) => line.trim().replace(/ {2,}/g, '  '));
  assert.deepEqual(lines.slice(3), [
    'A class does not come through if',
    'any of:',
    'Code begins with “CLUB”, in any case  { fact: code, operator: startsWith, value: CLUB, ignoreCase: true }',
    'not all of:',
    'Type is “Registration”  { fact: type, operator: equal, value: Registration }',
    'It has more than 5 students that come through  { fact: studentCount, operator: greaterThan, value: 5 }',
    '',
  ]);
  const { differences } = await json<{ differences: { after: { inWords: unknown } }[] }>(
    config,
    '--school',
    '1',
    '--diff',
  );
  const said = differences[0]?.after.inWords as {
    does: string;
    parts: { words: string; fact?: string; parts: unknown[] }[];
  };
  assert.equal(said.does, 'A class does not come through if');
  assert.deepEqual(
    said.parts.map(({ fact = null, parts }) => [fact, parts.length]),
    [
      ['code', 0],
      [null, 2],
    ],
  );
});

test('--schools says of each school in what it deviates, and names a faulty file; that is exit 1', async () => {
  const { config } = configured(root, {
    ...files,
    'rules/schools/3.yaml': 'disable: [nobody]\n',
    'rules/schools/4.yaml': '#\n',
  });
  const { stdout, code } = await cli(['config', '--config', config, '--schools']);
  assert.equal(code, 1);
  const lines = stdout.split('\n').map((line) => line.replaceAll(/\S*\/rules\//g, 'rules/'));
  assert.equal(lines[0], '3 schools have a file of their own.');
  assert.equal(
    lines[1],
    '  1  extends rules/shared/trust.yaml; sets parentalResponsibilityOnly, titles; adds no-clubs; replaces group-type; disables contact-title',
  );
  assert.match(lines[2] ?? '', /^ {2}3 {2}faulty: rules\/schools\/3\.yaml:1:11 unknown-rule/);
  assert.equal(lines[3], '  4  deviates nowhere');
  const { schools } = await json<{ schools: { school: string; reason: string | null }[] }>(config, '--schools');
  assert.deepEqual(
    schools.map(({ school: id, reason }) => [id, reason === null]),
    [
      ['1', true],
      ['3', false],
      ['4', true],
    ],
  );
  const faulty = await cli(['config', '--config', config, '--school', '3']);
  assert.deepEqual([faulty.code, faulty.stdout], [1, '']);
  assert.match(faulty.stderr, /\^{6}/);
});

const guardedTrust = 'guard: { removals: { share: 20 %, above: 50 }, hold: removals }\n';
const guarded = `extends: ../shared/trust.yaml
guard:
  removals:
    - { share: 60 %, from: 2026-11-01, until: 2026-11-30 }
    - { above: 9, until: 2026-10-31 }
    - { above: 8, from: 2026-12-01 }
pause:
  - { from: 2026-11-18, until: 2026-11-20 }
  - { from: 2026-12-20, until: 2027-01-03 }
`;
const guards = { 'rules/shared/trust.yaml': guardedTrust, 'rules/schools/1.yaml': guarded };

interface GuardPart {
  part: string;
  value: unknown;
  entries: (Place & { value: unknown; from: string | null; until: string | null; status: string })[];
}
interface Pause extends Place {
  from: string;
  until: string;
  status: string;
}

test('guard and pauses have the value of the day, and of each entry the place and whether it counts', async () => {
  const { config } = configured(root, guards);
  type Found = { guard: GuardPart[]; pauses: Pause[]; pausedUntil: string | null };
  const found = await json<Found>(config, '--school', '1');
  assert.deepEqual(
    found.guard.map(({ part, value }) => [part, value]),
    [
      ['removals', { share: 60, above: 50 }],
      ['changes', { share: 75, above: 20 }],
      ['hold', 'removals'],
      ['letGo', ['contactLinks']],
      ['firstLoad', 'hold'],
    ],
  );
  const entries = (part: string) =>
    found.guard.find((one) => one.part === part)?.entries.map((one) => [one.value, one.status, short(one)]);
  const [shippedAt, ...others] = entries('removals') ?? [];
  assert.deepEqual(shippedAt?.slice(0, 2), [{ share: 10, above: 5 }, 'replaced']);
  assert.match(String(shippedAt?.[2]), /^pipeline\.yaml:\d+$/);
  assert.deepEqual(others, [
    [{ share: 20, above: 50 }, 'in effect', 'rules/shared/trust.yaml:1'],
    [{ share: 60 }, 'in effect', 'rules/schools/1.yaml:4'],
    [{ above: 9 }, 'over', 'rules/schools/1.yaml:5'],
    [{ above: 8 }, 'not yet', 'rules/schools/1.yaml:6'],
  ]);
  assert.deepEqual(
    entries('hold')?.map(([, status]) => status),
    ['replaced', 'in effect'],
  );
  assert.deepEqual(
    found.pauses.map((pause) => [pause.from, pause.until, pause.status, short(pause)]),
    [
      ['2026-11-18', '2026-11-20', 'in effect', 'rules/schools/1.yaml:8'],
      ['2026-12-20', '2027-01-03', 'not yet', 'rules/schools/1.yaml:9'],
    ],
  );
  assert.equal(found.pausedUntil, '2026-11-20');
  const later = await json<Found>(config, '--school', '1', '--date', '2026-12-01');
  assert.deepEqual(later.guard[0]?.value, { share: 20, above: 8 });
  assert.equal(later.pausedUntil, null);
});

test('as text, the guard says what holds on the day, from where, and what the files say of other days', async () => {
  const { config } = configured(root, guards);
  const { stdout } = await cli(['config', '--config', config, '--school', '1', '--date', '2026-11-20']);
  const [, text = ''] = /\nGuard\n([^]*?)\n\n/.exec(stdout.replaceAll(/\S*\/configuration-\w+\//g, '')) ?? [];
  assert.equal(
    text.replaceAll(/pipeline\.yaml:\d+/g, 'pipeline.yaml:N').replaceAll(/ {2,}/g, '  '),
    `  removals  share 60 %, above 50  rules/shared/trust.yaml:1  + share 60 %, from 2026-11-01, until 2026-11-30 rules/schools/1.yaml:4
  above 9, until 2026-10-31: over  rules/schools/1.yaml:5
  above 8, from 2026-12-01: not yet  rules/schools/1.yaml:6
  changes  share 75 %, above 20  pipeline.yaml:N
  hold  removals  rules/shared/trust.yaml:1
  letGo  [contactLinks]  pipeline.yaml:N
  firstLoad  hold  pipeline.yaml:N
  pause  from 2026-11-18, until 2026-11-20  rules/schools/1.yaml:8
  in effect: nothing is loaded
  pause  from 2026-12-20, until 2027-01-03  rules/schools/1.yaml:9
  not in effect: not yet`,
  );
});

test('--diff and --schools have the parts of the guard that differ on some day, and the pauses of the school', async () => {
  const { config } = configured(root, {
    ...guards,
    'rules/schools/2.yaml': 'guard: { removals: 10 %, letGo: [] }\noptions: { singleSignOn: true }\n',
  });
  type Diff = { differences: { change: string; name: string; before: object | null; after: object | null }[] };
  const { differences } = await json<Diff>(config, '--school', '1', '--diff');
  assert.deepEqual(
    differences.map(({ change, name, before, after }) => [change, name, before !== null, after !== null]),
    [
      ['guard', 'removals', true, true],
      ['guard', 'hold', true, true],
      ['pause', '2026-11-18 to 2026-11-20', false, true],
      ['pause', '2026-12-20 to 2027-01-03', false, true],
    ],
  );
  const { stdout } = await cli(['config', '--config', config, '--school', '1', '--diff', '--date', '2027-02-01']);
  assert.match(stdout, /\n {2}- removals +share 10 %, above 5 .*\n {2}\+ removals +share 20 %, above 8 /);
  assert.match(stdout, /\n {2}- hold +all .*\n {2}\+ hold +removals /);
  assert.match(stdout, /\n {2}\+ pause +from 2026-12-20, until 2027-01-03 .*\n +not in effect: over\n/);
  const list = await cli(['config', '--config', config, '--schools']);
  assert.deepEqual(
    list.stdout
      .replaceAll(/\S*\/rules\//g, 'rules/')
      .split('\n')
      .slice(1, 3),
    [
      '  1  extends rules/shared/trust.yaml; guard: removals, hold; pause 2026-11-18 to 2026-11-20, 2026-12-20 to 2027-01-03',
      '  2  sets singleSignOn; guard: letGo',
    ],
  );
  const { schools } = await json<{ schools: { guard: string[]; pauses: string[] }[] }>(config, '--schools');
  assert.deepEqual(
    schools.map(({ guard, pauses }) => [guard, pauses.length]),
    [
      [['removals', 'hold'], 2],
      [['letGo'], 0],
    ],
  );
});

test('docs/json.md says what config prints', () => {
  const docs = readFileSync('docs/json.md', 'utf8').split('## config')[1] ?? '';
  const { definitions } = schema as { definitions: Record<string, { properties?: object }> };
  for (const name of ['option', 'guardPart', 'pause', 'recipient', 'rule'])
    for (const key of Object.keys(definitions[name]?.properties ?? {})) assert.ok(docs.includes(`\`${key}\``), key);
});

test('A5: since when a school is retired is shown with its place, differs from the base, and is a day that exists', async () => {
  const { config } = configured(root, { 'rules/schools/1.yaml': '# Closed.\nretired: 2026-11-04\n' });
  const found = await json<{ retired: (Place & { day: string; status: string }) | null }>(config, '--school', '1');
  assert.deepEqual([found.retired?.day, found.retired?.status], ['2026-11-04', 'in effect']);
  assert.equal(short(found.retired as Place), 'rules/schools/1.yaml:2');
  assert.equal((await json<{ retired: null }>(config)).retired, null);
  const { stdout } = await cli(['config', '--config', config, '--school', '1', '--date', '2026-11-03']);
  assert.match(stdout, /\n {2}retired +from 2026-11-04 +.*1\.yaml:2\n +not in effect: not yet\n/);
  const { differences } = await json<{ differences: { change: string }[] }>(config, '--school', '1', '--diff');
  assert.deepEqual(
    differences.map(({ change }) => change),
    ['retired'],
  );
  const wrong = configured(root, { 'rules/schools/1.yaml': 'retired: 2026-02-30\n' });
  const check = await cli(['check', '--config', wrong.config]);
  assert.equal(check.code, 1);
  assert.match(check.stdout + check.stderr, /1\.yaml:1:10.*wrong-type.*retired must be an existing day/s);
});

test('who is told how nights end is shown with its place, and no secret', async () => {
  const { config } = configured(root, {
    'rules/schools/1.yaml': 'notify: { mail: office@example.org }\n',
    'pipeline.yaml': `${readFileSync('pipeline.yaml', 'utf8')}
notify:
  - { webhook: 'https://ops.example.org/hooks/token-in-path?key=token-in-query', secret: { env: HOOK }, always: true }
`,
  });
  interface Told {
    readonly notify?: readonly (Place & {
      readonly mail?: string;
      readonly webhook?: string;
      readonly always: boolean;
    })[];
  }
  const found = await json<Told>(config, '--school', '1');
  assert.deepEqual(
    found.notify?.map(({ mail, webhook, always }) => [mail ?? webhook, always]),
    [
      ['https://ops.example.org/…', true],
      ['office@example.org', false],
    ],
  );
  assert.equal(short(found.notify?.[1] as Place), 'rules/schools/1.yaml:1');
  assert.equal((await json<Told>(config)).notify?.length, 1);
  const { differences } = await json<{ differences: { change: string; name: string }[] }>(
    config,
    '--school',
    '1',
    '--diff',
  );
  assert.deepEqual(
    differences.map(({ change, name }) => [change, name]),
    [['notify', 'office@example.org']],
  );
  for (const args of [[], ['--diff'], ['--json'], ['--format', 'html']]) {
    const { code, stdout } = await cli(['config', '--config', config, '--school', '1', ...args]);
    assert.equal(code, 0);
    assert.ok(!/token-in|HOOK/.test(stdout), stdout);
    assert.ok(stdout.includes('office@example.org'), args.join());
  }
  const { stdout } = await cli(['config', '--config', config, '--school', '1']);
  assert.match(
    stdout,
    /\nWho is told how nights end\n {2}webhook +https:\/\/ops\.example\.org\/…, always +\S+pipeline\.yaml:\d+\n {2}mail +office@example\.org +\S+1\.yaml:1\n/,
  );
});
