import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { cli } from '../support/cli.js';
import { outcomeOf, type ConfigurationOutcome } from '../support/configuration-outcome.js';
import { write } from '../support/configured.js';
import { decideText, today } from '../support/decide-text.js';
import { isFull, someOf } from '../support/numbers.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const school = '9361234';
const other = '9361235';
const oakfield = readFileSync('examples/oakfield.json', 'utf8');

const whole = join(root, 'whole');
mkdirSync(join(whole, 'rules', 'tests'), { recursive: true });
cpSync('pipeline.yaml', join(whole, 'pipeline.yaml'));
for (const name of readdirSync('rules').filter((one) => one.endsWith('.yaml')))
  cpSync(join('rules', name), join(whole, 'rules', name));
for (const name of ['defaults.yaml', 'groups.yaml'])
  cpSync(join('rules', 'tests', name), join(whole, 'rules', 'tests', name));
write(whole, {
  'rules/conditions.yaml': 'titled:\n  all: [{ fact: title, operator: notEqual, value: null }]\n',
  'rules/shared/strict.yaml': 'options: { parentalResponsibilityOnly: true }\n',
  [`rules/schools/${school}.yaml`]: `extends: ../shared/strict.yaml
add:
  teachers:
    - name: titled-with-email
      because: It has no title or no email address
      conditions: { all: [{ condition: titled }, { fact: email, operator: notEqual, value: null }] }
      event: { type: require }
`,
});

