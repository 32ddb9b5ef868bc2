import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { openDatabase } from '../../src/load/database.js';
import { addAccount } from '../../src/load/people/accounts.js';
import { startSession } from '../../src/load/people/sessions.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { changesBetween, lookAt } from '../../src/pipeline/files/file-marks.js';
import { dayIn } from '../../src/pipeline/guard/day.js';
import { createApp } from '../../src/serve/app.js';
import { auditEntry } from '../../src/serve/audit-entry.js';
import { LookUps } from '../../src/serve/look-ups.js';
import { Rereading } from '../../src/serve/rereading.js';
import { digestOf, newSessionToken } from '../../src/serve/session-token.js';
import { Browser } from '../support/browser.js';
import { configured, write } from '../support/configured.js';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn } from '../support/nights.js';
import { ended, start } from '../support/process.js';
import { shownPage } from '../support/shown-pages.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const [backend] = backends();
const root = temporaryFolder();
const begins = '2026-11-20T09:12:00Z';
const lastSecond = '2026-11-20T23:59:50Z';
const own = 'rules/schools/9360001.yaml';

/** Pages of two schools by a configuration in a folder, and a clock that somebody else sets. */
interface Site {
  readonly folder: string;
  readonly read: (path: string) => string;
  readonly edit: (path: string, from: string | RegExp, to: string) => void;
  /** Lets so many seconds pass. */
  readonly wait: (seconds: number) => void;
  readonly asAdmin: (path: string) => Promise<string>;
  readonly asViewer: (path: string) => Promise<string>;
  /** How often the configuration was read, and what was said on the terminal. */
  readonly readings: () => number;
  /** How often a request asked for the configuration of now. */
  readonly asked: () => number;
  readonly said: string[];
  /** What a search finds in the extract: where it leads, or what it says. */
  readonly search: (words: string) => Promise<string>;
  readonly rereading: Rereading;
}

async function site(files: Readonly<Record<string, string>> = {}, from = begins): Promise<Site> {
  assert.ok(backend !== undefined);
  const { folder, config } = configured(root, files, false);
  const nights = await begin(backend);
  const school = smallSchool(3);
  Object.assign(school.Contacts[2] ?? {}, { Title: '', Surname: 'Lim' });
  const extract = nights.file(school);
  await nights.runFiles(extract, nights.file(smallSchool(3, '9360002'), 'other.json'));
  let now = new Date(from);
  let readings = 0;
  let asked = 0;
  const said: string[] = [];
  const today = (timezone: string) => dayIn(timezone, now);
  const rereading = new Rereading({
    config,
    root: null,
    read: () => {
      readings++;
      const configuration = readConfiguration(config, { set: [], today });
      return { configuration, database: configuration.pipeline.database };
    },
    today,
    now: () => now,
    complain: (line) => said.push(line),
  });
  const { configuration } = rereading.current();
  const db = await openDatabase(nights.database.url, configuration.pipeline);
  const lookUps = new LookUps([extract], configuration, () => now);
  const app = await createApp({
    ...{ db, configuration, lookUps, hosts: ['127.0.0.1:8080'] },
    current: () => {
      asked++;
      return rereading.current();
    },
    now: () => new Date(),
  });
  after(async () => {
    await app.close();
    await db.close();
  });
  const browsers = new Map<string, Browser>();
  const as = async (role: 'admin' | 'viewer') => {
    const entry = () => auditEntry(new Date(), { who: null, address: null }, { what: 'account-added' });
    const account = { name: role, role, schools: null, createdAt: new Date().toISOString(), password: 'none' };
    assert.ok(await addAccount(db, account, entry()));
    const token = newSessionToken();
    const session = { digest: digestOf(token), account: role, password: 'none', from: 'here', now: new Date() };
    assert.ok(await startSession(db, session, entry()));
    const browser = new Browser(app);
    browser.cookies.set('session', token);
    browsers.set(role, browser);
    return async (path: string) => {
      const { status, body } = await browser.get(path);
      assert.equal(status, 200, body);
      return shownPage(body).text;
    };
  };
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  return {
    ...{ folder, read, said, rereading },
    edit: (path, from, to) => {
      const edited = read(path).replace(from, to);
      assert.notEqual(edited, read(path), path);
      write(folder, { [path]: edited });
    },
    wait: (seconds) => (now = new Date(now.getTime() + seconds * 1000)),
    asAdmin: await as('admin'),
    asViewer: await as('viewer'),
    search: async (words) => {
      const browser = browsers.get('admin');
      assert.ok(browser !== undefined);
      await browser.get('/account');
      const { to, body } = await browser.post('/schools/9360001/not-coming-through/search', { words });
      return to ?? shownPage(body).text;
    },
    readings: () => readings,
    asked: () => asked,
  };
}

