import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { addAccount } from '../../src/load/people/accounts.js';
import { openDatabase } from '../../src/load/database.js';
import { makeLink } from '../../src/load/people/password-links.js';
import { beginSignIn } from '../../src/load/people/second-factors.js';
import { startSession } from '../../src/load/people/sessions.js';
import { createApp } from '../../src/serve/app.js';
import { auditEntry } from '../../src/serve/audit-entry.js';
import { LookUps } from '../../src/serve/look-ups.js';
import { routes } from '../../src/serve/routes.js';
import { SecondFactor } from '../../src/serve/second-factor.js';
import { digestOf, newSessionToken } from '../../src/serve/session-token.js';
import { inBrowser } from '../support/chromium.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { naughtyStrings } from '../support/naughty-strings.js';
import { nightsIn } from '../support/nights.js';
import { first, smallSchool, withoutParents } from '../support/small-school.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
const [school, naughty] = ['9360001', '9360002'];
const at = `/schools/${school}`;

/** Where each page is looked at, by its route; `RUN` stands for a run of the school, `FOUND` for a reason of its page,
 * `CODE` and `NEW` for sign-ins that wait for a code. */
const looked: Readonly<Record<string, readonly string[]>> = {
  '/sign-in': ['/sign-in'],
  '/sign-in/code': ['CODE', 'NEW'],
  '/account': ['/account'],
  '/account/recovery-codes': ['/account/recovery-codes'],
  '/account/authenticator': ['/account/authenticator'],
  '/set-password': ['/set-password?link=known'],
  '/accounts': ['/accounts', '/accounts?search=nobody'],
  '/accounts/new': ['/accounts/new'],
  '/accounts/account': ['/accounts/account?name=admin', '/accounts/account?name=office'],
  '/audit': ['/audit'],
  '/': ['/'],
  '/schools': ['/schools', '/schools?search=nobody'],
  '/find': ['/find', '/find?q=known1', '/find?q=5002', `/find?q=changed&school=${school}`],
  '/rules': ['/rules'],
  '/runs': ['/runs'],
  '/runs/:run': ['/runs/RUN'],
  '/schools/:school': [at, `/schools/${naughty}`],
  '/schools/:school/rules': [`${at}/rules`],
  '/schools/:school/not-coming-through': [`${at}/not-coming-through`],
  '/schools/:school/not-coming-through/records': ['FOUND'],
  '/schools/:school/why': [`${at}/why?kind=contacts&id=5002`, `${at}/why?kind=contacts&id=5002&values=yes`],
  '/schools/:school/to-correct': [`${at}/to-correct?names=yes`, `/schools/${naughty}/to-correct`],
  '/schools/:school/held': [`${at}/held`, `${at}/held?kind=contacts&by=contactLinks.className`],
  '/held': ['/held'],
  '/schools/:school/runs': [`${at}/runs`],
  '/schools/:school/runs/:run': [`${at}/runs/RUN`],
  '/schools/:school/:kind': [
    ...['students', 'contacts', 'teachers', 'groups'].map((kind) => `${at}/${kind}`),
    `/schools/${naughty}/students`,
    `${at}/students?search=nobody`,
  ],
  '/schools/:school/:kind/record': [
    `${at}/students/record?id=100`,
    `${at}/teachers/record?id=30`,
    `/schools/${naughty}/students/record?id=103`,
  ],
};

test('every page is looked at', () => {
  // A provider's pages are not ours, and coming back from one, or from a form that was refused, shows no page of its own.
  const isOurs = (path: string) => !/\.\w+$|\/with\/|\/(?:type|type-all|unsaved|release|keep|take-back)$/.test(path);
  const pages = routes.filter(({ method, path }) => method === 'GET' && isOurs(path));
  assert.deepEqual(pages.map(({ path }) => path).sort(), Object.keys(looked).sort());
});

/** A phone, a wide screen at 200 %, a tablet, and a wide screen. */
const widths = [375, 720, 820, 1440];

