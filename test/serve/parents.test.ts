import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { parse } from 'parse5';
import { openDatabase } from '../../src/load/database.js';
import { createApp } from '../../src/serve/app.js';
import { LookUps } from '../../src/serve/look-ups.js';
import { routes } from '../../src/serve/routes.js';
import { Browser } from '../support/browser.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { attribute, elements, textIn, type Node } from '../support/site.js';
import { smallSchool, withoutParents, first } from '../support/small-school.js';

const begin = nightsIn();
const oakfield = 'examples/oakfield.json';
/** So many pages of one sort are alike. */
const enough = 2;
/** As a word: not in the name of a rule or a file, nor as the section of the extract that something is in. */
const contact = /(?<![\w/.@-])contacts?(?![\w@-]|\.\w|\[| \d)/i;

/** What people read of a page, outside of what is meant for administrators, and of names that machines know. */
function readIn(node: Node): string[] {
  if (['code', 'script', 'style', 'head'].includes(node.nodeName)) return [];
  if (node.nodeName === 'details' && /^Details for administrators/.test(textIn(node).trim())) return [];
  if (node.nodeName === '#text') return [textIn(node)];
  const said = ['aria-label', 'alt', 'placeholder', 'title', 'data-label'].map((name) => attribute(node, name));
  return [...said, ...('childNodes' in node ? node.childNodes.flatMap(readIn) : [])];
}

/** Which sort of page an address leads to, and a page of which kind of record. */
function sortOf(address: string): string {
  const [path, query = ''] = address.split('?');
  const parts = path.split('/');
  const fits = ({ method, path: of }: { method: string; path: string }) => {
    const steps = of.split('/');
    return (
      method === 'GET' &&
      steps.length === parts.length &&
      steps.every((step, at) => step.startsWith(':') || step === parts[at])
    );
  };
  const route = routes.filter(fits).sort((a, b) => a.path.split(':').length - b.path.split(':').length)[0];
  const kind = new URLSearchParams(query).get('kind') ?? (route?.path.includes(':kind') === true ? parts[3] : '');
  return `${route?.path ?? path} ${kind}`;
}

test('whichever page people open from the first one, a parent is called a parent', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  const configuration = shippedConfiguration();
  const school = smallSchool(30);
  const files = [oakfield, nights.file(school)];
  await nights.runFiles(...files);
  await nights.runFiles(
    oakfield,
    nights.file({ ...withoutParents(school, ...first(10)), ExtractedAt: '2026-11-21T02:00:00Z' }),
  );
  await nights.command('edit', 'teacher', '30', 'room', 'B12', '--school', '9360001');
  await nights.command('forget', 'contact', '5012', '--school', '9361234');
  const db = await openDatabase(nights.database.url, configuration.pipeline);
  const now = () => new Date('2026-11-26');
  const lookUps = new LookUps(files, configuration, now);
  const app = await createApp({ db, configuration, now: () => new Date(), hosts: ['127.0.0.1:8080'], lookUps });
  after(async () => {
    await app.close();
    await db.close();
  });
  const browser = new Browser(app);
  const why = '/schools/9361234/why';
  const found = [
    ...['/', '/schools', '/held', '/find?q=5003', '/account', '/accounts', '/accounts/account?name=office'],
    ...['/account/recovery-codes', '/account/authenticator', '/account/unsaved'],
    ...['teachers/type', 'teachers/type-all', 'held/release', 'held/keep', 'held/take-back'].map(
      (form) => `/schools/9361234/${form}`,
    ),
    '/held/release',
    ...[`${why}?kind=contacts&id=5001`, `${why}?kind=contacts&id=nobody`, `${why}?kind=contactLinks`],
  ];
  const seen = new Map<string, number>();
  const wrong: string[] = [];
  for (const address of found) {
    const sort = sortOf(address);
    const times = seen.get(sort) ?? 0;
    if (times === enough) continue;
    seen.set(sort, times + 1);
    const { body, headers } = await browser.get(address);
    const isPage = String(headers['content-type']).startsWith('text/html');
    const page = parse(isPage ? body : '');
    const read = isPage ? readIn(page) : /^PK|^\ufeff?When/.test(body) ? [] : body.split('\n');
    wrong.push(...read.filter((text) => contact.test(text)).map((text) => `${address}: ${text.trim()}`));
    for (const link of elements(page, 'a')) {
      const [to] = attribute(link, 'href').replaceAll('&amp;', '&').split('#');
      if (to.startsWith('/') && !found.includes(to)) found.push(to);
    }
  }
  assert.deepEqual(wrong, []);
  const pages = routes.filter(({ method, needs }) => method === 'GET' && needs !== 'nobody').map(({ path }) => path);
  const opened = new Set([...seen.keys()].map((sort) => sort.split(' ')[0]));
  assert.deepEqual(
    pages.filter((path) => !opened.has(path)),
    [],
  );
});
