import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { addAccount, type Account } from '../../src/load/people/accounts.js';
import { openDatabase } from '../../src/load/database.js';
import { startSession } from '../../src/load/people/sessions.js';
import { createApp } from '../../src/serve/app.js';
import { auditEntry } from '../../src/serve/audit-entry.js';
import { LookUps } from '../../src/serve/look-ups.js';
import type { Route } from '../../src/serve/route.js';
import { routes } from '../../src/serve/routes.js';
import { digestOf, newSessionToken } from '../../src/serve/session-token.js';
import { Browser, type Shown } from '../support/browser.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn, type Nights } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';
import { someOf } from '../support/numbers.js';

const begin = nightsIn();
const configuration = shippedConfiguration();
const [asked, other] = ['9360002', '9360001'];
/** Stands in every name of the school that is asked for, so that none of its data can come by unseen. */
const mark = 'Zyzzyva';

/** What each route is asked with, and what shows that it answered: whoever adds a route says it here. */
const cases: Readonly<Record<string, Case>> = {
  'GET /sign-in': { says: /<h1>Sign in/, signedIn: { to: '/' } },
  'POST /sign-in': { form: { password: 'y' }, status: 403, says: /do not match/ },
  'GET /sign-in/code': { to: '/sign-in' },
  'POST /sign-in/code': { to: '/sign-in' },
  'GET /sign-in/with/:provider': { with: { provider: 'nowhere' }, status: 404, says: /<h1>Not found/ },
  'GET /sign-in/with/:provider/back': { with: { provider: 'nowhere' }, status: 404, says: /<h1>Not found/ },
  'POST /sign-out': { to: '/sign-in' },
  'POST /sign-out-everywhere': { to: '/sign-in' },
  'GET /account': { says: /<h1>Your account/ },
  'POST /account/password': { form: { password: 'x', again: 'y' }, status: 403, says: /two new passwords differ/ },
  'GET /account/unsaved': { to: '/' },
  'POST /account/unsaved': { says: /<h1>Nothing was saved/ },
  // Nobody here has a second factor.
  'GET /account/recovery-codes': { status: 404, says: /<h1>Not found/ },
  'POST /account/recovery-codes': { status: 404, says: /<h1>Not found/ },
  'GET /account/authenticator': { status: 404, says: /<h1>Not found/ },
  'POST /account/authenticator': { status: 404, says: /<h1>Not found/ },
  'POST /account/authenticator/new': { status: 404, says: /<h1>Not found/ },
  'GET /set-password': { status: 404, says: /does not work any longer/ },
  'POST /set-password': { form: { password: 'x', again: 'y' }, status: 404, says: /does not work any longer/ },
  'GET /accounts': { says: /<h1>Accounts/ },
  'GET /accounts/new': { says: /<h1>Add an account/ },
  'POST /accounts/new': { form: { name: '!' }, status: 400, says: /begins with a letter or digit/ },
  'GET /accounts/account': { query: '?name=viewer-of-this', says: /<h1>\s*Account <bdi>viewer-of-this/ },
  'POST /accounts/account': {
    form: { name: 'viewer-of-this', role: 'viewer', sees: 'named', schools: asked },
    to: '/accounts/account?name=viewer-of-this&done=yes',
  },
  'POST /accounts/account/link': { form: { name: 'viewer-of-this' }, says: /\/set-password\?link=[\w-]{43}</ },
  'POST /accounts/account/identity': {
    form: { name: 'viewer-of-this' },
    status: 400,
    says: /no such sign-in provider/,
  },
  'POST /accounts/account/forget-identities': {
    form: { name: 'viewer-of-this' },
    to: '/accounts/account?name=viewer-of-this&done=yes',
  },
  'POST /accounts/account/second-factor': {
    form: { name: 'viewer-of-this' },
    to: '/accounts/account?name=viewer-of-this&done=yes',
  },
  'POST /accounts/account/disable': {
    form: { name: 'admin-of-none' },
    to: '/accounts/account?name=admin-of-none&done=yes',
  },
  'POST /accounts/account/enable': {
    form: { name: 'admin-of-none' },
    to: '/accounts/account?name=admin-of-none&done=yes',
  },
  'GET /audit': { says: /<h1>Who did what/ },
  'GET /audit/export.csv': { says: /^\ufeff?When \(UTC\),Who,/ },
  'GET /': { says: /<h1>This morning/, ofOneSchool: { to: '/schools/ONE' } },
  'GET /schools': { says: /<h1>Schools/, ofOneSchool: { to: '/schools/ONE' } },
  // As nobody writes it, so that the question is not taken for what was found.
  'GET /find': { query: `?q=${mark.toLowerCase()}`, says: /<h1>Find a person/ },
  'GET /runs': { says: /<h1>Runs/ },
  'GET /runs/:run': { with: { run: 'RUN' }, says: /<h1>\s*Run of/, ofNoSchool: { status: 404 } },
  'GET /rules': { says: /<h1>/ },
  'GET /schools/:school': { says: /Latest run/, marked: true },
  'GET /schools/:school/rules': { says: /<h1>/, marked: true },
  'GET /schools/:school/runs': { says: /<h1>Runs/, marked: true },
  'GET /schools/:school/runs/:run': { with: { run: 'RUN' }, says: /loaded/, marked: true },
  'GET /schools/:school/held': { says: /<h1>Held/, marked: true },
  'POST /schools/:school/held/release': {
    form: { why: 'They left' },
    status: 409,
    says: /what is held has changed/,
  },
  'POST /schools/:school/held/keep': { form: { why: 'They left' }, status: 409, says: /what is held has changed/ },
  'GET /schools/:school/held/release': { to: `/schools/${asked}/held` },
  'GET /schools/:school/held/keep': { to: `/schools/${asked}/held` },
  'GET /schools/:school/held/take-back': { to: `/schools/${asked}/held` },
  'GET /held/release': { query: '?page=2', to: '/held?page=2' },
  'GET /schools/:school/held.csv': { says: /^\ufeff?Kind,Name,/ },
  'GET /held': { says: /<h1>Held schools/ },
  'POST /held/release': { form: { why: 'They left' }, status: 400, says: /Choose at least one school/ },
  'POST /schools/:school/held/take-back': { status: 409, says: /no approval of yours to take back/ },
  'GET /schools/:school/not-coming-through': { says: /<h1>Not coming through/, marked: true },
  'GET /schools/:school/not-coming-through/records': {
    query: '?severity=excluded&among=mistakes&kind=contacts&rule=contact-title',
    says: />5002</,
    marked: true,
  },
  'POST /schools/:school/not-coming-through/search': {
    form: { words: `${mark}2` },
    to: `/schools/${asked}/why?kind=contacts&id=5002&values=yes`,
  },
  'GET /schools/:school/why': { query: '?kind=contacts&id=5002', says: /Title is blank/, marked: true },
  'GET /schools/:school/to-correct': {
    query: '?names=yes',
    says: new RegExp(`${mark}2`),
    marked: true,
    viewer: { says: />5002</, hides: new RegExp(`${mark}\\d|names=yes`) },
  },
  'GET /schools/:school/to-correct.csv': {
    query: '?names=yes',
    says: new RegExp(`${mark}2`),
    viewer: { says: /,5002,,/, hides: new RegExp(`${mark}\\d`) },
  },
  'GET /schools/:school/to-correct.txt': {
    query: '?names=yes',
    says: new RegExp(`${mark}2`),
    viewer: { says: /5002/, hides: new RegExp(`${mark}\\d`) },
  },
  'GET /schools/:school/:kind': { with: { kind: 'students' }, says: /12 students/, marked: true },
  'GET /schools/:school/:kind/export.csv': { with: { kind: 'contacts' }, says: /^\ufeff?Title,/, marked: true },
  'GET /schools/:school/:kind/export.xlsx': { with: { kind: 'contacts' }, says: /^PK/ },
  'GET /schools/:school/:kind/record': { with: { kind: 'teachers' }, query: '?id=30', says: /History/, marked: true },
  'GET /schools/:school/:kind/type': { with: { kind: 'teachers' }, to: `/schools/${asked}/teachers` },
  'GET /schools/:school/:kind/type-all': { with: { kind: 'teachers' }, to: `/schools/${asked}/teachers` },
  'POST /schools/:school/:kind/type': {
    with: { kind: 'teachers' },
    form: { id: '30', field: 'room' },
    to: `/schools/${asked}/teachers/record?id=30`,
  },
  'POST /schools/:school/:kind/type-all': {
    with: { kind: 'teachers' },
    form: { id: '30', field: 'room' },
    to: `/schools/${asked}/teachers`,
  },
};