const title = 'Title is blank';

test('an edited rule is on the pages without a restart, and files that stay are read once', async () => {
  const { edit, wait, asViewer, readings, said } = await site();
  assert.match(await asViewer('/rules'), /Title is blank/);
  edit('rules/contacts.yaml', title, 'Nobody wrote a title');
  assert.match(await asViewer('/rules'), /Title is blank/, 'the files are not looked at for each request');
  wait(2);
  const changed = await asViewer('/rules');
  assert.match(changed, /Nobody wrote a title/);
  assert.doesNotMatch(changed, /started|restart|shown are those/);
  for (let count = 0; count < 3; count++) {
    wait(60);
    await asViewer('/rules');
  }
  wait(-3600);
  edit('rules/contacts.yaml', 'Nobody wrote a title', 'It has no title');
  assert.match(await asViewer('/rules'), /It has no title/, 'also if the clock was put back');
  assert.deepEqual([readings(), said], [3, []]);
});

test("a school's new file, one that changes and one that goes are on its page, with what it extends from outside of rules/", async () => {
  const { folder, wait, asViewer, rereading, readings } = await site({
    'trusts/oak.yaml': 'disable: [contact-title]\n',
  });
  const page = '/schools/9360001/rules';
  assert.match(await asViewer(page), /no file of its own/);
  write(folder, { [own]: 'extends: ../../trusts/oak.yaml\noptions: { singleSignOn: true }\n' });
  wait(2);
  assert.match(await asViewer(page), /By a file of its own.* differs from the base in 2 points/);
  assert.equal(rulesOf(rereading).includes('contact-title'), false);
  assert.equal(rulesOf(rereading).includes('contact-forename'), true);
  wait(2);
  write(folder, { 'trusts/oak.yaml': 'disable: [contact-title, contact-forename]\n' });
  wait(2);
  assert.match(await asViewer(page), /differs from the base in 3 points/);
  assert.equal(rulesOf(rereading).includes('contact-forename'), false);
  const before = readings();
  wait(2);
  await asViewer(page);
  wait(2);
  await asViewer(page);
  assert.equal(readings(), before, 'what is extended is no change by being read');
  rmSync(join(folder, own));
  wait(2);
  assert.match(await asViewer(page), /no file of its own/);
});

/** The rules that a run would decide the school by. */
function rulesOf(rereading: Rereading): readonly string[] {
  return rereading
    .current()
    .configuration.forSchool('9360001')
    .rules.map(({ name }) => name);
}

test('a rule begins at midnight where the pipeline is, and for that nothing is read', async () => {
  const { asViewer, wait, readings, edit } = await site({}, '2026-07-20T22:59:50Z');
  edit('rules/contacts.yaml', 'because: Title is blank', 'because: Title is blank\n  from: 2026-07-21');
  wait(2);
  assert.match(await asViewer('/rules'), /Not in effect: not yet\./);
  wait(10);
  const begun = await asViewer('/rules');
  assert.match(begun, /on Tue 21 Jul 2026/);
  assert.doesNotMatch(begun, /Not in effect/);
  assert.equal(readings(), 2);
});

test('what is looked up in an extract is decided by the rules of now', async () => {
  const { search, wait, folder } = await site();
  assert.match(await search('lim'), /why\?kind=contacts/);
  write(folder, { [own]: 'disable: [contact-title]\n' });
  wait(2);
  assert.match(await search('lim'), /[Nn]obody/);
});

