import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inBrowser } from '../support/chromium.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { host, siteOf } from '../support/site.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const long = 'Wolfeschlegelstein'.repeat(280);

inBrowser((browser) => {
  test('however long a value is, no page is wider than its screen, and a column leaves room for the others', async () => {
    const [backend] = backends();
    assert.ok(backend !== undefined);
    const nights = await begin(backend);
    const school = { ...smallSchool(3), SchoolName: long };
    Object.assign(school.Students[1] ?? {}, { KnownName: long, CurrentYearGroup: long, CurrentClass: long });
    Object.assign(school.Contacts[1] ?? {}, { Forename: long, Email: `${long}@example.org` });
    Object.assign(school.Staff[0] ?? {}, { Forename: long });
    await nights.run(school);
    const { app } = await siteOf(nights.database.url, shippedConfiguration());
    const at = '/schools/9360001';
    const pages = [
      'students',
      'students/record?id=101',
      'contacts',
      'contacts/record?id=5001',
      'teachers',
      'classes/record?id=200',
    ];
    for (const width of [375, 1440]) {
      const page = await (await browser()).newPage({ viewport: { width, height: 800 } });
      await page.route('**/*', async (route) => {
        const { pathname, search } = new URL(route.request().url());
        const { statusCode, headers, body } = await app.inject({ url: pathname + search, headers: { host } });
        await route.fulfill({ status: statusCode, contentType: String(headers['content-type']), body });
      });
      for (const path of ['/rules', at, `${at}/runs`, ...pages.map((one) => `${at}/${one}`)]) {
        await page.goto(`http://${host}${path}`);
        const shown = await page.evaluate<{ page: number; table: number; options: number }>(`({
          page: document.documentElement.scrollWidth,
          table: Math.max(0, ...[...document.querySelectorAll('table')].map((table) => table.offsetWidth)),
          options: Math.max(0, ...[...document.querySelectorAll('option')].map((option) => option.text.length)),
        })`);
        assert.equal(shown.page, width, `${path} at ${String(width)}`);
        assert.ok(shown.table <= 1440, `${path} at ${String(width)}: a table is ${String(shown.table)} px wide`);
        assert.ok(shown.options <= 60, path);
      }
      await page.close();
    }
  });
});
