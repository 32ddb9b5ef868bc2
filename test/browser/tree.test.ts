import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openDatabase } from '../../src/load/database.js';
import { createApp } from '../../src/serve/app.js';
import { inBrowser } from '../support/chromium.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const at = '/schools/9360001';

/** For each page what the keyboard reaches first in its content, also on a phone if it is not said otherwise, and the table that has to be one on a phone too. */
const pages: readonly { path: string; focused: readonly string[]; narrow?: readonly string[]; table: RegExp }[] = [
  {
    path: '/',
    focused: ['The latest run', 'Need somebody 1', 'Failed 1'],
    table: /table "Schools that need somebody":[^]*columnheader "Outcome"[^]*rowheader "9360003"[^]*cell "failed"/,
  },
  {
    path: '/schools',
    focused: ['Name or id', 'Show', 'Need somebody 1', 'Failed 1'],
    table: /table "Schools":[^]*columnheader "Latest run"[^]*rowheader "School 9360001 9360001"[^]*cell "loaded"/,
  },
  {
    path: `${at}/students`,
    focused: ['Name, year group, class or date of birth', 'Year group', 'Class', 'Parents', 'What is missing', 'Show'],
    narrow: ['Name, year group, class or date of birth', 'Filter', 'Show', 'Export Students as CSV'],
    table: /table "Students":[^]*columnheader "Surname"[^]*cell "Known0"[^]*rowheader "Known0 Surname0"/,
  },
  {
    path: `${at}/teachers`,
    focused: ['Name, email or room', 'Classes', 'What is missing', 'Show'],
    narrow: ['Name, email or room', 'Filter', 'Show', 'Export Teachers as CSV'],
    table:
      /table "Teachers":[^]*rowheader "Mr Teacher0 Staff0"[^]*textbox "Room of Mr Teacher0 Staff0"[^]*button "Save"/,
  },
  {
    path: `${at}/to-correct`,
    focused: ['As a table (CSV)', 'As text for an email', '5000'],
    table:
      /heading "By the school" \[level=2\][^]*list:\s*- listitem:\s*- 'heading "1 parent: Title is blank\." \[level=3\]'[^]*list:\s*- listitem:\s*- link "5000"/,
  },
];

const nameOfFocused = `(() => {
  const one = document.activeElement;
  return one.getAttribute('aria-label') ?? (one.labels?.[0]?.childNodes[0].textContent || one.innerText.replace(/\\s+/g, ' ')).trim();
})()`;

async function focusOrder(page: Page, count: number): Promise<string[]> {
  const names: string[] = [];
  for (let tabs = 0; tabs < count; tabs++) {
    await page.keyboard.press('Tab');
    names.push(await page.evaluate<string>(nameOfFocused));
  }
  return names;
}

inBrowser((browser) => {
  test('five pages have their landmarks, headings, names and order by keys, wide and as cards', async () => {
    const [backend] = backends();
    assert.ok(backend !== undefined);
    const nights = await begin(backend);
    const school = smallSchool(12);
    Object.assign(school.Contacts[0] ?? {}, { Title: null });
    const broken = nights.file({ SchoolID: '9360003', Students: 5 }, 'broken.json');
    await nights.runFiles(nights.file(school), broken);
    const configuration = shippedConfiguration();
    const db = await openDatabase(nights.database.url, configuration.pipeline);
    const hosts: string[] = [];
    const app = await createApp({ db, configuration, now: () => new Date(), hosts });
    const origin = await app.listen({ host: '127.0.0.1', port: 0 });
    hosts.push(new URL(origin).host);
    const page = await (await browser()).newPage();
    try {
      for (const width of [1440, 375])
        for (const { path, focused: wide, narrow = wide, table } of pages) {
          const where = `${path} at ${String(width)}`;
          const focused = width === 1440 ? wide : narrow;
          await page.setViewportSize({ width, height: 900 });
          await page.goto(origin + path);
          const tree = await page.locator('body').ariaSnapshot();
          assert.match(
            tree,
            /^- link "Skip to the content"[^]*- banner:[^]*- main:[^]*- heading "[^"]+" \[level=1\]/,
            where,
          );
          assert.match(tree, table, where);
          if (width === 1440) assert.match(tree, /- navigation "Pages( of the school)?":/, where);
          await page.keyboard.press('Tab');
          assert.equal(await page.evaluate<string>(nameOfFocused), 'Skip to the content', where);
          await page.keyboard.press('Enter');
          assert.deepEqual(await focusOrder(page, focused.length), focused, where);
        }
      await page.goto(`${origin}${at}/students`);
      await page.getByRole('link', { name: 'Menu' }).press('Enter');
      await page.keyboard.press('Escape');
      await page.getByRole('navigation', { name: 'Pages of the school' }).waitFor({ state: 'hidden' });
      assert.equal(await page.evaluate<string>(nameOfFocused), 'Menu', 'back where it was opened');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate<string>(nameOfFocused), 'Schools', 'the keyboard is in the menu');
      await page
        .getByRole('navigation', { name: 'Pages of the school' })
        .getByRole('link', { name: 'Parents' })
        .click();
      await page.getByRole('heading', { name: 'Parents', level: 1 }).waitFor();
    } finally {
      await page.close();
      await app.close();
      await db.close();
    }
  });
});
