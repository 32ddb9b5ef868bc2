import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openDatabase } from '../../src/load/database.js';
import { createApp } from '../../src/serve/app.js';
import { linkEnds } from '../../src/serve/routes/accounts.js';
import { Browser, type Shown } from '../support/browser.js';
import { backends, type Backend } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const configuration = shippedConfiguration();
const school = '9360001';
const [first, second] = ['a long way to the staffroom', 'another quite long password'];

async function openSiteOf(backend: Backend) {
  const nights = await begin(backend);
  await nights.run(smallSchool(3));
  const db = await openDatabase(nights.database.url, configuration.pipeline);
  let now = Date.now();
  const app = await createApp({
    ...{ db, configuration, now: () => new Date(now), hosts: ['127.0.0.1:8080'] },
    secureHosts: ['data.example.org'],
  });
  after(async () => {
    await app.close();
    await db.close();
  });
  return { nights, app, wait: (milliseconds: number) => void (now += milliseconds) };
}

const linkIn = ({ body }: Shown): string => /<code id="link">([^<]*)</.exec(body)?.[1] ?? '';
const pathOf = (link: string): string => link.replace(/^https?:\/\/[^/]*/, '');
const faultIn = ({ body }: Shown): string | undefined => /role="alert" id="fault"[^>]*>\s*([^<]*?)\s*</.exec(body)?.[1];