test('what cannot be read leaves the last rules in place, of today, and admins see what is wrong, until it is mended', async () => {
  const { asAdmin, asViewer, wait, said, read, edit, folder } = await site({}, lastSecond);
  const contacts = read('rules/contacts.yaml');
  edit('rules/contacts.yaml', 'type: require', 'type: requir');
  wait(5);
  for (const path of ['/rules', '/schools/9360001/rules', '/']) {
    const admin = await asAdmin(path);
    assert.match(
      admin,
      /The configuration cannot be read.*The rules shown are those of Fri 20 Nov 2026, 23:59\. Since Fri 20 Nov 2026, 23:59 the files have 1 problem, and no run begins until that is corrected/,
      path,
    );
    assert.match(admin, /rules\/contacts\.yaml:\d+:\d+ unknown-effect: .*requir/, path);
    const viewer = await asViewer(path);
    assert.match(viewer, /The rules shown are those of Fri 20 Nov 2026, 23:59\. They have been changed, and the pages/);
    assert.doesNotMatch(viewer, /contacts\.yaml|requir\b|unknown-effect/, path);
    if (path !== '/') assert.match(admin, /Title is blank/);
  }
  assert.doesNotMatch(await asAdmin('/schools'), /cannot be read/);
  assert.equal(said.length, 1);
  assert.match(
    said[0] ?? '',
    /^The pages go on with the configuration of 2026-11-20T23:59:50\.000Z, because the new one cannot be read, and no run begins until it is mended: .*contacts\.yaml:\d+:\d+ unknown-effect [^\n]*$/,
  );
  wait(10);
  assert.match(await asAdmin('/rules'), /without a file of its own, on Sat 21 Nov 2026/, 'the day goes on');
  assert.match(await asAdmin('/rules'), /Since Fri 20 Nov 2026, 23:59 the files/);
  assert.equal(said.length, 1, 'each trouble is said once');
  renameSync(join(folder, 'pipeline.yaml'), join(folder, 'pipeline.yaml.old'));
  wait(2);
  assert.match(await asAdmin('/rules'), /pipeline\.yaml:1:1 cannot-read: This is not there/);
  assert.equal(said.length, 2);
  renameSync(join(folder, 'pipeline.yaml.old'), join(folder, 'pipeline.yaml'));
  write(folder, { 'rules/contacts.yaml': contacts.replace(title, 'No title') });
  wait(2);
  const mended = await asAdmin('/rules');
  assert.match(mended, /No title/);
  assert.doesNotMatch(mended, /cannot be read|shown are those/);
  assert.doesNotMatch(await asViewer('/'), /shown are those/);
  assert.deepEqual(said.slice(2), ['The pages show the configuration as it is now again.']);
});

test('what fails for a reason that is not in the files is tried again after a minute', () => {
  const { config } = configured(root, {}, false);
  let now = Date.parse(begins);
  let isFull = false;
  let readings = 0;
  const rereading = new Rereading({
    config,
    root: null,
    read: () => {
      readings++;
      if (isFull) throw Object.assign(new Error('EMFILE: too many open files'), { syscall: 'open' });
      return { configuration: readConfiguration(config, { set: [], today: () => '2026-11-20' }), database: 'one' };
    },
    today: () => '2026-11-20',
    now: () => new Date(now),
    complain: () => undefined,
  });
  const problems = () => {
    const { behind } = rereading.current();
    return behind?.why === 'faulty' ? behind.problems.map(({ message }) => message) : null;
  };
  isFull = true;
  write(config.replace(/pipeline\.yaml$/, ''), { [own]: 'options: {}\n' });
  now += 2000;
  assert.deepEqual(problems(), ['EMFILE: too many open files']);
  isFull = false;
  now += 59_000;
  assert.deepEqual([problems(), readings], [['EMFILE: too many open files'], 2]);
  now += 2000;
  assert.deepEqual([problems(), readings], [null, 3]);
});

test("a school's own faulty file is its own fault, unless it may be meant for rules that are not shown", async () => {
  const { asAdmin, wait, folder, edit, said } = await site();
  write(folder, { [own]: 'disable: [new-rule]\n' });
  wait(2);
  const page = '/schools/9360001/rules';
  assert.match(await asAdmin(page), /so no run loads the school until that is corrected/);
  assert.doesNotMatch(await asAdmin('/rules'), /cannot be read/);
  assert.deepEqual(said, []);
  edit('pipeline.yaml', /^name:/m, 'name: {');
  wait(2);
  const faulty = await asAdmin(page);
  assert.match(faulty, /The configuration cannot be read/);
  assert.match(faulty, /has a problem against the rules shown, which may not have what it needs/);
  assert.doesNotMatch(faulty, /no run loads the school/);
});

