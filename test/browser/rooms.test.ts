import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { inBrowser } from '../support/chromium.js';
import { servedSite, type Person } from '../support/served.js';
import { smallSchool } from '../support/small-school.js';

const office: Person = { name: 'office@example.org', password: 'a long way to the staffroom' };
const colleague: Person = { name: 'colleague@example.org', password: 'another quite long password' };
const at = '/schools/9360001/teachers';

inBrowser((browser) => {
  const site = servedSite();
  let origin = '';
  before(async () => {
    await site.run(smallSchool(600));
    for (const person of [office, colleague]) await site.addUser(person, '--role', 'editor', '--all-schools');
    origin = await site.serve();
  });

  const signedIn = async (of: Browser, { name, password }: Person, options: BrowserContextOptions = {}) => {
    const page = await (await of.newContext(options)).newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`${origin}/sign-in`);
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    await page.goto(origin + at);
    return page;
  };
  const rooms = (page: Page) => page.getByLabel(/^Room of/);
  const values = (page: Page) =>
    rooms(page).evaluateAll((fields) => fields.map((one: unknown) => (one as { value: string }).value));
  const save = async (page: Page, button: string): Promise<void> => {
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.getByText(/^Saved for/).waitFor();
  };
  const paste = (page: Page, text: string) =>
    page.evaluate(`{
      const data = new DataTransfer();
      data.setData('text/plain', ${JSON.stringify(text)});
      const options = { bubbles: true, cancelable: true, clipboardData: data };
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', options));
    }`);

  for (const [where, viewport] of [
    ['on a desktop', { width: 1440, height: 900 }],
    ['on a phone', { width: 375, height: 800 }],
  ] as const)
    test(`type 60 rooms, ${where}: a column is pasted, goes on over the page, and one Save keeps all`, async () => {
      const page = await signedIn(await browser(), office, { viewport });
      const word = where.slice(-5);
      const column = Array.from({ length: 60 }, (_, row) => `${word} ${String(row + 1)}`);
      await rooms(page).first().focus();
      await paste(page, `${column.join('\r\n')}\r\n`);
      await page.getByText('50 filled in. 10 more do not fit here').waitFor();
      assert.deepEqual(await values(page), column.slice(0, 50));
      await page.getByRole('link', { name: 'Next' }).click();
      await page.getByRole('button', { name: 'Fill in the other 10 from here' }).click();
      await page.getByText('60 not saved yet, 50 of them not shown here.').waitFor();
      assert.equal(await page.getByText('not saved', { exact: true }).count(), 10);
      const stored = await page.evaluate<string>('JSON.stringify(sessionStorage)');
      assert.doesNotMatch(stored, /Staff|Teacher/, 'no names are in storage');
      await save(page, 'Save 60');
      await page.getByText(/^Saved for 60 teachers at \d\d:\d\d\.$/).waitFor();
      assert.deepEqual(await values(page), column.slice(50));
      assert.equal(await page.getByRole('button', { name: 'Save', exact: true }).count(), 1, 'nothing is left to save');
      await page.getByRole('link', { name: 'Previous' }).click();
      await page.getByText('Page 1 of 2').waitFor();
      assert.deepEqual(await values(page), column.slice(0, 50));
      await page.context().close();
    });

  test('type rooms without the mouse: Enter goes down, the arrows up and down, Esc puts back, Ctrl+S saves', async () => {
    const page = await signedIn(await browser(), office);
    await rooms(page).first().focus();
    await page.keyboard.press('Control+A');
    for (const key of ['K', 'Enter', 'L', 'ArrowDown', 'M', 'ArrowUp']) await page.keyboard.press(key);
    assert.deepEqual((await values(page)).slice(0, 3), ['K', 'L', 'M']);
    const before = await rooms(page).nth(3).inputValue();
    await rooms(page).nth(3).fill('never');
    await page.keyboard.press('Escape');
    assert.equal(await rooms(page).nth(3).inputValue(), before);
    assert.equal(await page.getByText('not saved', { exact: true }).count(), 3);
    await page.keyboard.press('Control+s');
    await page
      .locator('.savebar')
      .getByText(/^Saved for 3 teachers at \d\d:\d\d\.$/)
      .waitFor();
    assert.deepEqual((await values(page)).slice(0, 3), ['K', 'L', 'M']);
    const isFocused = (field: Locator) =>
      field.evaluate(
        (one: unknown) => one === (globalThis as { document?: { activeElement?: unknown } }).document?.activeElement,
      );
    assert.ok(await isFocused(rooms(page).nth(3)), 'the keyboard is where it was');
    await rooms(page).nth(4).fill('N');
    await save(page, 'Save 1');
    assert.ok(await isFocused(page.getByRole('button', { name: 'Save', exact: true })));
    await page.reload();
    await rooms(page).first().waitFor();
    assert.equal(await page.getByText(/^Saved for/).count(), 0, 'it is said once');
    await page.context().close();
  });

  for (const width of [1440, 375])
    test(`a room that is too long is marked while it is typed, and the server has the last word, at ${String(width)}`, async () => {
      const page = await signedIn(await browser(), office, { viewport: { width, height: 800 } });
      const [long, other] = [rooms(page).nth(12), rooms(page).nth(13)];
      await long.fill('x'.repeat(200));
      assert.equal(await long.getAttribute('aria-invalid'), null);
      await long.fill(`  ${'\u{1f600}'.repeat(201)} `);
      await page.getByText('too long: 201 characters, at most 200 fit', { exact: true }).waitFor();
      await page.getByText('1 not saved yet. 1 too long: at most 200 characters fit.', { exact: true }).waitFor();
      assert.equal(await long.getAttribute('aria-invalid'), 'true');
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width, 'nothing scrolls sideways');
      await other.fill(`fits ${String(width)}`);
      await page.getByRole('button', { name: 'Save 2' }).click();
      await page.getByRole('heading', { name: '1 value was not saved' }).waitFor();
      await page.getByText('It may have at most 200 characters: shorten it.').waitFor();
      await rooms(page).fill(`Lab ${String(width)}`);
      await save(page, 'Save 1');
      assert.deepEqual((await values(page)).slice(12, 14), [`Lab ${String(width)}`, `fits ${String(width)}`]);
      await page.context().close();
    });

  test('on the page of a teacher, too, a room that is too long is said while it is typed, and when it was saved', async () => {
    const page = await signedIn(await browser(), office);
    await page.goto(`${origin}${at}/record?id=79`);
    const room = page.getByLabel('Room', { exact: true });
    await room.fill('x'.repeat(201));
    await page.getByRole('status').getByText('too long: 201 characters, at most 200 fit').waitFor();
    await room.fill('Attic');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Saved at \d\d:\d\d$/).waitFor();
    await page.context().close();
  });

  test('who types a room that a colleague has typed meanwhile is told, and saves or leaves it', async () => {
    const [mine, theirs] = [await signedIn(await browser(), office), await signedIn(await browser(), colleague)];
    for (const [page, typed] of [
      [theirs, 'theirs'],
      [mine, 'mine'],
    ] as const)
      await rooms(page).nth(5).fill(typed);
    await rooms(mine).nth(6).fill('free');
    await save(theirs, 'Save 1');
    await mine.getByRole('button', { name: 'Save 2' }).click();
    await mine.getByRole('heading', { name: '1 value was not saved' }).waitFor();
    await mine.getByText('colleague@example.org has changed it since you loaded the page.').waitFor();
    await mine.getByText('theirs', { exact: true }).waitFor();
    assert.deepEqual(await values(mine), ['mine']);
    await save(mine, 'Save 1');
    assert.deepEqual((await values(mine)).slice(5, 7), ['mine', 'free']);
    for (const page of [mine, theirs]) await page.context().close();
  });

  for (const [way, leave] of [
    ['its link', (page: Page) => page.getByRole('link', { name: 'leave everything as it is now' }).click()],
    ['the menu', (page: Page) => page.getByRole('link', { name: 'Teachers', exact: true }).click()],
  ] as const)
    test(`who leaves the page of a conflict by ${way} never writes over a colleague without a word`, async () => {
      const [mine, theirs] = [await signedIn(await browser(), office), await signedIn(await browser(), colleague)];
      const [typed, stored] = [`mine by ${way}`, `theirs by ${way} ${'x'.repeat(150)}`];
      await rooms(mine).nth(20).fill(typed);
      await rooms(theirs).nth(20).fill(stored);
      await save(theirs, 'Save 1');
      await mine.getByRole('button', { name: 'Save 1' }).click();
      await mine.getByRole('heading', { name: '1 value was not saved' }).waitFor();
      await leave(mine);
      await mine.getByRole('heading', { name: 'Teachers' }).waitFor();
      const isLeft = way === 'its link';
      const changed = mine.getByText(`not saved; meanwhile changed to ${stored}`, { exact: true });
      assert.equal((await values(mine))[20], isLeft ? stored : typed);
      assert.equal(await changed.count(), isLeft ? 0 : 1);
      await rooms(mine).nth(21).fill(`free by ${way}`);
      await mine.keyboard.press('Control+s');
      if (!isLeft) {
        await mine.getByRole('heading', { name: '1 value was not saved' }).waitFor();
        await mine.goto(origin + at);
        for (const width of [1440, 820, 375]) {
          await mine.setViewportSize({ width, height: 800 });
          assert.equal(await mine.evaluate('document.documentElement.scrollWidth'), width, 'nothing scrolls sideways');
          await rooms(mine).nth(20).scrollIntoViewIfNeeded();
        }
        await rooms(mine).nth(20).press('Escape');
        assert.equal(await changed.count(), 0);
        assert.equal(await rooms(mine).nth(20).inputValue(), stored);
        assert.equal(await mine.getByRole('button', { name: 'Save', exact: true }).count(), 1);
      } else await mine.getByText(/^Saved for 1 teacher/).waitFor();
      await theirs.reload();
      assert.deepEqual((await values(theirs)).slice(20, 22), [stored, `free by ${way}`]);
      for (const page of [mine, theirs]) await page.context().close();
    });

  /** The session of the page ends, as after twelve hours, and its browser does not know. */
  const endSession = async (page: Page): Promise<void> => {
    const [kept] = (await page.context().cookies()).filter(({ name }) => name === 'session');
    assert.ok(kept !== undefined);
    const elsewhere = await (await browser()).newContext();
    await elsewhere.addCookies([kept]);
    const other = await elsewhere.newPage();
    await other.goto(`${origin}/account`);
    await other.getByRole('button', { name: 'Sign out everywhere' }).click();
    await other.getByLabel('Password').waitFor();
    await elsewhere.close();
  };

  for (const javaScriptEnabled of [true, false])
    test(`what somebody typed comes back to them after their session has ended, and to nobody else, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      const page = await signedIn(await browser(), office, { javaScriptEnabled });
      const signIn = async ({ name, password }: Person): Promise<void> => {
        await page.getByLabel('Name').fill(name);
        await page.getByLabel('Password').fill(password);
        await page.getByRole('button', { name: 'Sign in' }).click();
      };
      const word = `Lab ${String(javaScriptEnabled)}`;
      const type = async (): Promise<void> => {
        await rooms(page).nth(10).fill(word);
        await endSession(page);
        await page.getByRole('button', { name: /^Save/ }).click();
        await page.getByText('what you typed is not saved. Sign in').waitFor();
      };
      await type();
      await signIn(office);
      await page.getByRole('heading', { name: '1 value is not saved yet' }).waitFor();
      assert.deepEqual(await values(page), [word]);
      await page.getByRole('button', { name: /^Save/ }).click();
      await page.getByText(/^Saved for 1 teacher at \d\d:\d\d\.$/).waitFor();
      assert.equal((await values(page))[10], word);

      await rooms(page).nth(11).fill('secret');
      await type();
      await signIn(colleague);
      await page.getByRole('heading', { name: 'Nothing was saved' }).waitFor();
      await page.goto(origin + at);
      assert.ok(!(await values(page)).includes('secret'));
      if (javaScriptEnabled) {
        await page.getByText('What somebody else typed here and did not save is discarded.').waitFor();
        assert.doesNotMatch(await page.evaluate<string>('JSON.stringify(sessionStorage)'), /secret/);
      }
      await page.context().close();
    });

  for (const button of ['Sign out', 'Sign out everywhere'])
    test(`${button}, in one tab, leaves nothing typed and no page in another one of that browser`, async () => {
      const page = await signedIn(await browser(), office);
      await rooms(page).nth(15).fill('secret');
      const other = await page.context().newPage();
      await other.goto(`${origin}/account`);
      await other.getByRole('button', { name: button, exact: true }).click();
      await other.getByLabel('Password').waitFor();
      await page.getByLabel('Password').waitFor();
      assert.doesNotMatch(await page.evaluate<string>('JSON.stringify(sessionStorage)'), /secret/);
      await page.getByLabel('Name').fill(office.name);
      await page.getByLabel('Password').fill(office.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL((url) => url.pathname !== '/sign-in');
      await page.goto(origin + at);
      assert.ok(!(await values(page)).includes('secret'));
      assert.equal(await page.getByRole('button', { name: 'Save', exact: true }).count(), 1);
      await page.context().close();
    });

  test('who is asked to sign in, and whose tab still has what they typed, is told that it comes back, and it does', async () => {
    const page = await signedIn(await browser(), office);
    await rooms(page).nth(16).fill('kept');
    await page.context().clearCookies({ name: 'session' });
    await page.keyboard.press('Control+s');
    await page.getByText('not saved yet. This tab keeps it: sign in by the same name and go to the list').waitFor();
    assert.equal(await page.getByText('type it again').count(), 0);
    await page.getByLabel('Name').fill(office.name);
    await page.getByLabel('Password').fill(office.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('1 not saved yet.').waitFor();
    assert.equal((await values(page))[16], 'kept');
    await page.context().close();
  });

  test('without JavaScript it is one form with one Save', async () => {
    const page = await signedIn(await browser(), office, { javaScriptEnabled: false });
    await rooms(page).nth(8).fill('Hall 1');
    await rooms(page).nth(9).fill('Hall 2');
    assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 1);
    await save(page, 'Save');
    await page.getByText(/^Saved for 2 teachers at \d\d:\d\d\.$/).waitFor();
    const fields = await rooms(page).all();
    assert.equal(await fields[9]?.inputValue(), 'Hall 2');
    await page.context().close();
  });
});