/** Each file of the configuration, by the folder that it lies in. */
const files = readdirSync(join(whole, 'rules'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .map((path) => join('rules', path))
  .sort();
type Part = 'rules' | 'schools' | 'shared' | 'tests';
const partOf = (path: string): Part => basename(dirname(path)) as Part;

/** What becomes of a file. */
const fates = {
  'a link to its text elsewhere in the folder': (path: string) => {
    const elsewhere = join(path.slice(0, path.indexOf('rules')), 'texts', basename(path));
    mkdirSync(dirname(elsewhere), { recursive: true });
    renameSync(path, elsewhere);
    symlinkSync(relative(dirname(path), elsewhere), path);
  },
  'a link to itself': (path: string) => replaced(path, () => symlinkSync(basename(path), path)),
  'a link that dangles': (path: string) => replaced(path, () => symlinkSync('no-such-file', path)),
  'a folder of its name': (path: string) => replaced(path, () => mkdirSync(path)),
  'another ending': (path: string) => renameSync(path, path.replace(/yaml$/, 'yml')),
  'other case': (path: string) => renameSync(path, join(dirname(path), basename(path).toUpperCase())),
  'a blank in its name': (path: string) => renameSync(path, path.replace(/\.yaml$/, ' .yaml')),
  unreadable: (path: string) => chmodSync(path, 0),
  removed: (path: string) => replaced(path, () => undefined),
} as const;
type Fate = keyof typeof fates;
const lost = (Object.keys(fates) as Fate[]).filter((fate) => fate !== 'unreadable');

function replaced(path: string, put: () => void): void {
  rmSync(path);
  put();
}

let copies = 0;

/** A copy of the configuration in which one file has met its fate. */
function after(path: string, fate: Fate): string {
  const folder = join(root, String(copies++));
  cpSync(whole, folder, { recursive: true });
  fates[fate](join(folder, path));
  return join(folder, 'pipeline.yaml');
}

/** Whether the file is read as before all the same. */
function isReadStill(path: string, fate: Fate): boolean {
  if (fate === 'a link to its text elsewhere in the folder') return true;
  // White space around an id is none of it, and files of cases may be called as one likes.
  return fate === 'a blank in its name' && (partOf(path) === 'schools' || path.endsWith(join('tests', 'groups.yaml')));
}

function holds(path: string, fate: Fate, found: ConfigurationOutcome): void {
  const { errors, isRead, schools } = found;
  const what = `${path}: ${fate}: ${JSON.stringify(found)}`;
  if (isReadStill(path, fate)) {
    assert.deepEqual(found, { errors: [], isRead: true, schools: { [school]: 'file', [other]: 'no file' } }, what);
    return;
  }
  const part = partOf(path);
  // Who knows that there was a file is a load of the school; and of cases nobody does.
  const isUnknown = fate === 'removed' && (part === 'schools' || path.endsWith(join('tests', 'groups.yaml')));
  assert.equal(errors.length === 0, isUnknown, what);
  if (part === 'rules' && !(path.endsWith('conditions.yaml') && fate === 'removed')) assert.equal(isRead, false, what);
  if (part === 'tests') assert.deepEqual(schools, { [school]: 'file', [other]: 'no file' }, what);
  if (!isRead) return;
  assert.equal(schools[other], 'no file', what);
  if (part !== 'tests') assert.equal(schools[school], isUnknown ? 'no file' : 'fails', what);
}

/** Whoever comes through, by kind. */
async function through(config: string): Promise<Set<string>> {
  const configuration = readConfiguration(config, { set: [], today: () => today });
  const decision = await decideText(oakfield, configuration);
  const ids = [...decision.through].flatMap(([kind, { length, idsAt }]) =>
    Array.from({ length }, (_, at) => JSON.stringify([kind, ...idsAt(at)])),
  );
  return new Set(ids);
}

test('A1, A2, A3: a file that is not read any more is an error of check, stops the run or its school, and nobody more comes through', async () => {
  assert.equal(files.length, 12);
  const before = await through(join(whole, 'pipeline.yaml'));
  assert.ok(before.size > 20);
  // Of those that are read alike, one where numbers are few.
  for (const path of isFull
    ? files
    : files.filter((one) => !/(?:class|group|teacher|student|contacts)/.test(one) || one.includes('tests'))) {
    // The own file of a school has each fate, because each is another one there.
    for (const fate of partOf(path) === 'schools' ? lost : someOf(lost, 2)) {
      const config = after(path, fate);
      const found = outcomeOf(config, [school, other]);
      holds(path, fate, found);
      if (found.isRead && found.schools[school] === 'file')
        assert.deepEqual(await through(config), before, `${path}: ${fate}`);
    }
  }
});

test('A1: a file that this user may not read is an error of check, stops the run or its school, as one that is lost', () => {
  const configs = files.map((path) => after(path, 'unreadable'));
  chmodSync(root, 0o755);
  const script = fileURLToPath(new URL('../support/print-outcomes.js', import.meta.url));
  // Root reads everything.
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const printed = execFileSync(process.execPath, [script, `${school},${other}`, ...configs], {
    ...nobody,
    encoding: 'utf8',
  });
  const outcomes = JSON.parse(printed) as ConfigurationOutcome[];
  assert.equal(outcomes.length, files.length);
  for (const [index, path] of files.entries()) holds(path, 'unreadable', outcomes[index]);
});

test("A1, A3: after a load, whatever becomes of a school's own file, that school is unchanged, held or failed, and the other is loaded", async () => {
  const database = join(root, 'nights.db');
  const [elm = ''] = readFileSync('examples/three.ndjson', 'utf8').split('\n');
  const input = join(root, 'two.ndjson');
  const run = async (config: string, name: string) => {
    writeFileSync(input, `${JSON.stringify(JSON.parse(oakfield))}\n${elm.replace('Elm Street Primary', name)}\n`);
    const given = ['--config', config, '--database', `sqlite:${database}`, '--json'];
    const { code, stdout, stderr } = await cli(['run', input, ...given]);
    if (stdout === '') return { code, stderr, status: {} };
    const { schools } = JSON.parse(stdout) as { schools: { school: string; status: string }[] };
    return { code, stderr, status: Object.fromEntries(schools.map((one) => [one.school, one.status])) };
  };
  const first = await run(join(whole, 'pipeline.yaml'), 'Elm');
  assert.deepEqual([first.code, first.status], [0, { [school]: 'loaded', [other]: 'loaded' }], first.stderr);
  const path = join('rules', 'schools', `${school}.yaml`);
  for (const fate of lost) {
    const { code, status } = await run(after(path, fate), `Elm, ${fate}`);
    const expected = isReadStill(path, fate) ? 'unchanged' : fate === 'removed' ? 'held' : 'failed';
    assert.deepEqual(
      [code, status],
      [expected === 'unchanged' ? 0 : 1, { [school]: expected, [other]: 'loaded' }],
      fate,
    );
  }
  for (const fate of ['a link that dangles', 'removed'] as const) {
    const { code, status, stderr } = await run(after(join('rules', 'contact-links.yaml'), fate), 'Elm');
    assert.deepEqual([code, status], [2, {}], fate);
    assert.match(stderr, /Nothing was read or touched/);
  }
});
