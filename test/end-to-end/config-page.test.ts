import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { defaultTreeAdapter as tree, parse, type DefaultTreeAdapterTypes } from 'parse5';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const school = `extends: ../shared/trust.yaml
options: { parentalResponsibilityOnly: true, titles: { add: [Sgt Major] } }
disable: [contact-title]
guard: { removals: [{ share: 60 %, from: 09-01, until: 09-30 }] }
pause: { from: 2027-08-01, until: 2027-08-31 }
add:
  classes:
    - name: no-clubs
      because: Clubs are not wanted on parents' evenings
      until: 2027-07-31
      conditions: { all: [{ fact: code, operator: startsWith, value: CLUB }] }
      event: { type: exclude }
  students:
    - name: only-here
      because: It is not a year of ours
      from: 2027-01-01
      conditions: { all: [{ fact: yearGroup, operator: in, value: [Year 1, Year 2] }] }
      event: { type: require }
`;
const trust =
  'replace:\n  groups:\n    - name: group-type\n      because: Only house groups\n      conditions: { all: [{ fact: type, operator: equal, value: House group }] }\n      event: { type: require }\n';
const { folder, config } = configured(
  root,
  { 'rules/schools/9361234.yaml': school, 'rules/shared/trust.yaml': trust },
  false,
);

async function page(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await cli([
    'config',
    '--config',
    config,
    '--date',
    '2026-11-20',
    '--format',
    'html',
    ...args,
  ]);
  assert.equal(code, 0, stderr);
  return stdout;
}

/** The text that is read without opening anything, a line for each block. */
function read(node: DefaultTreeAdapterTypes.Node, isOpen = false): string {
  if (tree.isTextNode(node)) return node.value;
  if (tree.isElementNode(node) && ['head', ...(isOpen ? [] : ['details'])].includes(node.tagName)) return '';
  const inside = 'childNodes' in node ? node.childNodes.map((child) => read(child, isOpen)).join('') : '';
  const isBlock = tree.isElementNode(node) && /^(h\d|p|li|ul|tr|table|section)$/.test(node.tagName);
  return (isBlock ? `\n${inside}\n` : inside).replace(/\s*\n\s*/g, '\n');
}

test('a page says in sentences what comes through at a school, kind by kind, as its options are set', async () => {
  const text = read(parse(await page('--school', '9361234')));
  for (const sentence of [
    'What comes through at school 9361234',
    'These are the rules on 20 November 2026.',
    'Parents come through only if all of this is so\nForename is not blank.',
    'Otherwise reports say: Forename is blank. To correct: Give the parent a forename.',
    'Parent links come through only if all of this is so\nParental responsibility is yes.\nOtherwise reports say: No parental responsibility for the student.',
    'Only between students and parents that come through.',
    'Type is one of “Registration”, “Mixed group”, “Teaching set”.',
    "Code begins with “CLUB”.\nReports say: Clubs are not wanted on parents' evenings.\nnot at all schools Applies until 31 July 2027.",
    'Type is “House group”.\nOtherwise reports say: Only house groups.\nnot as at all schools',
    'Not asked today\nStudents come through only if all of this is so\nYear group is one of “Year 1”, “Year 2”.',
    'Not today; it applies from 1 January 2027.',
    'Title is two of those in “Titles that a combined title may be made of”, joined.',
    'Without effect, as the options are set',
    'Role becomes “main” if all of:\nType of the class is “Registration”',
    'Nothing is loaded from 1 August 2027 until 31 August 2027 (not yet).',
    'A load is held if it would remove more than 10 % of a table, and more than 5 rows. not as at all schools\nfrom 1 September until 30 September, each year (not yet): more than 60 %.',
    'these are removed if the MIS no longer has them or a rule of their own keeps them out: parent links.',
  ])
    assert.ok(text.includes(sentence), `${sentence}\n\nin\n${text}`);
  const differences = text.slice(text.indexOf('What differs'), text.indexOf('\nStudents\n'));
  assert.equal(
    differences,
    `What differs from all schools
Bring through only parents who have parental responsibility for the student: yes, at all schools no.
Titles that a combined title may be made of: also “Sgt Major”.
When a load waits for a person: see below.
Nothing is loaded from 1 August 2027 until 31 August 2027.
Added: Students: It is not a year of ours. Not today; it applies from 1 January 2027.
Not asked here: Parents: Title is blank.
Added: Classes: Clubs are not wanted on parents' evenings, until 31 July 2027.
Changed: Groups: Only house groups.`,
  );
});