interface Case {
  /** Of the path, beside the school. */
  readonly with?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly form?: Readonly<Record<string, string>>;
  /** 303 where it leads somewhere, and else 200. */
  readonly status?: number;
  readonly to?: string;
  readonly says?: RegExp;
  /** Whether it shows data of the school. */
  readonly marked?: true;
  /** What it does not show. */
  readonly hides?: RegExp;
  /** Where it shows less to who is no editor. */
  readonly viewer?: Case;
  /** Where it is another answer for who is signed in, who sees one school, or none. */
  readonly signedIn?: Case;
  readonly ofOneSchool?: Case;
  readonly ofNoSchool?: Case;
}

const ranks = ['nobody', 'viewer', 'editor', 'admin'] as const;
const made = (role: Account['role'], of: string, schools: Account['schools']): Account => ({
  name: `${role}-of-${of}`,
  role,
  schools,
  createdAt: '2026-11-20T00:00:00.000Z',
  disabledAt: null,
  hasPassword: true,
  secondFactorAt: null,
});
const people: readonly Account[] = [
  ...(['viewer', 'editor', 'admin'] as const).flatMap((role) => [
    made(role, 'this', new Set([asked])),
    made(role, 'another', new Set([other])),
    made(role, 'all', null),
  ]),
  made('admin', 'none', new Set()),
];

