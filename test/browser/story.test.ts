import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import papa from 'papaparse';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { inBrowser } from '../support/chromium.js';
import { servedSite, type Person } from '../support/served.js';
import { first, smallSchool, withoutParents, type SmallSchool } from '../support/small-school.js';
import { watched } from '../support/watched.js';

const office: Person = { name: 'office@example.org', password: 'a long way to the staffroom' };
const elsewhere: Person = { name: 'elsewhere@example.org', password: 'another quite long password' };
const [school, other] = ['9360001', '9360002'];

/** One parent has no title. */
function night(day: number): SmallSchool {
  const extract = smallSchool(30, school);
  Object.assign(extract.Contacts[2] ?? {}, { Title: null });
  return { ...extract, ExtractedAt: `2026-11-${String(day)}T02:00:00Z` };
}

inBrowser((browser) => {
  const site = servedSite();
  let origin = '';
  before(async () => {
    await site.run(night(20), smallSchool(12, other));
    await site.addUser(office, '--role', 'editor', '--all-schools');
    await site.addUser(elsewhere, '--role', 'viewer', '--school', other);
    origin = await site.serve();
  });

  /** Looks at the pages, and at the end whether the browser had anything to complain of. */
  const visiting = (
    name: string,
    body: (page: Page, context: BrowserContext) => Promise<void>,
    { complaints = /^$/, ...options }: BrowserContextOptions & { readonly complaints?: RegExp } = {},
  ): void => {
    test(name, { timeout: 180_000 }, async () => {
      const context = await (await browser()).newContext({ ...options, acceptDownloads: true });
      context.setDefaultTimeout(10_000);
      try {
        const seen = watched(context, origin);
        await body(await context.newPage(), context);
        assert.deepEqual(
          seen.filter((text) => !complaints.test(text)),
          [],
        );
      } finally {
        await context.close();
      }
    });
  };

  const signIn = async (page: Page, { name, password }: Person): Promise<void> => {
    await page.goto(`${origin}/sign-in`);
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
  };

  const rowsOf = (page: Page): Promise<string[]> => page.locator('tbody th[scope=row]').allInnerTexts();

  const saysFound = (page: Page, text: string): Promise<void> =>
    page.locator('#count').getByText(text, { exact: true }).waitFor();

  const follow = async (page: Page, link: string): Promise<void> => {
    await page.getByRole('link', { name: link, exact: true }).first().click();
  };

  const exported = async (page: Page, link: string): Promise<Record<string, string>[]> => {
    const download = page.waitForEvent('download');
    await follow(page, link);
    const text = readFileSync(await (await download).path(), 'utf8');
    const { data, errors } = papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
    assert.deepEqual(errors, []);
    return data;
  };

  visiting('a list follows what is typed, and its address and its export with it', async (page) => {
    await signIn(page, office);
    await follow(page, 'Schools');
    await follow(page, `School ${school}`);
    await follow(page, 'Students');
    assert.equal((await rowsOf(page)).length, 30);
    const asked: string[] = [];
    // Whenever the address changes, the browser asks for the icon, or takes it from its cache.
    page.on('request', (request) => void (request.url() === `${origin}/icon.svg` || asked.push(request.url())));
    await page.getByLabel(/^Name, /).pressSequentially('known12', { delay: 15 });
    await saysFound(page, '1 student found');
    assert.deepEqual(await rowsOf(page), ['Surname12']);
    assert.deepEqual(asked, [`${origin}/schools/${school}/students?search=known12`], 'no question for each key');
    assert.equal(page.url(), asked[0]);
    assert.deepEqual(
      (await exported(page, 'Export Students as CSV')).map((row) => row['Known name']),
      ['Known12'],
    );
    await follow(page, 'Known12 Surname12');
    await page.getByRole('heading', { name: 'Known12 Surname12' }).waitFor();
    await page.goBack();
    assert.deepEqual([await page.getByLabel(/^Name, /).inputValue(), await rowsOf(page)], ['known12', ['Surname12']]);

    await page.getByLabel(/^Name, /).fill('');
    await page.locator('select[name=className]').selectOption('4-1');
    await saysFound(page, '10 students found');
    assert.equal(page.url(), `${origin}/schools/${school}/students?className=4-1`);
    await follow(page, 'Known name');
    await page.getByLabel(/^Name, /).fill('known1');
    await saysFound(page, '10 students found');
    await page.waitForURL(/search=known1&className=4-1&sort=knownName$/);
  });

  visiting('answers that come in another order show what was asked last', async (page) => {
    await signIn(page, office);
    await page.goto(`${origin}/schools/${school}/students`);
    let answered: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (answered = resolve));
    await page.route(/search=known1$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue().catch(() => undefined);
      answered();
    });
    const asked = page.waitForRequest(/search=known1$/);
    await page.getByLabel(/^Name, /).fill('known1');
    await asked;
    await page.getByLabel(/^Name, /).fill('known12');
    await saysFound(page, '1 student found');
    await late;
    await page.waitForTimeout(200);
    assert.deepEqual(await rowsOf(page), ['Surname12']);
    assert.match(page.url(), /search=known12$/);
  });

  visiting('from a student to the class, the teacher, and a room that no night overwrites', async (page) => {
    await signIn(page, office);
    await page.goto(`${origin}/schools/${school}/students?search=known12`);
    await follow(page, 'Known12 Surname12');
    await follow(page, '4-1');
    await follow(page, 'Staff1');
    await page.getByRole('heading', { name: 'Mr Teacher1 Staff1' }).waitFor();
    const address = page.url();
    await page.getByLabel('Room').fill('B12');
    await page.getByLabel('Room').press('Enter');
    await page.locator('form.room').getByText('Saved').waitFor();
    assert.equal(page.url(), address);
    await site.run(night(21));
    await page.reload();
    assert.equal(await page.getByLabel('Room').inputValue(), 'B12');
    await page.getByText(`changed by hand, by ${office.name}; Room: (blank) → B12`).waitFor();
    await follow(page, 'Teachers');
    await page.getByLabel(/^Name, /).fill('staff2');
    await saysFound(page, '1 teacher found');
    await page.getByLabel('Room of Mr Teacher2 Staff2').fill('C3');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Saved for 1 teacher at \d\d:\d\d\.$/).waitFor();
    assert.equal(await page.getByLabel(/^Room of/).inputValue(), 'C3');
  });

  visiting(
    'who was signed out meanwhile comes to sign in, and where a room cannot be kept the page says why',
    async (page, context) => {
      // As a session runs out.
      const leave = () => context.clearCookies({ name: 'session' });
      await signIn(page, office);
      await page.goto(`${origin}/schools/${school}/students`);
      await leave();
      await page.getByLabel(/^Name, /).fill('known12');
      await page.getByLabel('Password').waitFor();
      await page.getByLabel('Name').fill(office.name);
      await page.getByLabel('Password').fill(office.password);
      await page.getByLabel('Password').press('Enter');
      await saysFound(page, '1 student found');
      await page.goto(`${origin}/schools/${school}/teachers`);
      await leave();
      await page
        .getByLabel(/^Room of/)
        .first()
        .fill('nowhere');
      await page.getByRole('button', { name: 'Save 1' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.getByLabel('Name').fill(office.name);
      await page.getByLabel('Password').fill(office.password);
      await page.getByLabel('Password').press('Enter');
      await page.getByText('1 not saved yet.').waitFor();
      assert.equal(
        await page
          .getByLabel(/^Room of/)
          .first()
          .inputValue(),
        'nowhere',
        'what was typed is still here',
      );
      await page.locator('input[name=_csrf]').evaluateAll((inputs) => {
        for (const input of inputs) input.setAttribute('value', 'of another page');
      });
      await page.getByRole('button', { name: 'Save 1' }).click();
      await page.getByRole('heading', { name: 'Nothing was changed' }).waitFor();
      await page.goto(`${origin}/schools/${school}/teachers`);
      await page
        .getByLabel(/^Room of/)
        .first()
        .press('Escape');
      assert.equal(
        await page
          .getByLabel(/^Room of/)
          .first()
          .inputValue(),
        '',
      );
    },
    { complaints: /status of 403/ },
  );

  visiting('why a parent is not there, by two clicks and by name', async (page) => {
    await signIn(page, office);
    await page.goto(`${origin}/schools/${school}`);
    await follow(page, 'Not coming through');
    await follow(page, '1 parent');
    await page.getByText('Title is blank').first().waitFor();
    await page.getByRole('link', { name: /5002/ }).first().waitFor();
    await follow(page, 'Not coming through');
    await page.getByLabel('Name', { exact: true }).fill('parent2 forename2');
    await page.getByLabel('Name', { exact: true }).press('Enter');
    await page.getByRole('heading', { level: 1, name: /does not come through/ }).waitFor();
    await page.getByText('Title is blank').first().waitFor();
    assert.ok(!page.url().includes('Parent2'), 'no name in an address');
  });

  visiting('the parents are exported, a hold is released with a reason, and the next night loads it', async (page) => {
    await signIn(page, office);
    await page.goto(`${origin}/schools/${school}/contacts`);
    const parents = await exported(page, 'Export Parents as CSV');
    assert.equal(parents.length, 29);
    assert.deepEqual(
      parents.find(({ Surname }) => Surname === 'Parent7'),
      {
        ...{ Title: 'Mrs', Forename: 'Forename7', Surname: 'Parent7', Email: 'parent7@example.org' },
        ...{ Phone: '01632 960007', Relationship: 'Mother', Children: 'Known7 Surname7' },
      },
    );
    const fewer = { ...withoutParents(night(22), ...first(9, 20)) };
    await site.run(fewer);
    await page.goto(origin);
    await follow(page, `School ${school}`);
    await page.getByRole('heading', { name: /^Held since/ }).waitFor();
    await follow(page, 'Look at what is held, and decide');
    await page.getByLabel(/^Why\?/).fill('Two classes have left');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText(`Approved by ${office.name}`).waitFor();
    await site.run({ ...fewer, ExtractedAt: '2026-11-23T02:00:00Z' });
    await page.goto(`${origin}/schools/${school}/contacts`);
    await saysFound(page, '20 parents');
    await page.goto(`${origin}/schools/${school}`);
    assert.equal(await page.getByRole('heading', { name: /^Held since/ }).count(), 0);
  });

  visiting(
    'a viewer of another school sees nothing of this one by link, export or form',
    async (page) => {
      await signIn(page, elsewhere);
      await page.getByRole('heading', { name: `School ${other}` }).waitFor();
      for (const path of [
        ...[
          '',
          '/students',
          '/contacts/export.csv',
          '/teachers/record?id=30',
          '/not-coming-through',
          '/to-correct.csv',
        ],
        ...['/runs', '/held', '/rules', '/why?kind=contacts&id=5002'],
      ]) {
        const response = await page.goto(`${origin}/schools/${school}${path}`);
        assert.equal(response?.status(), 404, path);
        assert.ok(!(await page.content()).includes(`School ${school}`), path);
      }
      await page.goto(`${origin}/schools/${other}`);
      await page.locator('form.signed-in').evaluate((of: unknown, action) => {
        const form = of as { action: string; submit: () => void };
        form.action = action;
        form.submit();
      }, `/schools/${school}/held/release`);
      await page.waitForURL(/release$/);
      await page
        .getByRole('heading', { name: /not|no/i })
        .first()
        .waitFor();
      await page.goto(`${origin}/schools/${other}/teachers`);
      assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0, 'a viewer types no room');
    },
    { complaints: /status of 404/ },
  );

  visiting(
    'without JavaScript: search, a room that leads back to the list as it was asked, export',
    async (page) => {
      await signIn(page, office);
      await follow(page, 'Schools');
      await follow(page, `School ${school}`);
      await follow(page, 'Teachers');
      await page.getByLabel(/^Name, /).fill('staff0');
      await page.getByRole('button', { name: 'Show' }).click();
      await saysFound(page, '1 teacher found');
      await page.getByLabel(/^Room of/).fill('Hall');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.waitForLoadState();
      assert.match(page.url(), /\/teachers\?search=staff0$/);
      assert.equal(await page.getByLabel(/^Room of/).inputValue(), 'Hall');
      await page.getByText(/^Saved for 1 teacher at \d\d:\d\d\.$/).waitFor();
      const rows = await exported(page, 'Export Teachers as CSV');
      assert.deepEqual(
        rows.map(({ Surname, Room }) => [Surname, Room]),
        [['Staff0', 'Hall']],
      );
    },
    { javaScriptEnabled: false },
  );

  visiting('by keys alone: past the navigation, in, and to a record', async (page) => {
    const focused = (): Promise<string> =>
      page.locator(':focus').evaluate((of: unknown) => {
        const { name, innerText } = of as { innerText: string; name?: string };
        return name === undefined || name === '' ? innerText : name;
      });
    const tabTo = async (name: string): Promise<void> => {
      const passed: string[] = [];
      for (let tabs = 0; tabs < 40; tabs++) {
        await page.keyboard.press('Tab');
        passed.push(await focused());
        if (passed.at(-1) === name) return;
      }
      assert.fail(`${name} is not reached: ${passed.join(', ')}`);
    };
    await page.goto(`${origin}/sign-in`);
    await tabTo('name');
    await page.keyboard.type(office.name);
    await tabTo('password');
    await page.keyboard.type(office.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'This morning' }).waitFor();
    await tabTo('Schools');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Schools' }).waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'search', 'the first thing of the content');
    await tabTo(`School ${school}`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `School ${school}` }).waitFor();
    await tabTo('Students');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Students' }).waitFor();
    await tabTo('search');
    await page.keyboard.type('known3');
    await saysFound(page, '1 student found');
    await tabTo('Surname3');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Known3 Surname3' }).waitFor();
  });
});