/** What browsers give text that nobody asked to be larger, in px. */
const usualSize = 16;

/** As people set it in their browser, so what is asked of the width of the screen knows it too. */
async function textOf(page: Page, standard: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard } });
  await session.detach();
}

/** What has to be scrolled sideways: the page, or a part of it that scrolls by itself. */
const sideways = `[...document.querySelectorAll('*')]
  .filter((one) => one === document.documentElement || /auto|scroll/.test(getComputedStyle(one).overflowX))
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map(({ tagName, className, scrollWidth }) => tagName + '.' + className + ' is ' + scrollWidth + ' wide')`;

/** What people with other eyes, ears and hands would stumble over. In the dark nothing but colours differs. */
async function violations(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  const runOnly = colorScheme === 'light' ? tags : ['color-contrast'];
  return page.evaluate(`axe.run({ runOnly: ${JSON.stringify(runOnly)}, rules: { 'target-size': { enabled: ${String(colorScheme === 'light')} } }, resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`);
}

inBrowser((browser) => {
  const begin = nightsIn();
  // It makes tests of what is left out, which no hook may.
  const [sqlite] = backends();
  const { pipeline } = shippedConfiguration();
  let origin = '';
  let token = '';
  let run = '';
  let ends = (): Promise<void> => Promise.resolve();
  after(() => ends());
  before(async () => {
    assert.ok(sqlite !== undefined);
    const nights = await begin(sqlite);
    const people = smallSchool(60, school);
    Object.assign(people.Contacts[2] ?? {}, { Title: null });
    // Several under one another: links that a finger has to tell apart.
    for (const at of first(6))
      people.ContactLinks.push({ StudentID: 100, ContactID: 5010 + at, ParentalResponsibility: true });
    const names = naughtyStrings.filter((text) => text.trim() !== '').slice(0, 200);
    const strange = smallSchool(names.length, naughty);
    const Students = strange.Students.map((row, place) => ({ ...row, Surname: names[place] }));
    const files = [nights.file({ ...strange, Students, SchoolName: 'W'.repeat(90) }, 'naughty.json')];
    files.push(nights.file({ SchoolID: '9360003', Students: 5 }, 'broken.json'));
    const night = async (extract: object) => nights.runFiles(nights.file(extract), ...files);
    await night(people);
    const changed = people.Students.map((row, place) => (place < 3 ? { ...row, Surname: 'Changed' } : row));
    const second = { ...people, Students: changed, ExtractedAt: '2026-11-21T02:00:00Z' };
    await night(second);
    [run = ''] = (await nights.database.query('select id from runs order by started_at'))
      .map(({ id }) => String(id))
      .reverse();
    await night({ ...withoutParents(second, ...first(20, 10)), ExtractedAt: '2026-11-22T02:00:00Z' });

    const configuration = shippedConfiguration();
    const db = await openDatabase(nights.database.url, pipeline);
    const hosts: string[] = [];
    const lookUps = new LookUps([nights.file(people)], configuration, () => new Date('2026-11-22'));
    const secondFactor = new SecondFactor('k'.repeat(32), 'pullthrough');
    const since = new Date('2026-11-22T08:00:00Z');
    const long = { line: 1, column: 1, message: 'm'.repeat(120), hint: null, source: '', length: 1 };
    const problems = [{ ...long, file: `${'a-long-folder/'.repeat(9)}rules.yaml`, code: 'cannot-read' as const }];
    const behind = { since, why: 'faulty' as const, problems };
    const current = () => ({ configuration, readAt: since, behind });
    const served = { db, configuration, current, now: () => new Date(), hosts, lookUps, secondFactor };
    const app = await createApp(served);
    origin = await app.listen({ host: '127.0.0.1', port: 0 });
    hosts.push(new URL(origin).host);
    ends = async () => {
      await app.close();
      await db.close();
    };
    const now = new Date();
    const entry = () => auditEntry(now, { who: null, address: null }, { what: 'account-added' });
    const account = {
      name: 'admin',
      role: 'admin',
      schools: null,
      createdAt: now.toISOString(),
      password: 'none',
    } as const;
    assert.ok(await addAccount(db, account, entry()));
    assert.ok(await addAccount(db, { ...account, name: 'office', schools: new Set([school]) }, entry()));
    const endsAt = new Date(now.getTime() + 3_600_000).toISOString();
    assert.ok(await makeLink(db, { account: 'office', digest: digestOf('known'), endsAt }, entry()));
    for (const begun of ['CODE', 'NEW']) {
      const secret = begun === 'NEW' ? secondFactor.seal(secondFactor.newSecret(), 'office') : null;
      const signIn = { digest: digestOf(begun), account: 'office', password: 'none', from: 'here', secret };
      await beginSignIn(db, signIn, now);
    }
    const factor = { second_factor: secondFactor.seal(secondFactor.newSecret(), 'admin'), second_factor_step: 0 };
    await db
      .knex('accounts')
      .where({ name: 'admin' })
      .update({ ...factor, second_factor_at: now.toISOString() });
    token = newSessionToken();
    assert.ok(
      await startSession(
        db,
        { digest: digestOf(token), account: 'admin', password: 'none', from: 'here', now },
        entry(),
      ),
    );
  });

  test(
    'no page has anything that axe finds, wide or on a phone, light or dark, nor scrolls sideways there, on a tablet or at 200 %',
    { timeout: 180_000 },
    async () => {
      const context = await (await browser()).newContext();
      const page = await context.newPage();
      const wrong: string[] = [];
      const look = async (path: string): Promise<void> => {
        await page.evaluate(axe);
        for (const [width, colorScheme] of [
          [375, 'light'],
          [375, 'dark'],
          [1440, 'light'],
          [1440, 'dark'],
        ] as const) {
          await page.setViewportSize({ width, height: 800 });
          await page.emulateMedia({ colorScheme });
          const found = await violations(page, colorScheme);
          wrong.push(...found.map((text) => `${path} ${String(width)} ${colorScheme} ${text}`));
        }
        const scroll = async (width: number, at: string): Promise<void> => {
          await page.setViewportSize({ width, height: 800 });
          const scrolling = await page.evaluate<string[]>(sideways);
          wrong.push(...scrolling.map((what) => `${path} at ${at}: ${what}`));
        };
        for (const width of widths) await scroll(width, String(width));
        await textOf(page, 2 * usualSize);
        await scroll(375, '375 with text of 200 %');
        await textOf(page, usualSize);
      };
      await page.goto(`${origin}/sign-in`);
      await look('/sign-in');
      await context.addCookies([{ name: 'session', value: token, url: origin }]);
      for (const path of Object.values(looked).flat()) {
        if (path === '/sign-in') continue;
        if (path === 'FOUND') {
          await page.goto(`${origin}${at}/not-coming-through`);
          await page.getByRole('link', { name: '1 parent' }).first().click();
          await page.getByRole('link', { name: /5002/ }).waitFor();
        } else if (path === 'CODE' || path === 'NEW') {
          await context.addCookies([{ name: 'begun', value: path, url: origin }]);
          await page.goto(`${origin}/sign-in/code`);
          await page.getByRole('heading', { name: path === 'NEW' ? 'Set up a second factor' : 'Your code' }).waitFor();
        } else {
          const response = await page.goto(origin + path.replace('RUN', encodeURIComponent(run)));
          assert.equal(response?.status(), 200, path);
        }
        await look(path);
      }
      await page.goto(`${origin}${at}/not-coming-through`);
      await page.getByLabel('Name', { exact: true }).fill('Parent2');
      await page.getByLabel('Name', { exact: true }).press('Enter');
      await page.getByRole('heading', { level: 1, name: /do(es)? not come through/ }).waitFor();
      await look('search');
      await page.goto(`${origin}/nowhere`);
      await look('missing');
      await context.close();
      assert.deepEqual(wrong, []);
    },
  );
});