const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

interface Site {
  readonly nights: Nights;
  readonly run: string;
  /** A browser in which somebody has signed in just now, with the token of a page where a form is to be sent; null for nobody. */
  readonly as: (account: Account | null, method?: Route['method']) => Promise<Browser>;
}

/** The pages of both schools, which one run has met; with their extracts. */
async function siteOf(nights: Nights): Promise<Site> {
  const files = [marked(asked), smallSchool(12, other)].map((school, at) => nights.file(school, `${String(at)}.json`));
  await nights.runFiles(...files);
  const [{ id: run }] = await nights.database.query('select id from runs');
  const db = await openDatabase(nights.database.url, configuration.pipeline);
  const lookUps = new LookUps(files, configuration, () => new Date('2026-11-26'));
  const app = await createApp({ db, configuration, now: () => new Date(), hosts: ['127.0.0.1:8080'], lookUps });
  after(async () => {
    await app.close();
    await db.close();
  });
  const entry = () => auditEntry(new Date(), { who: null, address: null }, { what: 'account-added' });
  for (const account of people) assert.ok(await addAccount(db, { ...account, password: 'none' }, entry()));
  const as: Site['as'] = async (account, method = 'POST') => {
    const browser = new Browser(app);
    if (account !== null) {
      const token = newSessionToken();
      const session = {
        digest: digestOf(token),
        account: account.name,
        password: 'none',
        from: 'here',
        now: new Date(),
      };
      assert.ok(await startSession(db, session, entry()));
      browser.cookies.set('session', token);
    }
    if (method === 'POST') await browser.get(account === null ? '/sign-in' : '/account');
    return browser;
  };
  return { nights, as, run: String(run) };
}

interface Asking {
  readonly run: string;
  readonly school: string;
  readonly form: Readonly<Record<string, string>>;
}

/** @param more what the address asks besides */
function ask(browser: Browser, route: Route, { run, school, form }: Asking, more = ''): Promise<Shown> {
  const { with: given = {}, query = '' } = cases[nameOf(route)] ?? {};
  const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
    (name === 'school' ? school : (given[name] ?? name)).replace('RUN', run),
  );
  return route.method === 'GET'
    ? browser.get(path + (query === '' && more !== '' ? `?${more}` : `${query}${more === '' ? '' : `&${more}`}`))
    : browser.post(path, form);
}

