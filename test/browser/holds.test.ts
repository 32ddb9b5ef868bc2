import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import papa from 'papaparse';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { inBrowser } from '../support/chromium.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { servedSite, type Person } from '../support/served.js';
import { smallSchool, type SmallSchool } from '../support/small-school.js';
import { watched } from '../support/watched.js';

const ana: Person = { name: 'ana@example.org', password: 'a long way to the staffroom' };
const ben: Person = { name: 'ben@example.org', password: 'another quite long password' };
const [elm, oak, ash, fir] = ['9360001', '9360002', '9360003', '9360004'];

/** Two years of ten, of which one may be missing. */
function school(id: string, day: number, isWhole: boolean): SmallSchool {
  const all = smallSchool(20, id);
  const Students = all.Students.map((row, at) => ({ ...row, CurrentYearGroup: at < 10 ? 'Year 4' : 'Year 5' }));
  const there = isWhole ? Students : Students.slice(0, 10);
  return { ...all, Students: there, ExtractedAt: `2026-11-${String(day)}T02:00:00Z` };
}

/** The shipped pipeline, which asks for two people. */
function askingForTwo(): string {
  const root = temporaryFolder();
  const { config } = configured(root, {}, false);
  const text = readFileSync(config, 'utf8');
  return configured(root, { 'pipeline.yaml': `${text}\nserve: { approvals: 2 }\n` }, false).config;
}