test('nothing of a line is shown beside what is wrong in it, and of many problems only the first', async () => {
  const { asAdmin, wait, edit, said } = await site();
  const many = Array.from({ length: 30 }, (_, at) => `wrong${String(at)}: secret-value`).join('\n');
  edit('pipeline.yaml', /$/, `\n${many}\n`);
  wait(2);
  for (const text of [await asAdmin('/rules'), ...said]) {
    assert.doesNotMatch(text, /secret-value/);
    assert.match(text, /And 20 more problems/);
  }
});

test('what the pages have from their start on needs a restart, and says so; the rest does not', async () => {
  const { asAdmin, asViewer, wait, said, read, folder, rereading } = await site();
  const pipeline = read('pipeline.yaml');
  const change = async (from: string | RegExp, to: string): Promise<string> => {
    assert.notEqual(pipeline.replace(from, to), pipeline, to);
    write(folder, {
      'pipeline.yaml': pipeline.replace(from, to),
      'rules/contacts.yaml': contacts.replace(title, 'No title'),
    });
    wait(2);
    return asAdmin('/rules');
  };
  const contacts = read('rules/contacts.yaml');
  const key = 'key: { env: PULLTHROUGH_KEY }';
  for (const [from, to, says] of [
    [/^database: .*$/m, 'database: sqlite:other.db', 'database'],
    [/$/, `\nserve: { secondFactor: all, ${key} }\n`, 'serve.secondFactor, serve.key'],
    [/$/, '\nserve: { signIn: { google: { type: google, client: c, secret: { env: S } } } }\n', 'serve.signIn'],
  ] as const) {
    const page = await change(from, to);
    assert.match(page, /Restart serve.*The rules shown are those of Fri 20 Nov 2026, 09:12\. Since /, to);
    assert.ok(
      page.includes(`differs in what the pages read only when they start: ${says}. Runs use it already.`),
      page,
    );
    assert.match(page, /Title is blank/, 'the old rules');
    assert.doesNotMatch(page, /other\.db|PULLTHROUGH_KEY/);
    const viewer = await asViewer('/');
    assert.match(viewer, /The rules shown are those of Fri 20 Nov 2026, 09:12/);
    assert.doesNotMatch(viewer, /serve|database/);
  }
  assert.equal(said.length, 3);
  assert.match(said[0] ?? '', /differs in what they have from their start on: database\. Restart serve\.$/);
  assert.match(await change(/$/, '\nserve: { approvals: 2 }\n'), /No title/);
  assert.equal(rereading.current().configuration.pipeline.serve.approvals, 2);
  assert.equal(said.length, 4);
});

test('tables that differ need a restart, and their columns are named', async () => {
  const { asAdmin, wait, edit } = await site();
  edit('pipeline.yaml', /^( *)(keep:\n)/m, '$1$2$1  nickname: Nickname\n');
  wait(2);
  assert.match(await asAdmin('/'), /only when they start: records\.\w+ \(nickname\)\. Runs/);
});

test('one request has one configuration from its beginning to its end', async () => {
  const { rereading, wait, edit, asViewer, asked } = await site();
  const before = rereading.current();
  edit('rules/contacts.yaml', title, 'No title');
  wait(2);
  assert.match(await asViewer('/rules'), /No title/);
  const because = ({ configuration }: typeof before) =>
    configuration.effective(null).rules.find(({ rule }) => rule.name === 'contact-title')?.rule.because;
  const once = asked() + 1;
  await asViewer('/schools/9360001/rules');
  assert.equal(asked(), once);
  assert.deepEqual([because(before), because(rereading.current())], [title, 'No title']);
});

