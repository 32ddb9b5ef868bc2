import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'parse5';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { configured, write } from '../support/configured.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn } from '../support/nights.js';
import { elements, siteOf, textIn, type Site } from '../support/site.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const root = temporaryFolder();

const own = `options: { singleSignOn: true }
disable: [contact-title]
guard: { removals: { share: 20 % } }
pause: { from: 2026-12-20, until: 2027-01-04 }
add:
  students:
    - name: years-5-and-6
      because: Only years 5 and 6 have a parents' evening
      conditions: { any: [{ all: [{ fact: yearGroup, operator: in, value: [Year 5, Year 6] }] }, { fact: surname, operator: equal, value: null }] }
      event: { type: require }
replace:
  groups:
    - name: group-type
      because: Only houses come through
      conditions: { all: [{ fact: type, operator: equal, value: House group }] }
      event: { type: require }
`;

async function siteWith(files: Readonly<Record<string, string>>): Promise<Site & { readonly folder: string }> {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const { folder, config } = configured(root, files);
  const nights = await begin(backend);
  await nights.run([smallSchool(3), smallSchool(3, '9360002')]);
  const configuration = readConfiguration(config, { set: [], today: () => today });
  return { ...(await siteOf(nights.database.url, configuration)), folder };
}

/** The texts of the rules on a page, by their names, without white space at either end. */
function rulesOf(html: string): Map<string, string> {
  const articles = elements(parse(html), 'article');
  return new Map(
    articles.map((article) => {
      const [heading] = elements(article, 'h3');
      assert.ok(heading !== undefined);
      return [textIn(heading).trim(), elements(article, 'p', 'li').map(textIn).join(' | ')];
    }),
  );
}

test('the base rules are told in words, kind by kind, with where each stands', async () => {
  const { get } = await siteWith({});
  const { status, html, text, navigation } = await get('/rules');
  assert.equal(status, 200);
  assert.equal(navigation.get('Rules'), '/rules');
  assert.match(text, /These apply to every school without a file of its own, on Fri 20 Nov 2026\./);
  const told = rulesOf(html);
  assert.deepEqual(
    [...told.keys()],
    shippedConfiguration()
      .effective(null)
      .rules.map(({ rule }) => rule.name),
  );
  assert.match(
    told.get('contact-title') ?? '',
    /^A parent comes through only if: Title is not blank\. \| Because: Title is blank\. \| To correct: Give the parent a title\. \| .*rules\/contacts\.yaml:\d+$/,
  );
  assert.match(
    told.get('parental-responsibility') ?? '',
    /only if any of: \| Option parentalResponsibilityOnly is no \| Parental responsibility is yes \|/,
  );
  const [main] = elements(parse(html), 'main');
  assert.ok(main !== undefined);
  const ids = new Set(
    elements(main, 'h2').flatMap((node) => ('attrs' in node ? node.attrs.map(({ value }) => value) : [])),
  );
  const links = [...html.matchAll(/href="#([^"]*)"/g)]
    .map(([, id = '']) => id)
    .filter((id) => !['main', 'menu'].includes(id));
  assert.deepEqual(new Set(links), ids);
  assert.equal(elements(main, 'mark').length, 0);
});

test("a school's rules have marked what differs from the base, and where that is said", async () => {
  const { get } = await siteWith({ 'rules/schools/9360001.yaml': own });
  const { html, rows, text, navigation } = await get('/schools/9360001/rules');
  assert.equal(navigation.get('Rules'), '/schools/9360001/rules');
  assert.match(text, /It differs from the base in 6 points, marked below\./);
  const told = rulesOf(html);
  assert.match(
    told.get('years-5-and-6 added to the base') ?? '',
    /^A student comes through only if any of: \| Year group is one of “Year 5”, “Year 6” \| Surname is blank \| Because: Only years 5 and 6 have a parents' evening\. \| .*9360001\.yaml:7$/,
  );
  assert.match(told.get('contact-title turned off here') ?? '', /^Not in effect: disabled, in .*9360001\.yaml:2\. \|/);
  assert.match(
    told.get('group-type replaces one of the base') ?? '',
    /^A group comes through only if: Type is “House group”\. .*in place of .*groups\.yaml:2$/,
  );
  const marked = rows.filter(([name = '']) => name.includes('differs from the base'));
  assert.deepEqual(
    marked.map(([name, value]) => [name?.split(' ')[0], value]),
    [
      ['People', 'yes'],
      ['removals', 'share 20 %, above 5'],
      ['pause', 'from 2026-12-20, until 2027-01-04'],
    ],
  );
  const other = await get('/schools/9360002/rules');
  assert.match(other.text, /This school has no file of its own: the base rules apply/);
  assert.equal((await get('/schools/9360003/rules')).status, 404);
});

test("what is wrong in a school's file stands in place of its rules, until it is mended", async () => {
  const path = 'rules/schools/9360001.yaml';
  const { get, folder } = await siteWith({ [path]: 'options:\n  singleSignOnn: true\ndisable: [contact-titel]\n' });
  const faulty = await get('/schools/9360001/rules');
  assert.equal(faulty.status, 200);
  assert.match(faulty.text, /no run loads the school until that is corrected/);
  assert.match(faulty.text, /9360001\.yaml:2: .*"singleSignOnn".*singleSignOn\b/);
  assert.match(faulty.text, /9360001\.yaml:3: .*"contact-titel".*contact-title\b/);
  assert.match(faulty.text, /disable: \[contact-titel\]/);
  write(folder, { [path]: 'disable: [contact-title]\n' });
  assert.match((await get('/schools/9360001/rules')).text, /It differs from the base in 1 point, marked below\./);
});

test('whatever a rule says is text on its page, however many rules there are', async () => {
  const rule = (at: number): string => `    - name: <b>rule-${String(at)}</b>
      because: "<script>alert(1)</script>"
      conditions: { all: [{ fact: surname, operator: equal, value: "<img src=x>" }] }
      event: { type: warn }
`;
  const many = Array.from({ length: 60 }, (_, at) => rule(at)).join('');
  const { get } = await siteWith({ 'rules/schools/9360001.yaml': `add:\n  students:\n${many}` });
  const { html, text } = await get('/schools/9360001/rules');
  assert.equal(elements(parse(html), 'script').length, 1, "the pages' own");
  assert.deepEqual(elements(parse(html), 'img', 'b'), []);
  assert.equal(rulesOf(html).size, 60 + shippedConfiguration().effective(null).rules.length);
  assert.match(text, /Surname is “<img src=x>”/);
  assert.match(text, /Students \(61\)/);
});