inBrowser((browser) => {
  const site = servedSite(askingForTwo());
  let origin = '';
  before(async () => {
    await site.run(...[elm, oak, ash, fir].map((id) => school(id, 20, true)));
    await site.addUser(ana, '--role', 'editor', '--all-schools');
    await site.addUser(ben, '--role', 'admin', '--all-schools');
    origin = await site.serve();
  });

  const signedIn = async (context: BrowserContext, { name, password }: Person): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`${origin}/sign-in`);
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    return page;
  };

  /** Two people, each in a browser of their own. */
  const together = (
    name: string,
    options: BrowserContextOptions,
    body: (one: Page, other: Page) => Promise<void>,
    complaints = /^$/,
  ): void => {
    test(name, { timeout: 180_000 }, async () => {
      const contexts: BrowserContext[] = [];
      const seen: string[][] = [];
      const pages: Page[] = [];
      try {
        for (const person of [ana, ben]) {
          const context = await (await browser()).newContext({ ...options, acceptDownloads: true });
          context.setDefaultTimeout(10_000);
          contexts.push(context);
          seen.push(watched(context, origin));
          pages.push(await signedIn(context, person));
        }
        const [one, other] = pages;
        assert.ok(one !== undefined && other !== undefined);
        await body(one, other);
        assert.deepEqual(
          seen.flat().filter((complaint) => !complaints.test(complaint)),
          [],
        );
      } finally {
        for (const context of contexts) await context.close();
      }
    });
  };

  const says = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();
  const follow = (page: Page, link: string | RegExp): Promise<void> =>
    page.getByRole('link', { name: link }).first().click();
  const approve = /^Approve for School \d+$/;
  const decide = async (page: Page, why: string, button: string | RegExp): Promise<void> => {
    await page.getByLabel(/^Why\?/).fill(why);
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.waitForLoadState();
  };

  const desktop = { viewport: { width: 1440, height: 900 } };
  const phone = { viewport: { width: 375, height: 800 }, isMobile: true, hasTouch: true };
  for (const [where, id, day, options] of [
    ['on a desktop', elm, 21, desktop],
    ['on a phone', oak, 23, phone],
    ['on a phone without JavaScript', ash, 25, { ...phone, javaScriptEnabled: false }],
  ] as const)
    together(`release what is right, with a colleague, ${where}`, options, async (one, other) => {
      await site.run(school(id, day, false));
      await one.goto(origin);
      await says(one, /Year 5 is missing/);
      await follow(one, 'look at what is held');
      await says(one, /10 of 20 students and 10 of 20 parents would go/);
      assert.equal(await one.locator('.of-school').isVisible(), true, 'which school is held');
      await one.getByRole('row', { name: /^Students 20 10 0 0 10$/ }).waitFor();
      await one.getByRole('heading', { name: /^Year 5 all 10$/ }).waitFor();
      await one.getByLabel('Name', { exact: true }).fill('known13');
      await one.getByRole('button', { name: 'Show' }).click();
      await one.getByRole('link', { name: 'Known13 Surname13' }).waitFor();
      assert.equal(await one.locator('.held-names li').count(), 1);
      const download = one.waitForEvent('download');
      await follow(one, 'Download all that is held');
      const text = readFileSync(await (await download).path(), 'utf8');
      const { data } = papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
      assert.equal(data.filter(({ Kind }) => Kind === 'Parents').length, 10);

      await decide(one, 'Year 5 has moved to the new site', approve);
      await says(one, /Approved by 1 of 2/);
      assert.equal(await one.getByRole('button', { name: approve }).count(), 0);
      await one.goto(origin);
      await says(one, /approved by 1 of 2/);

      await other.goto(origin);
      await follow(other, /somebody else has to look at it/);
      await says(other, `Approved by ${ana.name}`);
      await says(other, /Year 5 has moved to the new site/);
      await decide(other, 'The school says so too', approve);
      await says(other, /it goes through tonight/);
      assert.equal(await other.getByText(`Approved by ${ana.name}`).count(), 1, 'who approved first stays');
      for (const path of ['/', '/schools', `/schools/${id}`]) {
        await other.goto(origin + path);
        await says(other, /goes through tonight/);
      }
      await site.run(school(id, day + 1, false));
      await other.goto(`${origin}/schools/${id}/held`);
      await says(other, 'Nothing of this school is held.');
    });

  together('approve several, and none with a word', desktop, async (one, other) => {
    await site.run(school(elm, 27, true), school(oak, 27, true), school(fir, 27, true));
    await site.run(school(elm, 28, false), school(oak, 28, false), school(fir, 28, false));
    for (const page of [one, other]) {
      await page.goto(origin);
      await follow(page, /approve several/);
    }
    await one.getByRole('link', { name: `School ${fir}` }).click();
    await decide(one, 'The school sends a new file', 'Keep it held');
    await says(one, /Kept held by ana@example\.org/);
    for (const page of [one, other]) {
      await page.goto(`${origin}/held`);
      await page.getByLabel(/^All 3 /).check();
      await page.getByRole('button', { name: 'Approve 3 schools' }).waitFor();
      await page.getByLabel(`Approve School ${fir}`).uncheck();
      await decide(page, 'Both years have moved', 'Approve 2 schools');
      await says(page, '2 schools approved by you.');
    }
    await site.run(school(elm, 29, false), school(oak, 29, false), school(fir, 29, false));
    await other.goto(`${origin}/held`);
    await says(other, /^1 school\./);
    await says(other, 'somebody wants it to stay held');
  });

  for (const [where, options] of [
    ['', desktop],
    [' without JavaScript', { ...phone, javaScriptEnabled: false }],
  ] as const)
    together(
      `approve after the session has ended, and find it to send again${where}`,
      options,
      async (one, other) => {
        const at = `${origin}/schools/${fir}/held`;
        await one.goto(at);
        // As a new password does, from another computer.
        const elsewhere = await signedIn(await (await browser()).newContext(desktop), ana);
        await elsewhere.goto(`${origin}/account`);
        await elsewhere.getByRole('button', { name: 'Sign out everywhere' }).click();
        await elsewhere.waitForURL((url) => url.pathname === '/sign-in');
        await elsewhere.context().close();
        await decide(one, 'Year 5 has moved', approve);
        await says(one, /your decision was not noted/);
        await one.getByLabel('Name').fill(ana.name);
        await one.getByLabel('Password').fill(ana.password);
        await one.getByRole('button', { name: 'Sign in' }).click();
        await says(one, /Not approved yet: you were signed out/);
        assert.equal(await one.getByLabel(/^Why\?/).inputValue(), 'Year 5 has moved');
        await other.goto(at);
        assert.equal(await other.getByText(/Approved by/).count(), 0, 'nothing is done without the person');
        await one.getByRole('button', { name: approve }).click();
        await says(one, /Approved by 1 of 2/);
        await one.getByRole('button', { name: 'Take back your approval' }).click();
        await one.waitForLoadState();
      },
      /status of 403/,
    );
});