for (const backend of backends()) {
  test(`accounts are added, changed and disabled in the browser, and a link sets a password once, on ${backend.name}`, async () => {
    const { nights, app, wait } = await openSiteOf(backend);
    const admin = new Browser(app);
    /** Takes a form of a page, and sends it. */
    const sent = async (page: string, path: string, form: Record<string, string>): Promise<Shown> => {
      assert.equal((await admin.get(page)).status, 200, page);
      return admin.post(path, form);
    };
    const added = (form: Record<string, string>) => sent('/accounts/new', '/accounts/new', form);
    const set = async (link: string, password: string, again = password): Promise<Shown> => {
      const browser = new Browser(app);
      // Where there is no form any more, one of another page has a token too.
      for (const page of ['/sign-in', pathOf(link)]) await browser.get(page);
      return browser.post('/set-password', { link: new URL(link).searchParams.get('link') ?? '', password, again });
    };

    // Whoever is here adds the first, who lets others in.
    assert.match((await admin.get('/accounts')).body, /Nobody has an account/);
    const lowly = await added({ name: 'office', role: 'editor', sees: 'named', schools: school });
    assert.match(faultIn(lowly) ?? '', /The first account is that of an admin of all schools/);
    const head = await added({ name: 'Head@Example.org', role: 'admin', sees: 'all', schools: '' });
    const link = linkIn(head);
    assert.match(link, /^http:\/\/127\.0\.0\.1:8080\/set-password\?link=[\w-]{43}$/);
    assert.equal((await admin.get('/accounts')).status, 303, 'from now on everyone has to sign in');
    assert.match((await new Browser(app).get(pathOf(link))).body, /For the account <bdi>head@example.org<\/bdi>/);
    assert.match(faultIn(await set(link, first, second)) ?? '', /The two new passwords differ/);
    assert.match(faultIn(await set(link, 'short')) ?? '', /at least 12/);
    assert.equal((await admin.signIn('head@example.org', '')).status, 403, 'no password lets nobody in');
    const done = await set(link, first);
    assert.deepEqual([done.status, done.to], [303, '/sign-in?set=yes']);
    assert.match((await new Browser(app).get(done.to ?? '')).body, /The password is set/);
    const again = await set(link, second);
    assert.deepEqual([again.status, /does not work any longer/.test(again.body)], [404, true]);
    assert.equal((await admin.signIn('head@example.org', first)).to, '/');

    // A colleague, with what was typed kept if something is wrong with it.
    const office = { name: 'office@example.org', role: 'editor', sees: 'named', schools: `${school}\r\n 9369999 \n` };
    const unknown = await added(office);
    assert.deepEqual(
      [unknown.status, faultIn(unknown)],
      [
        400,
        'No run has met school 9369999: give the name as the list of schools has it, or the id as the extract has it, or tick that it is still to come.',
      ],
    );
    assert.match(unknown.body, /value="office@example.org"[\s\S]*9369999/);
    assert.match(faultIn(await added({ ...office, schools: ' ' })) ?? '', /Which schools/);
    const forged = await added({ ...office, evenIfUnknown: 'yes', role: 'owner' });
    assert.deepEqual(
      [forged.status, faultIn(forged)],
      [400, 'There is no such role: choose viewer, editor or admin.'],
      'a role that the form does not offer',
    );
    assert.match(forged.body, /value="office@example.org"/);
    assert.match(faultIn(await added({ ...office, evenIfUnknown: 'yes', role: '' })) ?? '', /^There is no such role/);
    assert.match(faultIn(await added({ ...office, evenIfUnknown: 'yes', sees: 'some' })) ?? '', /^Which schools/);
    assert.deepEqual(await nights.database.query("select name from accounts where name like 'office%'"), []);
    const theirs = linkIn(await added({ ...office, evenIfUnknown: 'yes' }));
    assert.match(faultIn(await added({ ...office, evenIfUnknown: 'yes' })) ?? '', /account of that name already/);
    const one = '/accounts/account?name=office%40example.org';
    const { name } = office;
    const [row] = await nights.database.query('select name from schools where school_id = ?', school);
    const called = String(row.name);
    const named = (schools: string) => sent(one, '/accounts/account', { name, role: 'editor', sees: 'named', schools });
    assert.equal((await named(` ${called.toUpperCase()} `)).status, 303, 'by name');
    assert.match((await admin.get(one)).body, new RegExp(`<textarea[^>]*>${called} \\(${school}\\)</textarea>`));
    assert.equal((await named(`${called} (${school})`)).status, 303, 'as it is shown');
    const owner = await sent(one, '/accounts/account', { name, role: 'owner', sees: 'named', schools: school });
    assert.deepEqual([owner.status, faultIn(owner)?.slice(0, 21)], [400, 'There is no such role']);
    assert.deepEqual(await nights.database.query('select role from accounts where name = ?', name), [
      { role: 'editor' },
    ]);
    await nights.database.query("insert into schools (school_id, name) values ('9360777', ?)", called);
    assert.match(
      faultIn(await named(called)) ?? '',
      new RegExp(`^2 schools are called ${called}: give the id of the one, ${school} or 9360777`),
    );
    await nights.database.query("delete from schools where school_id = '9360777'");
    const next = linkIn(await sent(one, '/accounts/account/link', { name }));
    const late = linkIn(await added({ ...office, name: 'late', evenIfUnknown: 'yes' }));
    assert.equal((await set(theirs, second)).status, 404, 'a later link takes the place of an earlier one');
    wait(linkEnds - 1);
    assert.equal((await set(next, second)).status, 303);
    wait(1);
    assert.equal((await set(late, second)).status, 404, 'it has run out');
    await admin.signIn('head@example.org', first);
    assert.match(
      (await admin.get('/accounts/account?name=late')).body,
      /<h2>A password[\s\S]*cannot sign in until they set one/,
    );
    assert.match((await admin.get(one)).body, /<h2>A new password[\s\S]*Their password holds until then/);
    const colleague = new Browser(app);
    await colleague.signIn(name, second);
    assert.equal((await colleague.get(`/schools/${school}`)).status, 200);

    // What changes holds from the next page on.
    const viewer = { name, role: 'viewer', sees: 'named', schools: school };
    assert.equal((await sent(one, '/accounts/account', viewer)).to, `${one}&done=yes`);
    assert.doesNotMatch((await colleague.get(`/schools/${school}/teachers`)).body, /name="field" value="room"/);
    // A link that somebody else may have ends with a new password, and is used once, also by two at once.
    const left = linkIn(await sent(one, '/accounts/account/link', { name }));
    await colleague.get('/account');
    await colleague.post('/account/password', { current: second, password: first, again: first });
    assert.equal((await set(left, second)).status, 404);
    const twice = linkIn(await sent(one, '/accounts/account/link', { name }));
    const answers = await Promise.all([set(twice, second), set(twice, second)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 404]);
    await colleague.signIn(name, second);
    const unused = linkIn(await sent(one, '/accounts/account/link', { name }));
    await sent(one, '/accounts/account/disable', { name });
    assert.equal((await colleague.get('/account')).status, 303);
    assert.equal((await colleague.signIn(name, second)).status, 403);
    assert.equal((await set(unused, first)).status, 404);
    assert.match((await admin.get('/accounts')).body, /disabled/);
    assert.equal((await sent(one, '/accounts/account/link', { name })).status, 404);
    await sent(one, '/accounts/account/enable', { name });
    assert.notEqual(linkIn(await sent(one, '/accounts/account/link', { name })), '');

    // The page is for one thing, and what cannot be seen to be meant is asked once, without a script.
    const whole = (await admin.get(one)).body;
    const main = whole.slice(whole.indexOf('<main'));
    assert.equal(main.match(/<button type="submit">/g)?.length, 1);
    assert.match(
      main,
      /<details><summary>Disable [^<]*<\/summary>[^]*action="\/accounts\/account\/disable"[^]*<\/details>/,
    );
    assert.equal((await admin.get('/account')).body.split('<main')[1]?.match(/<button type="submit">/g)?.length, 1);

    // A school that somebody did something to has its name beside its id.
    await admin.get(`/schools/${school}/teachers/export.csv`);
    assert.match(
      (await admin.get('/audit')).body,
      new RegExp(`>School ${school}<.{0,40}</a><span class="id"> <bdi>${school}</bdi>`),
    );
    assert.match((await admin.get('/audit')).body, /office[^<]*: viewer of School \d+ \(\d+\)</);
    const [heads = '', ...lines] = (await admin.get('/audit/export.csv')).body.split('\r\n');
    assert.match(heads, /,Name of the school$/);
    assert.ok(lines.some((line) => line.includes(`,${school},`) && line.endsWith(`,School ${school}`)));

    // One's own account is left to another admin.
    const own = await admin.get('/accounts/account?name=head%40example.org');
    assert.match(own.body, /This is your own account/);
    for (const deed of ['', '/link', '/disable', '/enable'])
      assert.equal((await sent(one, `/accounts/account${deed}`, { name: 'head@example.org' })).status, 404);
    assert.equal((await admin.get('/accounts')).status, 200);

    const tables = ['accounts', 'password_links', 'audit'].map((table) => `select * from ${table}`);
    const stored = JSON.stringify(await Promise.all(tables.map((query) => nights.database.query(query))));
    for (const made of [link, theirs, next, late, unused])
      assert.ok(!stored.includes(new URL(made).searchParams.get('link') ?? '?'));
    const noted = await nights.database.query(
      "select who, what, detail from audit where what like 'account%' and detail like 'office%' order by at, id",
    );
    const by = 'head@example.org';
    assert.deepEqual(
      noted.map(({ who, what, detail }) => `${String(who)} ${String(what)} ${String(detail)}`).sort(),
      [
        `${by} account-added ${name}: editor of school ${school}, 9369999`,
        ...Array.from({ length: 2 }, () => `${by} account-changed ${name}: editor of school ${school}`),
        `${by} account-changed ${name}: viewer of school ${school}`,
        `${by} account-disabled ${name}`,
        `${by} account-enabled ${name}`,
        ...Array.from({ length: 6 }, () => `${by} account-link ${name}`),
        `${name} account-password ${name}`,
        ...Array.from({ length: 2 }, () => `${name} account-password ${name}, by a link`),
      ].sort(),
    );
  });
}