test('a look follows no link out of the folder', () => {
  const { folder, config } = configured(root, { 'shared/oak.yaml': 'options: {}\n' }, false);
  const outside = temporaryFolder();
  write(outside, { 'x/secret.yaml': 'a: 1\n', 'one.yaml': 'a: 1\n' });
  symlinkSync(join(outside, 'x'), join(folder, 'rules/out'));
  symlinkSync(join(outside, 'one.yaml'), join(folder, 'rules/one.yaml'));
  symlinkSync('../shared', join(folder, 'rules/in'));
  const before = lookAt(config, [join(outside, 'one.yaml')]);
  assert.deepEqual(
    [join(folder, 'rules/out'), join(folder, 'rules/one.yaml'), join(outside, 'one.yaml')].map((path) =>
      before.marks.get(path),
    ),
    ['outside', 'outside', 'outside'],
  );
  assert.deepEqual(
    [...before.folders].filter((path) => path.startsWith(outside)),
    [],
  );
  write(outside, { 'x/secret.yaml': 'a: 12\n', 'one.yaml': 'a: 12\n' });
  assert.deepEqual(changesBetween(before.marks, lookAt(config, [join(outside, 'one.yaml')]).marks), []);
  write(folder, { 'shared/oak.yaml': 'options: { }\n' });
  const inside = changesBetween(before.marks, lookAt(config, [join(outside, 'one.yaml')]).marks);
  assert.deepEqual(inside, [`${join(folder, 'rules/in/oak.yaml')} changed`]);
  const wider = lookAt(config, [], join(folder, '..')).marks;
  assert.equal(wider.get(config) === '', false);
});

test('a folder whose links are all turned to another one at once, as a Kubernetes ConfigMap, is seen to change', () => {
  const folder = temporaryFolder();
  const config = join(folder, 'pipeline.yaml');
  const paths = ['pipeline.yaml', 'rules/contacts.yaml'];
  // Of the same size, and as old.
  for (const [version, text] of [['..1', 'a: 1\n'] as const, ['..2', 'a: 2\n'] as const])
    for (const path of paths) {
      write(folder, { [join(version, path)]: text });
      utimesSync(join(folder, version, path), 0, 0);
    }
  symlinkSync('..1', join(folder, '..data'));
  symlinkSync('..data/pipeline.yaml', config);
  symlinkSync('..data/rules', join(folder, 'rules'));
  const before = lookAt(config, []).marks;
  symlinkSync('..2', join(folder, '..tmp'));
  renameSync(join(folder, '..tmp'), join(folder, '..data'));
  const changed = paths.map((path) => `${join(folder, path)} changed`);
  assert.deepEqual(changesBetween(before, lookAt(config, []).marks), changed);
});

test('serve itself shows what changed, and says on the terminal what is wrong', { timeout: 120_000 }, async () => {
  const { folder, config } = configured(root, {}, false);
  const common = ['--config', config, '--database', `sqlite:${join(folder, 'own.db')}`];
  const extract = join(folder, 'school.json');
  writeFileSync(extract, JSON.stringify(smallSchool(3)));
  assert.equal((await ended(start(['run', extract, ...common]))).code, 0);
  const child = start(['serve', '--port', '0', ...common]);
  after(() => child.kill('SIGKILL'));
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  while (!said.includes('Ctrl+C')) await once(child.stdout, 'data');
  const [, origin = ''] = /: (http:\/\/127\.0\.0\.1:\d+)\/\n/.exec(said) ?? [];
  const rules = join(folder, 'rules/contacts.yaml');
  const text = readFileSync(rules, 'utf8');
  const until = async (shown: RegExp, isShown = true): Promise<void> => {
    while (shown.test(await (await fetch(`${origin}/rules`)).text()) !== isShown) await setTimeout(100);
  };
  writeFileSync(rules, text.replace(title, 'Nobody wrote one'));
  await until(/Nobody wrote one/);
  writeFileSync(rules, '- [');
  await until(/The configuration cannot be read/);
  writeFileSync(rules, text);
  await until(/Nobody wrote one/, false);
  child.kill('SIGINT');
  const { code, stderr } = await ended(child);
  assert.equal(code, 0);
  assert.match(
    stderr,
    /^The pages go on with .* yaml-syntax .*\nThe pages show the configuration as it is now again\.\n/,
  );
});
