import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const oakfield = 'examples/oakfield.json';
const school = 'rules/schools/9361234.yaml';
const was = configured(root, {}, false);
const database = ['--database', `sqlite:${join(root, 'loaded.db')}`];

type Files = Readonly<Record<string, string>>;

interface School {
  readonly held: { readonly reason: string; readonly before: boolean } | null;
  readonly kinds: Record<string, Record<string, unknown[]>>;
  readonly warnings: { readonly rule: string; readonly appear: number; readonly ids: Record<string, unknown[]> }[];
  readonly values?: { kind: string; id: unknown; fields: Record<string, { before: unknown; after: unknown }> }[];
}

interface Result {
  readonly schools: readonly School[];
  readonly database: { readonly name: string | null; readonly notAsked: string | null };
}

async function asked(files: Files, against = was.folder, ...more: string[]): Promise<string> {
  const { config } = configured(root, files, false);
  const args = ['impact', '--against', against, '--config', config, '--date', '2026-11-20', ...more, oakfield];
  const { code, stdout, stderr } = await cli(args);
  assert.deepEqual([code, stderr], [0, '']);
  return stdout;
}

async function impact(files: Files, against = was.folder, ...more: string[]): Promise<Result> {
  return JSON.parse(await asked(files, against, '--json', ...more)) as Result;
}

const strict: Files = { [school]: 'options: { parentalResponsibilityOnly: true }\n' };

before(async () => {
  const { code, stderr } = await cli(['run', '--config', was.config, ...database, oakfield]);
  assert.equal(code, 0, stderr);
});

test('a load that the guard would hold is said to be held, with why', async () => {
  const { schools, database: of } = await impact(strict, was.folder, ...database);
  assert.equal(of.notAsked, null);
  assert.match(
    schools[0]?.held?.reason ?? '',
    /^9 of 84 contacts \(10\.7 %, at most 10 % may\).*rules are not those of the last load\.$/,
  );
  assert.equal(schools[0]?.held?.before, false);
  assert.match(await asked(strict, was.folder, ...database), /^ {2}The load would be held: 9 of 84 contacts/m);
  assert.match(
    await asked(strict, was.folder, ...database, '--format', 'markdown'),
    /^\*\*The load would be held\\: 9 of/m,
  );
  assert.match(
    await asked(strict, was.folder, ...database, '--format', 'github'),
    /^::warning title=held::School 9361234\. The load would be held: 9 of 84 contacts/m,
  );
  const looser = await impact(
    { [school]: `${strict[school] ?? ''}guard: { removals: 20 % }\n` },
    was.folder,
    ...database,
  );
  assert.deepEqual([looser.schools.length, looser.schools[0]?.held], [1, null]);
});

test('a guard alone may hold a load, and what both versions would hold is not the doing of the change', async () => {
  const strictly = configured(root, strict, false);
  const both = await impact(
    { [school]: `${strict[school] ?? ''}disable: [contact-title]\n` },
    strictly.folder,
    ...database,
  );
  assert.equal(both.schools[0]?.held?.before, true);
  const loose = configured(root, { [school]: `${strict[school] ?? ''}guard: { removals: 20 % }\n` }, false);
  const guarded = await impact(strict, loose.folder, ...database);
  assert.deepEqual(
    [guarded.schools[0]?.held?.before, guarded.schools[0]?.kinds.contacts],
    [false, { appear: [], go: [], change: [] }],
  );
});

test('without a database that can be asked, that is said, and nothing else differs', async () => {
  const none = ['--database', `sqlite:${join(root, 'none.db')}`];
  const { schools, database: of } = await impact(strict, was.folder, ...none);
  assert.deepEqual([schools[0]?.held, of.notAsked], [null, `There is no database ${of.name ?? ''} yet.`]);
  assert.match(
    await asked(strict, was.folder, ...none),
    /\nWhether a load would be held was not asked\. There is no database sqlite:/,
  );
  assert.doesNotMatch(await asked({}, was.folder, ...none), /was not asked/);
  const broken = join(root, 'broken.db');
  writeFileSync(broken, 'no database at all, but long enough to be taken for one'.repeat(20));
  const damaged = await impact(strict, was.folder, '--database', `sqlite:${broken}`);
  assert.match(damaged.database.notAsked ?? '', /broken\.db/);
  assert.equal(damaged.schools[0]?.kinds.contacts?.go?.length, 9);
});

test('who was erased comes through in no version, so they move in none', async () => {
  const erased = ['--database', `sqlite:${join(root, 'erased.db')}`];
  assert.equal((await cli(['run', '--config', was.config, ...erased, oakfield])).code, 0);
  assert.equal(
    (await cli(['forget', 'contact', '5012', '--school', '9361234', '--config', was.config, ...erased])).code,
    0,
  );
  const { schools } = await impact(strict, was.folder, ...erased);
  assert.deepEqual(schools[0]?.kinds.contacts?.go, ['5015', '5021', '5041', '5042', '5054', '5060', '5071', '5085']);
});

test('warnings have the ids of whom they are about; values are shown to a person who asks, and to nobody else', async () => {
  const files = {
    [school]: `add:
  contacts:
    - { name: no-phone, because: No phone, conditions: { all: [{ fact: phone, operator: equal, value: null }] }, event: { type: warn } }
  students:
    - { name: all-in-one, conditions: { all: [{ fact: yearGroup, operator: equal, value: Year 6 }] }, event: { type: set, params: { yearGroup: Oldest } } }
`,
  };
  const { schools } = await impact(files);
  const [first] = schools;
  const [warning] = first?.warnings ?? [];
  assert.deepEqual([warning?.rule, warning?.ids.go], ['no-phone', []]);
  assert.ok((warning?.appear ?? 0) > 0);
  assert.equal(warning?.ids.appear?.length, warning?.appear);
  assert.equal(first?.values, undefined);
  const changed = first?.kinds.students?.change ?? [];
  const shown = (await impact(files, was.folder, '--values')).schools[0]?.values ?? [];
  assert.deepEqual(
    shown,
    changed.map((id) => ({ kind: 'students', id, fields: { yearGroup: { before: 'Year 6', after: 'Oldest' } } })),
  );
  assert.ok(shown.length > 0);
  for (const format of ['text', 'markdown', 'github']) {
    assert.doesNotMatch(await asked(files, was.folder, '--format', format), /Oldest/);
    const told = await asked(files, was.folder, '--format', format, '--values');
    if (format === 'text') assert.match(told, /^ {2}students \d+: yearGroup: "Year 6" → "Oldest"$/m);
    if (format === 'markdown') assert.match(told, /^\| students \| `\d+` \| yearGroup\\: "Year 6" → "Oldest" \|$/m);
    if (format === 'github')
      assert.match(
        told,
        /^::notice file=.*9361234\.yaml,line=5,col=\d+,title=all-in-one added::\d+ students would change at 9361234\.$/m,
      );
  }
});
