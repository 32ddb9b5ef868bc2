import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** A browser that does nothing but what a test asks for. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function executable(): string | undefined {
  const given = process.env.PULLTHROUGH_TEST_BROWSER_PATH;
  if (given !== undefined) return given;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
}

export async function launch(): Promise<Browser> {
  const executablePath = executable();
  if (executablePath === undefined) throw new Error(notThere);
  return chromium.launch({ executablePath, args: flags });
}

const notThere =
  'There is no Chromium: install it (apt-get install chromium), or set PULLTHROUGH_TEST_BROWSER_PATH to where it is';

/**
 * Tests in a real browser, with PULLTHROUGH_TEST_BROWSER. Where there is none they are left out with the reason, or with
 * `required` a test fails.
 */
export function inBrowser(body: (browser: () => Promise<Browser>) => void): void {
  const asked = process.env.PULLTHROUGH_TEST_BROWSER ?? '';
  if (asked === '' || (executable() === undefined && asked !== 'required')) {
    test('in a browser', { skip: asked === '' ? 'set PULLTHROUGH_TEST_BROWSER=required to run it' : notThere });
    return;
  }
  let launched: Promise<Browser> | undefined;
  after(async () => (await launched)?.close());
  body(() => (launched ??= launch()));
}
