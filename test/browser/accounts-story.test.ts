import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { addAccount } from '../../src/load/people/accounts.js';
import { openDatabase } from '../../src/load/database.js';
import { startSession } from '../../src/load/people/sessions.js';
import { createApp } from '../../src/serve/app.js';
import { auditEntry } from '../../src/serve/audit-entry.js';
import { SecondFactor } from '../../src/serve/second-factor.js';
import { digestOf, newSessionToken } from '../../src/serve/session-token.js';
import { inBrowser } from '../support/chromium.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const school = '9360001';
const colleague = 'colleague@example.org';
const password = 'a long way to the staffroom';

inBrowser((browser) => {
  const begin = nightsIn();
  const token = newSessionToken();

  /** Pages of a school, where an admin is signed in. @returns where they are */
  const served = async (): Promise<string> => {
    const [sqlite] = backends();
    assert.ok(sqlite !== undefined);
    const nights = await begin(sqlite);
    await nights.run(smallSchool(12, school));
    const shipped = shippedConfiguration();
    const serve = { ...shipped.pipeline.serve, secondFactor: 'all' } as const;
    const db = await openDatabase(nights.database.url, shipped.pipeline);
    const hosts: string[] = [];
    const app = await createApp({
      configuration: { ...shipped, pipeline: { ...shipped.pipeline, serve } },
      ...{ db, hosts, now: () => new Date() },
      secondFactor: new SecondFactor('k'.repeat(32), 'pullthrough'),
    });
    const origin = await app.listen({ host: '127.0.0.1', port: 0 });
    hosts.push(new URL(origin).host);
    after(async () => {
      await app.close();
      await db.close();
    });
    const now = new Date();
    const entry = () => auditEntry(now, { who: null, address: null }, { what: 'account-added' });
    const admin = {
      name: 'admin',
      role: 'admin',
      schools: null,
      createdAt: now.toISOString(),
      password: 'none',
    } as const;
    assert.ok(await addAccount(db, admin, entry()));
    const session = {
      digest: digestOf(token),
      account: 'admin',
      password: 'none',
      from: 'here',
      now,
      hasCode: true,
    };
    assert.ok(await startSession(db, session, entry()));
    return origin;
  };

  const follow = (page: Page, link: string) => page.getByRole('link', { name: link, exact: true }).first().click();

  test(
    'an admin adds a colleague, who sets a password and a second factor and types a room, and the admin finds out who changed it',
    { timeout: 120_000 },
    async () => {
      const origin = await served();
      // Nothing of it needs JavaScript.
      const context = async () => (await browser()).newContext({ javaScriptEnabled: false });
      const [office, home] = [await context(), await context()];
      await office.addCookies([{ name: 'session', value: token, url: origin }]);
      const admin = await office.newPage();
      await admin.goto(origin);
      await admin.goto(`${origin}/accounts`);
      await follow(admin, 'Add an account');
      await admin.getByLabel('Email address').fill(colleague);
      await admin.getByLabel('Role').selectOption('editor');
      await admin.getByLabel('Schools by name or id').fill(school);
      await admin.getByRole('button', { name: 'Add' }).click();
      const link = await admin.locator('#link').innerText();

      const page = await home.newPage();
      await page.goto(link);
      await page.getByLabel('New password, at least').fill(password);
      await page.getByLabel('New password again').fill(password);
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.getByText('The password is set').waitFor();
      await page.getByLabel('Name').fill(colleague);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('img', { name: 'The picture for your authenticator app' }).waitFor();
      const key = (await page.locator('#key').innerText()).replaceAll(' ', '');
      await page
        .getByLabel('The code that the app shows')
        .fill(new TOTP({ secret: Secret.fromBase32(key) }).generate());
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
      const codes = await page.locator('#codes code').allInnerTexts();
      const [code = ''] = codes;
      await follow(page, 'Go on');
      await page.getByRole('button', { name: 'Sign out', exact: true }).click();
      await page.getByLabel('Name').fill(colleague);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByLabel('The code that your authenticator app shows now').fill(code);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
      // A new phone, without an admin.
      await page.goto(`${origin}/account`);
      await page.getByText('9 left of 10').waitFor();
      await follow(page, 'Set up a new authenticator');
      await page.getByLabel('Current password').fill(password);
      const [next = ''] = codes.slice(1);
      await page.getByLabel('The code that your authenticator app shows now').fill(next);
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByRole('img', { name: 'The picture for your authenticator app' }).waitFor();
      const nextKey = (await page.locator('#key').innerText()).replaceAll(' ', '');
      assert.notEqual(nextKey, key);
      await page
        .getByLabel('The code that the new app shows')
        .fill(new TOTP({ secret: Secret.fromBase32(nextKey) }).generate());
      await page.getByRole('button', { name: 'Use the new authenticator' }).click();
      await page.getByText('The new authenticator is set up').waitFor();
      await follow(page, 'Go on');
      await page.getByText('10 left of 10').waitFor();
      await page.goto(`${origin}/schools/${school}/teachers/record?id=30`);
      await page.getByLabel('Room').fill('B12');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Room: (blank) → B12').waitFor();

      await admin.goto(`${origin}/audit`);
      await admin.getByLabel('Who, by the name').fill(colleague);
      await admin.locator('select[name=what]').selectOption('edit');
      await admin.getByLabel('From', { exact: true }).fill(new Date().toISOString().slice(0, 10));
      await admin.getByRole('button', { name: 'Show' }).click();
      const [row = '', ...more] = await admin.locator('tbody tr').allInnerTexts();
      assert.equal(more.length, 0);
      assert.match(
        row,
        new RegExp(`${colleague}\\s+typed\\s+School ${school}\\s+${school}\\s+teacher 30\\s+room\\s+127\\.0\\.0\\.1`),
      );
      await follow(admin, 'teacher 30');
      await admin.getByText(`changed by hand, by ${colleague}; Room: (blank) → B12`).waitFor();
      await Promise.all([office.close(), home.close()]);
    },
  );
});
