import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { inBrowser } from '../support/chromium.js';
import { servedSite, type Person } from '../support/served.js';
import { smallSchool, type SmallSchool } from '../support/small-school.js';
import { watched } from '../support/watched.js';

const office: Person = { name: 'office@example.org', password: 'a long way to the staffroom' };
const schools = ['9360001', '9360002', '9360003'];

function extractOf(id: string): SmallSchool {
  const school = smallSchool(12, id);
  if (id === schools[1]) {
    Object.assign(school.Students[4] ?? {}, { KnownName: 'Łukasz', Surname: 'Nowak' });
    Object.assign(school.Contacts[4] ?? {}, { Forename: 'Agnieszka', Surname: 'Wiśniewska' });
  }
  return school;
}

inBrowser((browser) => {
  const site = servedSite();
  let origin = '';
  before(async () => {
    await site.run(...schools.map(extractOf));
    await site.addUser(office, '--role', 'viewer', '--all-schools');
    origin = await site.serve();
  });

  /** From a page of another school to the mother's record. */
  const visiting = (name: string, options: BrowserContextOptions, body: (page: Page) => Promise<void>): void => {
    test(`"find Łukasz Nowak's mother", in two actions from any page: ${name}`, { timeout: 120_000 }, async () => {
      const context = await (await browser()).newContext(options);
      context.setDefaultTimeout(10_000);
      try {
        const seen = watched(context, origin);
        const page = await context.newPage();
        await page.goto(`${origin}/sign-in`);
        await page.getByLabel('Name').fill(office.name);
        await page.getByLabel('Password').fill(office.password);
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.waitForURL((url) => url.pathname !== '/sign-in');
        await page.goto(`${origin}/schools/${schools[0] ?? ''}/teachers`);
        await body(page);
        await page.getByRole('heading', { level: 1, name: /Agnieszka Wiśniewska/ }).waitFor();
        assert.match(page.url(), /\/schools\/9360002\/contacts\/record\?id=5004$/);
        assert.deepEqual(seen, []);
      } finally {
        await context.close();
      }
    });
  };

  const mother = (page: Page) => page.getByRole('link', { name: 'Mrs Agnieszka Wiśniewska' });

  visiting('by / and Enter', {}, async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.type('luk now');
    await page.keyboard.press('Enter');
    await page.locator('#count').getByText('1 person found', { exact: true }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('q'), 'luk now');
    await mother(page).click();
  });

  visiting('what is found follows what is typed, on its own page', {}, async (page) => {
    await page.goto(`${origin}/find`);
    await page.keyboard.press('/');
    await page.keyboard.type('lukasz/');
    assert.equal(await page.getByLabel('Find a person').inputValue(), 'lukasz/', 'in a field, / is a letter');
    await page.locator('#count').getByText('1 person found', { exact: true }).waitFor();
    await mother(page).click();
  });

  visiting('without the key, where somebody has switched it off', {}, async (page) => {
    const choice = page.getByLabel('The key / leads to the search, on every page');
    const isInField = () => page.getByLabel('Find a person').evaluate((field) => field === document.activeElement);
    await page.goto(`${origin}/find`);
    await choice.uncheck();
    await page.goto(`${origin}/schools`);
    await page.keyboard.press('/');
    assert.equal(await isInField(), false);
    await page.goto(`${origin}/find?q=nowak`);
    assert.equal(await choice.isChecked(), false, 'the browser remembers it');
    await choice.check();
    await page.goto(`${origin}/find?q=luk+now`);
    await page.locator('h1').click();
    await page.keyboard.press('/');
    assert.equal(await isInField(), true);
    await mother(page).click();
  });

  visiting('on a phone', { viewport: { width: 375, height: 700 }, hasTouch: true, isMobile: true }, async (page) => {
    await page.getByLabel('Find a person').fill('nowak');
    await page.getByLabel('Find a person').press('Enter');
    await page.locator('#count').getByText('1 person found', { exact: true }).waitFor();
    const width = await page.evaluate('document.documentElement.scrollWidth');
    assert.ok(Number(width) <= 375, `nothing needs sideways scrolling: ${String(width)}`);
    await mother(page).tap();
  });

  visiting('without JavaScript', { javaScriptEnabled: false }, async (page) => {
    await page.getByLabel('Find a person').fill('nowak lukasz');
    await page.getByRole('button', { name: 'Find' }).click();
    await mother(page).click();
  });
});