function caseFor(account: Account | null, given: Case): Case {
  const { signedIn = given, ofOneSchool = signedIn, ofNoSchool = signedIn } = given;
  if (account === null) return given;
  if (account.role === 'viewer' && given.viewer !== undefined) return given.viewer;
  const schools = account.schools?.size;
  return schools === 1 ? ofOneSchool : schools === 0 ? ofNoSchool : signedIn;
}

/** What is to be answered, from nothing but what the route needs. */
function expected(route: Route, account: Account | null): 'sign in' | 'missing' | 'refused' | 'answered' {
  const rank = ranks.indexOf(account?.role ?? 'nobody');
  if (route.needs !== 'nobody' && account === null) return 'sign in';
  if (route.path.includes(':school') && account?.schools?.has(asked) === false) return 'missing';
  if (rank < ranks.indexOf(route.needs)) return 'refused';
  return route.ofAllSchools === true && account?.schools !== null ? 'refused' : 'answered';
}

function marked(id: string): object {
  const school = smallSchool(12, id);
  const rename = <T extends object>(rows: readonly T[], field: string): T[] =>
    rows.map((row, at) => ({ ...row, [field]: `${mark}${String(at)}` }));
  return {
    ...school,
    SchoolName: `${mark} School`,
    Students: rename(school.Students, 'Surname'),
    Contacts: rename(school.Contacts, 'Surname').map((row, at) => (at === 2 ? { ...row, Title: null } : row)),
    Staff: rename(school.Staff, 'Surname'),
  };
}

test('every route is asked below, and every route of a school says so in its path', () => {
  assert.deepEqual(Object.keys(cases).sort(), routes.map(nameOf).sort());
  for (const { path, needs, ofAllSchools } of routes) {
    if (needs === 'nobody') assert.match(path, /^\/(?:sign-in|set-password)(?:\/|$)/);
    if (ofAllSchools === true) assert.ok(!path.includes(':school'), path);
  }
});