test('names of rules and options, and files, are only under Details', async () => {
  const whole = parse(await page('--school', '9361234'));
  const { rules, options } = JSON.parse(
    (await cli(['config', '--config', config, '--school', '9361234', '--json'])).stdout,
  ) as { rules: { name: string }[]; options: { name: string }[] };
  const names = [...rules, ...options.filter(({ name }) => name !== 'titles')]
    .map(({ name }) => name)
    .filter((name) => /[-A-Z]/.test(name));
  const [shown, all] = [read(whole), read(whole, true)];
  for (const name of names) {
    assert.ok(!shown.includes(name), name);
    assert.ok(all.includes(name), name);
  }
  assert.doesNotMatch(shown, /\.yaml|\brules\//);
  assert.match(all, /contact-title.*rules\/contacts\.yaml:10, turned off in .*9361234\.yaml:3/);
});

test('without a school it is what applies to every school without rules of its own; nothing differs', async () => {
  const text = read(parse(await page()));
  assert.match(text, /for every school without rules of its own/);
  assert.match(text, /Parents come through only if all of this is so\nTitle is not blank\./);
  assert.match(
    text,
    /Without effect, as the options are set\nParent links come through only if all of this is so\nAny of:\n“Bring through only parents who have parental responsibility for the student” is no/,
  );
  assert.doesNotMatch(text, /What differs|not as at all schools/);
});

test('what a term turns on is on the page, and when its days have run out, that is', async () => {
  const { config: own } = configured(
    root,
    {
      'rules/schools/1.yaml':
        'terms: { autumn: [{ from: 2026-09-01, until: 2026-12-18 }] }\nadd:\n  classes:\n    - name: clubs-in-autumn\n      because: Clubs are only in the autumn\n      notDuring: autumn\n      conditions: { all: [{ fact: code, operator: startsWith, value: CLUB }] }\n      event: { type: exclude }\n',
    },
    false,
  );
  const on = async (day: string) => {
    const { code, stdout, stderr } = await cli([
      'config',
      '--config',
      own,
      '--school',
      '1',
      '--date',
      day,
      '--format',
      'html',
    ]);
    assert.equal(code, 0, stderr);
    return read(parse(stdout));
  };
  assert.match(
    await on('2026-10-01'),
    /Not today; it applies not during autumn\.[^]*autumn: 1 September 2026 to 18 December 2026\n/,
  );
  assert.match(await on('2027-12-01'), /autumn: 1 September 2026 to 18 December 2026 \(no later days are known\)/);
});

test('the page is one whole file without scripts and without anything from elsewhere', async () => {
  const out = join(folder, 'rules.html');
  const { stdout } = await cli(['config', '--config', config, '--school', '9361234', '--format', 'html', '--out', out]);
  assert.equal(stdout, '');
  const written = readFileSync(out, 'utf8');
  const faults: string[] = [];
  parse(written, { onParseError: ({ code }) => faults.push(code) });
  assert.deepEqual(faults, []);
  assert.doesNotMatch(written, /<script|<link|<img|<iframe|\son\w+=|https?:|url\(/);
});

test('a page of differences or of all schools is refused; text and JSON are the formats of these', async () => {
  for (const option of ['--diff', '--schools']) {
    const { code, stderr } = await cli(['config', '--config', config, option, '--format', 'html']);
    assert.deepEqual(
      [code, stderr],
      [
        2,
        '--format html is a page of all that applies to one school, with what differs: omit --diff and --schools. Nothing was read or touched.\n',
      ],
    );
    const [json, format] = await Promise.all(
      [['--json'], ['--format', 'json']].map((args) => cli(['config', '--config', config, option, ...args])),
    );
    assert.equal(json?.stdout, format?.stdout);
  }
});
