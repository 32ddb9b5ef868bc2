import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openDatabase } from '../src/load/database.js';
import { createApp } from '../src/serve/app.js';
import { LookUps } from '../src/serve/look-ups.js';
import { launch } from '../test/support/chromium.js';
import { shippedConfiguration } from '../test/support/decide-text.js';
import { exampleSite } from './example-site.js';
import { drawNpmStart } from './terminal-picture.js';

const out = 'docs/screens';
const end = new Date('2026-11-20T02:30:00Z');
const at = '/schools/9361234';
const held = '/schools/9361235';

/** For each picture, by name, an address, and what to click there if anything. */
const shots: readonly (readonly [name: string, path: string, click?: string])[] = [
  ['morning', '/'],
  ['schools', '/schools'],
  ['school', at],
  ['held-school', held],
  ['students', `${at}/students`],
  ['found', `${at}/students?search=nobody`],
  ['student', `${at}/students/record?id=101`],
  ['teachers', `${at}/teachers`],
  ['teacher', `${at}/teachers/record?id=32`],
  ['groups', `${at}/groups`],
  ['not-coming-through', `${at}/not-coming-through`],
  ['reason', `${at}/not-coming-through`, 'main table a'],
  ['why', `${at}/why?kind=contacts&id=5002&values=yes`],
  ['to-correct', `${at}/to-correct`],
  ['held', `${held}/held`],
  ['school-runs', `${at}/runs`],
  ['school-run', `${at}/runs`, 'main .cards tbody a'],
  ['runs', '/runs'],
  ['run', '/runs', 'main .cards tbody a'],
  ['rules', `${at}/rules`],
  ['audit', '/audit'],
  ['account', '/account'],
  ['missing', '/nowhere'],
];

const dark = new Set(['morning', 'schools', 'students', 'school-runs', 'why']);

async function shoot(page: Page, name: string): Promise<void> {
  const sizes = [['375', 'light'], ['1440', 'light'], ...(dark.has(name) ? [['1440', 'dark'] as const] : [])] as const;
  for (const [width, colorScheme] of sizes) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: Number(width), height: 1100 });
    const tall = await page.evaluate<number>('document.body.scrollHeight');
    await page.setViewportSize({
      width: Number(width),
      height: Math.min(width === '375' ? 1100 : 900, Math.max(300, tall)),
    });
    await page.screenshot({ path: `${out}/${name}-${width}${colorScheme === 'dark' ? '-dark' : ''}.png` });
  }
}

// Pages name files as the run was given them: a relative folder, so no picture shows whose machine it was.
const folder = 'dist/example';
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
mkdirSync(out, { recursive: true });
drawNpmStart(join(folder, 'npm-start'), join(out, 'npm-start.svg'));
const site = await exampleSite(folder, end);
const configuration = shippedConfiguration();
const db = await openDatabase(site.url, configuration.pipeline);
const hosts: string[] = [];
const lookUps = new LookUps([site.extracts], configuration, () => end);
const app = await createApp({ db, configuration, hosts, lookUps, now: () => end });
const origin = await app.listen({ host: '127.0.0.1', port: 0 });
hosts.push(new URL(origin).host);
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${origin}/sign-in`);
  await shoot(page, 'sign-in');
  await page.getByLabel('Name').fill(site.editor.name);
  await page.getByLabel('Password').fill(site.editor.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${origin}/`);
  for (const [name, path, click] of shots) {
    await page.goto(origin + path);
    if (click !== undefined) {
      await page.locator(click).first().click();
      await page.waitForLoadState();
    }
    await shoot(page, name);
  }
} finally {
  await browser.close();
  await app.close();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
}
