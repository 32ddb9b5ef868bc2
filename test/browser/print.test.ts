import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase } from '../../src/load/database.js';
import { createApp } from '../../src/serve/app.js';
import { LookUps } from '../../src/serve/look-ups.js';
import { inBrowser } from '../support/chromium.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const configuration = shippedConfiguration();

/** What the margins leave of the width of A4, in px. */
const paper = Math.floor(((210 - 2 * 15) / 25.4) * 96);

inBrowser((browser) => {
  test('print what to correct: each sheet has the school and the day, each correction a box and a name', async () => {
    const [backend] = backends();
    assert.ok(backend !== undefined);
    const nights = await begin(backend);
    const school = { ...smallSchool(120), SchoolName: 'Oakfield Primary' };
    for (const parent of school.Contacts.slice(0, 80)) Object.assign(parent, { Title: null });
    Object.assign(school.Contacts[90] ?? {}, { Email: `${'long'.repeat(40)}@example.org` });
    school.ContactLinks.push({ StudentID: 100, ContactID: 7777 });
    await nights.run(school);
    const db = await openDatabase(nights.database.url, configuration.pipeline);
    const now = () => new Date('2026-11-20T06:00:00Z');
    const hosts: string[] = [];
    const lookUps = new LookUps([nights.file(school)], configuration, now);
    const app = await createApp({ db, configuration, now, hosts, lookUps });
    const origin = await app.listen({ host: '127.0.0.1', port: 0 });
    hosts.push(new URL(origin).host);
    const page = await (await browser()).newPage();
    try {
      await page.goto(`${origin}/schools/9360001`);
      await page.getByRole('link', { name: 'To correct', exact: true }).click();
      await page.getByRole('link', { name: 'All of it, to print' }).click();
      await page.getByRole('link', { name: 'Show names' }).click();
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const head = page.locator('.paper-head');
      assert.match(await head.innerText(), /^Oakfield Primary\s*To correct at the source, \w{3} \d{1,2} \w{3} \d{4}$/);
      const looks = (of: string, property: string, pseudo = '') =>
        page.evaluate<string>(`getComputedStyle(document.querySelector('${of}'), '${pseudo}').${property}`);
      // What Chromium repeats on each sheet.
      assert.deepEqual(
        [await looks('.paper-head', 'display'), await looks('.paper-head', 'breakInside')],
        ['table-header-group', 'avoid'],
      );
      assert.match(await looks('.to-do li', 'content', '::before'), /☐/);
      assert.equal(await looks('body', 'backgroundColor'), 'rgb(255, 255, 255)', 'on paper nothing is dark');
      for (const gone of ['.top', '.side', '.unprinted', '.skip']) assert.equal(await looks(gone, 'display'), 'none');
      assert.equal(await looks('.contents', 'display'), 'none', 'links lead nowhere on paper');
      assert.equal(await looks('.part + .part', 'breakBefore'), 'page', 'the supplier gets sheets of their own');
      assert.equal(await page.locator('.to-do li').count(), 81);
      assert.match(await page.locator('.to-do li').first().innerText(), /Parent\d/, 'the name of whom to correct');
      const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
      const sheets = pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
      assert.ok(sheets >= 2 && sheets <= 4, `${String(sheets)} sheets`);

      await page.emulateMedia({ media: 'screen' });
      await page.goto(`${origin}/schools/9360001/teachers`);
      await page
        .getByRole('textbox', { name: /^Room of/ })
        .first()
        .fill('B12');
      await page.getByRole('button', { name: /^Save/ }).click();
      await page.getByText('Saved for 1 teacher').waitFor();
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: paper, height: 900 });
      for (const [path, title] of [
        ['schools/9360001/teachers', 'Teachers'],
        ['schools/9360001/contacts', 'Parents'],
        ['schools/9360001/runs', 'Runs'],
      ] as const) {
        await page.goto(`${origin}/${path}`);
        assert.match(
          await head.innerText(),
          new RegExp(`^Oakfield Primary\\s*${title}, \\w{3} \\d{1,2} \\w{3} \\d{4}$`),
        );
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), paper, title);
        const cut = await page.evaluate(
          `[...document.querySelectorAll('.cut, .cut *')].filter((one) => one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY === 'hidden').length`,
        );
        assert.equal(cut, 0, `${title}: nothing is cut`);
        if (title === 'Teachers') assert.equal(await looks('.typed', 'content', '::after'), '"B12"', 'a room is text');
      }
    } finally {
      await page.close();
      await app.close();
      await db.close();
    }
  });
});
