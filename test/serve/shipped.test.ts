import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { host, siteOf } from '../support/site.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const sheet = readFileSync('assets/pages.css', 'utf8');

test('pages name their styles and script by what is in them, and a browser may keep these for a year', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  await nights.run(smallSchool(2));
  const { app, get } = await siteOf(nights.database.url, shippedConfiguration());
  const { html } = await get('/schools/9360001/students');
  for (const [file, pattern, type] of [
    ['assets/pages.css', /href="(\/pages\.([0-9a-f]{12})\.css)"/, /^text\/css/],
    ['assets/page.js', /src="(\/page\.([0-9a-f]{12})\.js)"/, /^text\/javascript/],
  ] as const) {
    const [, url = '', version = ''] = pattern.exec(html) ?? [];
    const text = readFileSync(file, 'utf8');
    assert.ok(createHash('sha256').update(text).digest('hex').startsWith(version), file);
    const { statusCode, body, headers } = await app.inject({ url, headers: { host } });
    assert.deepEqual([statusCode, body], [200, text], file);
    assert.match(String(headers['content-type']), type);
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
  }
  const old = await app.inject({ url: '/pages.000000000000.css', headers: { host } });
  assert.deepEqual([old.statusCode, old.headers['cache-control']], [404, 'no-store']);
});

/** What is not the system at the top of the sheet: rules that use it, and paper, which has no scheme. */
function below(): string {
  const [, rest = ''] = sheet.split('/* 2 Base */');
  return rest.split('/* 9 Print')[0] ?? '';
}

test('only the system at the top of the sheet has colours and sizes of text', () => {
  const rules = below();
  assert.notEqual(rules, '');
  assert.deepEqual(rules.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/gi) ?? [], [], 'colours');
  const sizes = [...rules.matchAll(/font-size: ([^;]+);/g)].map(([, size]) => size);
  assert.deepEqual(
    sizes.filter((size) => !/^var\(--t-\w+\)$|^(?:0\.)?\d+e?m$|^inherit$/.test(size ?? '')),
    [],
  );
  const used = new Set([...sheet.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
  const known = new Set([...sheet.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  assert.deepEqual([...used].filter((name) => !known.has(name)).sort(), [], 'used and not in the system');
  assert.deepEqual([...known].filter((name) => !used.has(name)).sort(), [], 'in the system and not used');
});