for (const backend of backends()) {
  test(`every route answers every visitor as it says, and shows nobody a school that is not theirs, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const { as, run } = await siteOf(nights);
    const typed: (string | null)[] = [];
    for (const account of [null, ...someOf(people, 5)])
      for (const route of routes) {
        const about = `${nameOf(route)} for ${account?.name ?? 'who is signed out'}`;
        const given = cases[nameOf(route)] ?? {};
        // What is typed is new each time; a name is tried once, because there may be ten tries.
        const form = { name: about.slice(0, 100), value: about.slice(0, 100), ...given.form };
        const shown = await ask(await as(account, route.method), route, { run, school: asked, form });
        const answer = expected(route, account);
        if (account?.schools?.has(asked) === false || answer !== 'answered')
          assert.doesNotMatch(shown.body + JSON.stringify(shown.headers), new RegExp(mark), about);
        if (answer === 'sign in') {
          assert.equal(shown.status, 303, about);
          assert.match(shown.to ?? '', /^\/sign-in(\?to=%2F|$)/, about);
          assert.equal(shown.body, '', about);
        } else if (answer === 'missing') {
          assert.equal(shown.status, 404, about);
          const none = await ask(await as(account, route.method), route, { run, school: 'nowhere', form });
          assert.equal(shown.body.replace(/value="[^"]*"/, ''), none.body.replace(/value="[^"]*"/, ''), about);
        } else if (answer === 'refused') {
          assert.equal(shown.status, 403, about);
          assert.match(shown.body, /<h1>Not allowed/, about);
        } else {
          const { to, status = to === undefined ? 200 : 303, says, hides, marked: shows } = caseFor(account, given);
          const [one = ''] = account?.schools ?? [];
          assert.deepEqual([shown.status, shown.to], [status, to?.replace('ONE', one) ?? null], about);
          if (says !== undefined) assert.match(shown.body, says, about);
          if (hides !== undefined) assert.doesNotMatch(shown.body, hides, about);
          assert.doesNotMatch(shown.body, /id="unread"/, `${about} knows all of its own address`);
          if (shows === true) assert.match(shown.body, new RegExp(mark), about);
          if (route.method === 'POST' && /\/type(-all)?$/.test(route.path)) typed.push(account?.name ?? null);
        }
      }
    // Who was refused has typed nothing, and who typed stands in the audit under the id that the change has.
    const rows = await nights.database.query(
      'select a.who as who, a.what as what, a.detail as detail from changes c join audit a on a.id = c.run_id',
    );
    const inOrder = (names: readonly unknown[]) => names.map(String).sort();
    assert.deepEqual(inOrder(rows.map(({ who }) => who)), inOrder(typed));
    assert.deepEqual(
      new Set(rows.map(({ what, detail }) => `${String(what)} ${String(detail)}`)),
      new Set(['edit room']),
    );
    const edits = await nights.database.query("select run_id from changes where run_id like 'edit-%'");
    assert.equal(edits.length, typed.length);
  });
}

test('no page leaves out in silence what its address asks, and no file has more in it for that', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  const { as, run } = await siteOf(nights);
  const admin = await as(people.find(({ name }) => name === 'admin-of-all') ?? null, 'GET');
  const exports = async () => (await nights.database.query("select id from audit where what = 'export'")).length;
  const isThere = (route: Route) => {
    const { status, to } = cases[nameOf(route)] ?? {};
    return status !== 404 && to === undefined;
  };
  for (const route of routes.filter((one) => one.method === 'GET' && one.needs !== 'nobody' && isThere(one))) {
    const about = nameOf(route);
    for (const more of ['day=bad', 'page=1&day=bad&%3Cb%3E=']) {
      const shown = await ask(admin, route, { run, school: asked, form: {} }, more);
      const isFile = /\.(csv|txt|xlsx)$/.test(route.path);
      assert.equal(shown.status, isFile ? 400 : 200, about);
      assert.match(shown.body, isFile ? /Nothing was downloaded.*“day”/s : /does not know what [^.]*“day”/, about);
      assert.doesNotMatch(shown.body, /<b>/, about);
    }
  }
  assert.equal(await exports(), 0, 'what was not handed out is not noted');
  const list = `/schools/${asked}/students`;
  const unread = async (path: string) => {
    const { status, body } = await admin.get(path);
    const said = /<p[^>]*id="unread">(.*?)<\/p>/s.exec(body)?.[1] ?? (status === 400 ? body : '');
    return Array.from(said.matchAll(/“(.*?)”/g), ([, name]) => name);
  };
  const kind = '?kind=contacts&id=5002';
  for (const [path, ...names] of [
    ['/audit?from=bad&to=2026-02-30&what=colour&before=x', 'from', 'to', 'what', 'before'],
    ['/audit?from=&to=2026-11-20&what=look&who=ana&school=9360001&before='],
    ['/audit?from=2026-11-20&from=2026-11-21', 'from'],
    ['/audit/export.csv?from=bad', 'from'],
    ['/?page=0', 'page'],
    ['/?page=1e3', 'page'],
    ['/schools?status=colour&page=2&search=x', 'status'],
    [`${list}?sort=id`, 'sort'],
    [`${list}?sort=-surname&page=1&without=surname&yearGroup=Year+9&columns=&columns=surname`],
    [`${list}?without=id&columns=&columns=colour&saved=3&page=-1`, 'without', 'columns', 'saved', 'page'],
    [`${list}?contactLinks=${'x'.repeat(300)}`, 'contactLinks'],
    [`${list}/export.xlsx?sort=id`, 'sort'],
    [`${list}/export.csv?yearGroup=Year+9&sort=-surname&page=2&columns=`],
    [`/schools/${asked}/held?kind=colour&by=x&refused=x`, 'kind', 'refused'],
    [`/schools/${asked}/runs/${run}?kind=students&change=painted`, 'change'],
    [`/schools/${asked}/why${kind}&values=perhaps`, 'values'],
    [`/schools/${asked}/why${kind}&id=`],
    [`/schools/${asked}/why${kind}&id=5003`, 'id'],
    [`/schools/${asked}/to-correct?all=maybe&names=maybe`, 'all', 'names'],
    ['/find?q=anna&school=nowhere'],
  ] as const)
    assert.deepEqual(await unread(path), names, path);
});

test('nobody but admins reads the names of rules, files and commands', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  const { as, run } = await siteOf(nights);
  await nights.runFiles(nights.file(JSON.stringify(marked(asked)).slice(0, 900), '0.json'));
  const names = /contact-title|\.yaml|\d-0\.json|--extracts|pullthrough (?:run|release)/;
  const readBy = async (name: string) => {
    const browser = await as(people.find((one) => one.name === name) ?? null, 'GET');
    const found = new Set<string>();
    for (const route of routes.filter(({ method, path }) => method === 'GET' && path.startsWith('/schools'))) {
      const { body } = await ask(browser, route, { run, school: asked, form: {} });
      if (!/\.(csv|txt|xlsx)$/.test(route.path) && names.test(body.replace(/<[^>]*>/g, ''))) found.add(route.path);
    }
    return [...found];
  };
  assert.deepEqual(await readBy('viewer-of-this'), []);
  assert.deepEqual(await readBy('editor-of-this'), []);
  assert.deepEqual(await readBy('admin-of-this'), [
    '/schools/:school',
    '/schools/:school/rules',
    '/schools/:school/not-coming-through',
    '/schools/:school/not-coming-through/records',
    '/schools/:school/why',
    '/schools/:school/runs',
  ]);
});

test('names and values of who does not come through are neither shown nor offered to a viewer', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  const { as } = await siteOf(nights);
  const pages = {
    why: '/why?kind=contacts&id=5002',
    list: '/not-coming-through',
    found: '/not-coming-through/records?severity=excluded&among=mistakes&kind=contacts&rule=contact-title',
    unknown: '/why?kind=contacts&id=nobody',
  };
  const shownTo = async (role: Account['role']) => {
    const browser = await as(people.find(({ name }) => name === `${role}-of-this`) ?? null, 'GET');
    const bodies = [];
    for (const path of Object.values(pages)) {
      const { status, body } = await browser.get(`/schools/${asked}${path}`);
      assert.equal(status, 200, path);
      bodies.push(body);
    }
    const named = await browser.get(`/schools/${asked}${pages.found}&names=yes`);
    const valued = await browser.get(`/schools/${asked}${pages.why}&values=yes`);
    return {
      offers: bodies.map((body) => /values=yes|names=yes|name="words"/.test(body)),
      named: named.body.includes(`${mark}2`),
      valued: [valued.status, valued.body.includes(`${mark}2`), /<h1>Not allowed/.test(valued.body)],
      toSay: /People with the role editor can search by name/.test(bodies[3] ?? ''),
    };
  };
  assert.deepEqual(await shownTo('viewer'), {
    offers: [false, false, false, false],
    named: false,
    valued: [403, false, true],
    toSay: true,
  });
  assert.deepEqual(await shownTo('editor'), {
    offers: [true, true, true, true],
    named: true,
    valued: [200, true, false],
    toSay: false,
  });
  const noted = await nights.database.query("select who from audit where what = 'look-up'");
  assert.deepEqual(new Set(noted.map(({ who }) => who)), new Set(['editor-of-this']));
});

test('a form without its token, with a made up one, one of another session, or without its cookie does nothing', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  const { as, run } = await siteOf(nights);
  const admin = people.find(({ name }) => name === 'admin-of-all');
  assert.ok(admin !== undefined);
  for (const route of routes.filter(({ method }) => method === 'POST')) {
    const { form } = cases[nameOf(route)] ?? {};
    const mine: Browser = await as(admin);
    const before: Browser = await as(admin);
    const signedOut: Browser = await as(null);
    await before.get('/account');
    await signedOut.get('/sign-in');
    // What a form of who is signed out depends on does not help one of who is signed in.
    mine.cookies.set('_csrf', signedOut.cookies.get('_csrf') ?? '');
    for (const token of ['', 'x', `${mine.token}x`, before.token, signedOut.token]) {
      const shown = await ask(mine, route, { run, school: asked, form: { ...form, value: 'B12', _csrf: token } });
      assert.equal(shown.status, 403, `${nameOf(route)} with ${token}`);
      assert.match(shown.body, /<h1>Nothing was changed/);
    }
    assert.equal((await mine.get('/account')).status, 200, 'still signed in');
  }
  const signedOut: Browser = await as(null);
  signedOut.cookies.delete('_csrf');
  assert.equal((await signedOut.post('/sign-in', { name: 'x', password: 'y' })).status, 403);
  assert.deepEqual(await nights.database.query('select * from changes'), []);
});
