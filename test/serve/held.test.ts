import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import papa from 'papaparse';
import { openDatabase } from '../../src/load/database.js';
import { addAccount, type Account } from '../../src/load/people/accounts.js';
import { startSession } from '../../src/load/people/sessions.js';
import type { Configuration } from '../../src/pipeline/configuration.js';
import { createApp } from '../../src/serve/app.js';
import { auditEntry } from '../../src/serve/audit-entry.js';
import { digestOf, newSessionToken } from '../../src/serve/session-token.js';
import { Browser, type Shown } from '../support/browser.js';
import { cheapHash } from '../support/cheap-hash.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { elements, textIn } from '../support/site.js';
import { first, smallSchool, withoutParents, type SmallSchool } from '../support/small-school.js';
import { parse } from 'parse5';

const begin = nightsIn();
const shipped = shippedConfiguration();
const two: Configuration = {
  ...shipped,
  pipeline: { ...shipped.pipeline, serve: { ...shipped.pipeline.serve, approvals: 2 } },
};
const [elm, oak, ash] = ['9360001', '9360002', '9360003'];

/** Three classes of ten in two years. */
function inYears(id: string): SmallSchool {
  const school = smallSchool(30, id);
  const years = ['Year 4', 'Year 5', 'Year 5'];
  const Students = school.Students.map((row, at) => ({ ...row, CurrentYearGroup: years[Math.floor(at / 10)] }));
  return { ...school, Students };
}

function without(school: SmallSchool, year: string): SmallSchool {
  return { ...school, Students: school.Students.filter((row) => row.CurrentYearGroup !== year) };
}

interface People {
  readonly as: (name: string) => Promise<Browser>;
  /** All sessions end, as everybody's does with a new password. */
  readonly endSessions: () => Promise<void>;
  /** Signs in by name and password, with what the page before has to go along. */
  readonly signIn: (browser: Browser, name: string, page?: Shown) => Promise<Shown>;
}

const word = 'a long way to the staffroom';
const password = cheapHash(word);

/** The pages, with people who see all schools, and one who sees only the first. */
async function peopleOf({ url }: TestDatabase, configuration: Configuration): Promise<People> {
  const db = await openDatabase(url, configuration.pipeline);
  const app = await createApp({ db, configuration, now: () => new Date(), hosts: ['127.0.0.1:8080'] });
  after(async () => {
    await app.close();
    await db.close();
  });
  const entry = () => auditEntry(new Date(), { who: null, address: null }, { what: 'account-added' });
  const accounts: Pick<Account, 'name' | 'role' | 'schools'>[] = [
    { name: 'ana', role: 'admin', schools: null },
    { name: 'ben', role: 'editor', schools: null },
    { name: 'cy', role: 'editor', schools: new Set([elm]) },
    { name: 'vi', role: 'viewer', schools: null },
  ];
  for (const account of accounts)
    assert.ok(await addAccount(db, { ...account, createdAt: '2026-11-20T00:00:00.000Z', password }, entry()));
  return {
    as: async (name) => {
      const token = newSessionToken();
      const session = { digest: digestOf(token), account: name, password, from: 'here', now: new Date() };
      assert.ok(await startSession(db, session, entry()));
      const browser = new Browser(app);
      browser.cookies.set('session', token);
      return browser;
    },
    endSessions: async () => void (await db.knex('sessions').delete()),
    signIn: (browser, name, page) => {
      const unsaved = /name="unsaved" value="([^"]*)"/.exec(page?.body ?? '')?.[1] ?? '';
      return browser.post('/sign-in', { name, password: word, unsaved });
    },
  };
}

/** The words of a page, without its navigation. */
function said(body: string): string {
  const [main] = elements(parse(body), 'main');
  assert.ok(main !== undefined);
  return textIn(main).replace(/\s+/g, ' ');
}

/** What the field for a reason has in it; null if there is none. */
function reasonIn({ body }: Shown): string | null {
  const [field] = /<input name="why"[^>]*>/.exec(body) ?? [];
  return field === undefined ? null : (/ value="([^"]*)"/.exec(field)?.[1] ?? '');
}

/** What the forms of a page would send of what was looked at. */
function looked(body: string): { readonly run: string; readonly part: string } {
  const valueOf = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
  return { run: valueOf('run'), part: valueOf('part') };
}

for (const backend of backends()) {
  test(`a hold says the likely cause first, by table what would change, and who in which year, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const elmgrove = inYears(elm);
    Object.assign(elmgrove.Students[29] ?? {}, { KnownName: 'Zoe', Surname: 'Abbot' });
    await nights.run([elmgrove, inYears(oak), inYears(ash)]);
    const moved = (id: unknown): number => (Number(id) < 5020 ? Number(id) + 1000 : Number(id));
    const renew = <T extends object>(rows: readonly (T & { ContactID?: unknown })[]) =>
      rows.map((row) => ({ ...row, ContactID: moved(row.ContactID) }));
    const oakfield = inYears(oak);
    await nights.run([
      without(elmgrove, 'Year 5'),
      { ...oakfield, Contacts: renew(oakfield.Contacts), ContactLinks: renew(oakfield.ContactLinks) },
      { ...inYears(ash), Contacts: [], ContactLinks: [] },
    ]);
    const { as } = await peopleOf(nights.database, shipped);
    const viewer = await as('vi');
    const look = async (path: string) => said((await viewer.get(path)).body);

    const held = await look(`/schools/${elm}/held`);
    assert.match(held, /Year 5 is missing: was it left out when the extract was made\? 20 of 30 students/);
    assert.match(held, /Students ?30 ?20 ?0 ?0 ?10/);
    const inOrder = ['Year 5 is missing', 'Your decision', 'What would change', 'Students', 'Links between them'];
    const places = inOrder.map((words) => held.indexOf(words));
    assert.deepEqual(
      places,
      places.toSorted((one, other) => one - other),
      'the decision comes before the figures, and links last',
    );
    assert.ok(!places.includes(-1));
    assert.match(held, /Year 5 all 20/);
    assert.doesNotMatch(held, /Details for administrators|rules\/|pullthrough release|contactLinks/);
    assert.match(await look(`/schools/${elm}/held?kind=students&by=className`), /4-1 all 10.*4-2 all 10/);
    assert.match(await look(`/schools/${elm}/held?kind=contacts`), /In groups by.*Year 5 20/);
    assert.match(await look(`/schools/${oak}/held`), /All 20 parents who would go come back with new ids/);
    assert.match(await look(`/schools/${ash}/held`), /came without any parents: does the MIS still give them/);
    assert.match(said((await (await as('ana')).get(`/schools/${elm}/held`)).body), /Details for administrators/);

    const { body } = await viewer.get(`/schools/${elm}/held.csv?kind=students`);
    const { data } = papa.parse<Record<string, string>>(body.replace(/^\ufeff/, ''), {
      header: true,
      skipEmptyLines: true,
    });
    assert.equal(data.length, 20);
    assert.deepEqual(data[0], {
      ...{ Kind: 'Students', Name: 'Zoe Abbot', 'What would happen': 'would go', Fields: '' },
      ...{ 'Year group': 'Year 5', Class: '4-2' },
    });
    const list = await look('/held');
    for (const words of ['Year 5 is missing', 'new ids', 'came without any parents']) assert.ok(list.includes(words));
  });

  test(`a word that is too long is said to be, and stays with what was chosen, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run([inYears(elm), inYears(oak)]);
    await nights.run([elm, oak].map((id) => withoutParents(inYears(id), ...first(10))));
    const { as } = await peopleOf(nights.database, shipped);
    const ben = await as('ben');
    const at = `/schools/${elm}/held`;
    const { body } = await ben.get(at);
    const most = `${'x'.repeat(498)}😀!`;
    assert.doesNotMatch(body, /<input name="why"[^>]*maxlength/, 'a browser would cut it in silence');
    for (const what of ['release', 'keep']) {
      const refused = await ben.post(`${at}/${what}`, { ...looked(body), why: `${most}?` });
      assert.equal(refused.status, 400);
      assert.match(said(refused.body), /Nothing was changed: your reason has 501 characters, and at most 500 are kept/);
      assert.ok(refused.body.includes(`value="${most}?"`), 'what was typed is still there');
      assert.match(said(refused.body), /Your decision/);
    }
    const list = (await ben.get('/held')).body;
    const [, ofOak = ''] = Array.from(list.matchAll(/name="hold" value="([^"]*)"/g), ([, value = '']) => value);
    const refused = await ben.post('/held/release?page=1', { hold: ofOak, why: `${most}?` });
    assert.equal(refused.status, 400);
    assert.match(said(refused.body), /your reason has 501 characters/);
    assert.ok(refused.body.includes(`value="${most}?"`));
    assert.deepEqual(
      Array.from(refused.body.matchAll(/value="([^"]*)" checked/g), ([, value = '']) => value),
      [ofOak],
      'what was chosen is still chosen',
    );
    for (const [form, refusal] of [
      [{ why: 'They <left>' }, 'Choose at least one school.'],
      [{ hold: ofOak, why: ' ' }, 'say why'],
    ] as const) {
      const again = await ben.post('/held/release', form);
      assert.equal(again.status, 400);
      assert.match(again.body, /<title>Error: Held schools/);
      assert.match(
        again.body,
        new RegExp(`<p class="failed" role="alert" id="fault" [^>]*autofocus[^>]*>[^<]*${refusal}`),
      );
      assert.ok(again.body.indexOf('id="decision"') < again.body.indexOf('id="fault"'), 'it is said by the form');
      assert.equal(again.body.includes('value="They &lt;left>"'), form.why !== ' ', 'what was typed is still there');
      assert.equal(/value="[^"]*" checked/.test(again.body), 'hold' in form, 'what was chosen is still chosen');
    }
    assert.equal((await nights.database.query('select * from hold_answers')).length, 0);
    assert.equal((await ben.post(`${at}/release`, { ...looked(body), why: most })).to, at);
    assert.match(said((await ben.get(at)).body), /x{498}😀!”/);
  });

  test(`the audit says from which address, and of which hold in words, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run(inYears(elm));
    await nights.run({ ...withoutParents(inYears(elm), ...first(10)), ExtractedAt: '2026-11-21T02:00:00Z' });
    const { as } = await peopleOf(nights.database, shipped);
    const [ana, ben] = [await as('ana'), await as('ben')];
    const rooms = `/schools/${elm}/teachers`;
    const [teacher = ''] = /name="id" value="[^"]*"/.exec((await ben.get(rooms)).body) ?? [];
    const id = /value="([^"]*)"/.exec(teacher)?.[1] ?? '';
    for (const [path, value] of [
      ['type', 'A1'],
      ['type-all', 'A2'],
    ] as const)
      assert.equal((await ben.post(`${rooms}/${path}`, { id, field: 'room', value })).status, 303);
    const at = `/schools/${elm}/held`;
    for (const what of ['release', 'keep', 'release'])
      await ben.post(`${at}/${what}`, { ...looked((await ben.get(at)).body), why: `They left: ${what}` });
    await ben.get(at);
    assert.equal((await ben.post(`${at}/take-back`)).to, at);
    const rowsOf = async (what: string) => {
      const { body } = await ana.get(`/audit?${new URLSearchParams({ what }).toString()}`);
      const [table] = elements(parse(body), 'tbody');
      assert.ok(table !== undefined);
      return elements(table, 'tr').map((row) =>
        elements(row, 'td')
          .slice(-3)
          .map((cell) => textIn(cell).replace(/\s+/g, ' ').trim()),
      );
    };
    for (const [, , from] of await rowsOf('edit')) assert.equal(from, '127.0.0.1');
    assert.equal((await rowsOf('edit')).length, 2);
    for (const [what, says] of [
      ['release', 'They left: release'],
      ['keep', 'They left: keep'],
      ['take back', ''],
    ] as const)
      for (const [of = '', more, from] of await rowsOf(what)) {
        assert.match(of, /^the hold of \w{3} \d+ \w{3} \d{4}, \d\d:\d\d$/);
        assert.deepEqual([more, from], [says, '127.0.0.1']);
      }
  });

  test(`a decision that is refused keeps what was typed, whatever has become of the hold, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run([inYears(elm), inYears(oak)]);
    const night = (fewer: number) => nights.run([elm, oak].map((id) => withoutParents(inYears(id), ...first(fewer))));
    await night(10);
    const { as } = await peopleOf(nights.database, shipped);
    const ben = await as('ben');
    const at = `/schools/${elm}/held`;
    const why = 'They <left';
    const choices = async () =>
      Array.from((await ben.get('/held')).body.matchAll(/name="hold" value="([^"]*)"/g), ([, one = '']) => one);
    const [, ofOak = ''] = await choices();
    const seen = looked((await ben.get(at)).body);
    await night(11);
    for (const what of ['release', 'keep']) {
      const refused = await ben.post(`${at}/${what}`, { ...seen, why });
      assert.equal(refused.status, 409);
      assert.match(said(refused.body), /Nothing was changed: what is held has changed since you looked at it/);
      assert.equal(reasonIn(refused), 'They &lt;left', what);
      assert.notDeepEqual(looked(refused.body), seen, 'the form is of what is held now');
    }
    const blank = await ben.post(`${at}/release`, { ...seen, why: ' ' });
    assert.deepEqual([blank.status, /Nothing was changed: say why\./.test(said(blank.body))], [400, true]);
    const none = await ben.post('/held/release', { hold: ofOak, why });
    assert.equal(none.status, 409);
    assert.match(said(none.body), /Nothing was approved\. 1 school was not: what is held has changed/);
    assert.equal(reasonIn(none), 'They &lt;left');
    assert.doesNotMatch(none.body, /value="[^"]*" checked/, 'they have to look again');
    const [now = ''] = await choices();
    // By now there is nothing to decide about.
    await nights.run([inYears(elm), inYears(oak)]);
    for (const refused of [
      await ben.post(`${at}/keep`, { ...seen, why }),
      await ben.post('/held/release', { hold: now, why }),
    ])
      assert.match(said(refused.body), /You typed: “They <left”/);
  });

  test(`a decision that is sent after the session has ended is not noted, says so, and comes back to who sent it, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run([inYears(elm), inYears(oak)]);
    const fewer = [elm, oak].map((id) => withoutParents(inYears(id), ...first(10)));
    await nights.run(fewer);
    const { as, endSessions, signIn } = await peopleOf(nights.database, shipped);
    const answers = () => nights.database.query('select who, what from hold_answers where ended is null');
    const at = `/schools/${elm}/held`;
    /** What the page says that a form leads to whose session has ended. */
    const late = async (path: string, form: (body: string) => Readonly<Record<string, string>>, of = at) => {
      const browser = await as('ben');
      const { body } = await browser.get(of);
      await endSessions();
      const asked = await browser.post(path, form(body));
      assert.equal(asked.status, 403, path);
      assert.match(said(asked.body), /You were signed out, so your decision was not noted: nothing has changed\./);
      assert.doesNotMatch(asked.body, /They <?left/, 'who comes next cannot read it');
      return { browser, asked };
    };
    const sent = (body: string) => ({ ...looked(body), why: 'They <left' });

    for (const [what, says] of [
      ['release', /Not approved yet: you were signed out before it was noted\. Press “Approve”\./],
      ['keep', /keep it held is not noted yet: you were signed out .*Press “Keep it held”\./],
    ] as const) {
      const { browser, asked } = await late(`${at}/${what}`, sent);
      const wrong = await browser.post('/sign-in', {
        ...{ name: 'ben', password: 'x', unsaved: /name="unsaved" value="([^"]*)"/.exec(asked.body)?.[1] ?? '' },
      });
      assert.match(said(wrong.body), /your decision was not noted/);
      const back = await signIn(browser, 'ben', wrong);
      assert.equal(back.status, 200);
      assert.match(back.body, /<h1>Held/);
      assert.match(said(back.body), says);
      assert.equal(reasonIn(back), 'They &lt;left');
      assert.deepEqual(await answers(), [], 'nothing is done without the person');
      // Neither to somebody else who signs in there, nor by what they could keep of the page.
      const other = await late(`${at}/${what}`, sent);
      const shown = await signIn(other.browser, 'ana', other.asked);
      assert.match(said(shown.body), /Nothing was saved.*somebody else typed it/);
      assert.doesNotMatch(shown.body, /They &lt;left/);
    }

    const list = (body: string) =>
      Array.from(body.matchAll(/name="hold" value="([^"]*)"/g), ([, value = '']) => value)[1] ?? '';
    const several = await late('/held/release?page=1', (body) => ({ hold: list(body), why: 'They <left' }), '/held');
    const chosen = await signIn(several.browser, 'ben', several.asked);
    assert.match(said(chosen.body), /Nothing is approved yet: you were signed out .*Press “Approve”\./);
    assert.equal(reasonIn(chosen), 'They &lt;left');
    assert.deepEqual(
      Array.from(chosen.body.matchAll(/value="([^"]*)" checked/g), ([, value = '']) => value),
      [list(chosen.body)],
    );
    assert.doesNotMatch(said(chosen.body), /no longer chosen/);

    // The forms that came back are as good as any.
    const { browser, asked } = await late(`${at}/release`, sent);
    const back = await signIn(browser, 'ben', asked);
    assert.equal((await browser.post(`${at}/release`, { ...looked(back.body), why: 'They left' })).to, at);
    assert.deepEqual(await answers(), [{ who: 'ben', what: 'approved' }]);
    const own = await late(`${at}/take-back`, () => ({}));
    const again = await signIn(own.browser, 'ben', own.asked);
    assert.match(said(again.body), /Your approval is not taken back yet: you were signed out .*Press “Take back/);
    assert.equal((await answers()).length, 1);

    const changed = await late(`${at}/release`, sent);
    const both = await late('/held/release', (body) => ({ hold: list(body), why: 'They <left' }), '/held');
    await nights.run([elm, oak].map((id) => withoutParents(inYears(id), ...first(11))));
    const now = await signIn(changed.browser, 'ben', changed.asked);
    assert.match(said(now.body), /Not approved: you were signed out .*, and what is held has changed since you looked/);
    assert.equal(reasonIn(now), 'They &lt;left');
    const none = await signIn(both.browser, 'ben', both.asked);
    assert.match(said(none.body), /Nothing is approved yet.*1 school that you chose is no longer chosen/);
    assert.doesNotMatch(none.body, /value="[^"]*" checked/);
  });

  test(`a decision that cannot come back says on the sign-in page that it was not noted, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run(inYears(elm));
    await nights.run(withoutParents(inYears(elm), ...first(10)));
    const { as } = await peopleOf(nights.database, shipped);
    const at = `/schools/${elm}/held`;
    const browser = await as('ben');
    const { body } = await browser.get(at);
    // The browser has dropped its cookies, so whose form it was cannot be known.
    browser.cookies.clear();
    const asked = await browser.post(`${at}/release`, { ...looked(body), why: 'They left' });
    assert.equal(asked.to, `/sign-in?${new URLSearchParams({ to: at, lost: 'decision' }).toString()}`);
    assert.match(said((await browser.get(asked.to ?? '')).body), /your decision was not noted: .*Go back to see what/);
  });

  test(`who approved first stays so, a second person lets it through, and a word keeps it held, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run([inYears(elm), inYears(oak)]);
    const fewer = [elm, oak].map((id) => withoutParents(inYears(id), ...first(10)));
    await nights.run(fewer);
    const { as } = await peopleOf(nights.database, two);
    const [ana, ben, cy] = [await as('ana'), await as('ben'), await as('cy')];
    const at = `/schools/${elm}/held`;
    const answer = async (who: Browser, what: string, why: string) => {
      const { body } = await who.get(at);
      return who.post(`${at}/${what}`, { ...looked(body), why });
    };
    const page = async (who: Browser, path = at) => said((await who.get(path)).body);

    assert.equal((await answer(cy, 'release', 'They left')).to, at);
    assert.match(await page(cy), /Approved by 1 of 2\. .*Approved by cy on .*“They left”/);
    assert.equal((await answer(cy, 'release', 'Again')).to, at);
    assert.doesNotMatch(await page(cy), /Again/);
    assert.match(await page(ana, '/'), /approved by 1 of 2/);
    assert.equal((await answer(ben, 'keep', 'The school sends a new file')).to, at);
    const ended =
      /Kept held by ben on .*: “The school sends a new file”\. This ended the approval of cy of \w{3} \d+ \w{3} \d{4}, \d\d:\d\d\./;
    for (const path of [at, `/schools/${elm}`]) assert.match(await page(cy, path), ended);
    assert.equal((await answer(ana, 'keep', 'Not yet')).to, at);
    assert.match(await page(cy), /Kept held by ana on .*“Not yet”/);
    assert.doesNotMatch(await page(cy), /This ended/, 'that was ben');
    assert.equal((await answer(ben, 'keep', 'The school sends a new file')).to, at);
    assert.match(await page(ana, '/'), /It stays held, says ben: “The school sends a new file”/);

    await answer(cy, 'release', 'They left');
    // Who sees one school approves no other, whatever the form says.
    const chosen = /name="hold" value="([^"]*)"/g;
    const { body } = await ben.get('/held');
    const holds = Array.from(body.matchAll(chosen), ([, value = '']) => value);
    assert.equal(holds.length, 2);
    const ofOak = holds.find((value) => value.endsWith(oak)) ?? '';
    const notTheirs = await cy.post('/held/release', { hold: ofOak, why: 'x' });
    assert.equal(notTheirs.status, 409);
    assert.match(said(notTheirs.body), /Nothing was approved\. 1 school was not: what is held has changed/);
    for (const hold of holds) {
      const isSecond = !hold.endsWith(oak);
      const { to } = await ben.post('/held/release', { hold, why: 'Both' });
      assert.equal(to, `/held?approved=1${isSecond ? '' : '&waiting=1'}`);
      const then = isSecond ? 'It goes through tonight' : 'It needs one more person before tonight';
      assert.match(await page(ben, to), new RegExp(`1 school approved by you\\. ${then}\\.`));
    }
    assert.match(
      await page(ben, '/held?approved=2&waiting=2'),
      /2 schools approved by you\. Each needs one more person before tonight\./,
    );
    assert.match(
      await page(ben, '/held?approved=3&waiting=2'),
      /3 schools approved by you\. 1 goes through tonight, and 2 need one more person before tonight\./,
    );
    const third = (await ana.get(at)).body;
    assert.doesNotMatch(third, />Approve for /, 'nobody else needs to approve it');
    assert.match(third, /Why should it stay held after all/);
    assert.match(await page(ben), /it goes through tonight.*Approved by cy on .*Approved by ben on /);
    assert.match(await page(ana, '/'), /1 is held\. 1 is approved and goes through tonight\./);
    assert.match(await page(ana, '/'), /approved by 1 of 2, first by ben on /);
    assert.match(await page(ana, '/schools'), /held approved, goes through tonight/);
    assert.match(await page(ana, `/schools/${elm}`), /goes through tonight/);
    assert.match(await page(ana, '/schools'), /held, approved by 1 of 2/);

    const { schools } = await nights.runFiles(nights.file(fewer), '--config', 'pipeline.yaml');
    assert.deepEqual(
      schools.map(({ status }) => status),
      ['loaded', 'loaded'],
    );
    const noted = await nights.database.query(
      "select who, what from audit where what in ('release', 'keep') order by id",
    );
    assert.deepEqual(
      noted.map(({ who, what }) => `${String(who)} ${String(what)}`),
      ['cy release', 'ben keep', 'ana keep', 'ben keep', 'cy release', 'ben release', 'ben release'],
    );
  });

  test(`only who looks after the rules reads which they are, and the words of files, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = smallSchool(10, elm);
    const nothing = { ...school, Classes: school.Classes.map((one) => ({ ...one, Type: 'Club' })) };
    const runs = [await nights.run(nothing), await nights.run({ ...nothing, ExtractedAt: '2026-11-21T02:00:00Z' })];
    assert.deepEqual(
      runs.map(({ only }) => only.status),
      ['held', 'held'],
    );
    const { as } = await peopleOf(nights.database, shipped);
    const [vi, ben, ana] = [await as('vi'), await as('ben'), await as('ana')];
    const ids = (await nights.database.query('select run_id from school_runs order by run_id')).map(({ run_id: id }) =>
      String(id),
    );
    const paths = [
      `/schools/${elm}/why?kind=classes&id=200`,
      `/schools/${elm}/why?kind=students&id=100`,
      ...[`/schools/${elm}`, `/schools/${elm}/runs`, `/schools/${elm}/rules`, `/schools/${elm}/held`],
      ...ids.flatMap((id) => [`/schools/${elm}/runs/${id}`, `/runs/${id}`]),
      '/rules',
    ];
    const ofFiles =
      /class-type|rules\/|\.yaml|letGo|firstLoad|contactLinks|\bcontacts\b|share \d|mapping|parentalResponsibilityOnly|singleSignOn|classTypes|groupTypes|[Oo]ption titles/;
    for (const one of [vi, ben])
      for (const path of paths) {
        const { body, status } = await one.get(path);
        assert.equal(status, 200, path);
        assert.doesNotMatch(said(body), ofFiles, path);
      }
    const look = async (path: string) => said((await vi.get(path)).body);
    assert.match(await look(`/schools/${elm}/why?kind=classes&id=200`), /To correct ?It is the school's choice\. ?How/);
    const none = /None of the 10 students, 10 parents, 1 teacher, 1 class and 1 group comes through\./;
    for (const path of [`/schools/${elm}/runs`, `/schools/${elm}/runs/${ids[0] ?? ''}`, `/runs/${ids[0] ?? ''}`])
      assert.match(await look(path), none, path);
    const rules = await look(`/schools/${elm}/rules`);
    assert.match(rules, /keeps them out: parent links\. A first load of which nothing comes through is held\./);
    const offices = 'Bring through only parents who have parental responsibility for the student';
    assert.ok(rules.includes(`only if any of:“${offices}” is noParental`), rules);
    assert.match(rules, new RegExp(`What it doesValue ?${offices} ?no`));
    assert.match(rules, /Type is one of those in “Types that come through as classes”/);
    const adminsRules = said((await ana.get(`/schools/${elm}/rules`)).body);
    assert.match(adminsRules, new RegExp(`${offices} ?Details ?parentalResponsibilityOnly pipeline\\.yaml:\\d+ ?no`));
    assert.match(adminsRules, /any of: ?Option parentalResponsibilityOnly is no/);
    assert.match(adminsRules, /letGo ?\[contactLinks\]/);
    const why = said((await ana.get(`/schools/${elm}/why?kind=classes&id=200`)).body);
    assert.match(why, /It is the school's choice, by class-type \(rules\/classes\.yaml:2\)\./);
  });

  test(`of a first load that was held all pages say the same, with the numbers, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = smallSchool(10, elm);
    const Classes = school.Classes.map((one) => ({ ...one, Type: 'Club' }));
    await nights.run({ ...school, Classes });
    const { as } = await peopleOf(nights.database, shipped);
    const viewer = await as('vi');
    const look = async (path: string) => said((await viewer.get(`/schools/${elm}${path}`)).body);
    const firstLoad = /As the first load found it, [^.]*, which was held: nothing was loaded\. /;
    const all = /10 students, 10 parents, 1 teacher, 1 class and 1 group do not come through\./;
    const [toCorrect, notThrough, why] = [
      await look('/to-correct'),
      await look('/not-coming-through'),
      await look('/why?kind=students&id=100'),
    ];
    assert.match(toCorrect, firstLoad);
    assert.match(toCorrect, /Nothing to correct\./);
    assert.match(toCorrect, all);
    assert.match(notThrough, firstLoad);
    assert.match(why, /From the first load, [^.]*, which was held: nothing was loaded\. It keeps one chain/);
    const own = await look('');
    assert.match(own, all);
    assert.match(own, /Students ?0 ?10 ?Parents ?0 ?10/);
    assert.match(
      own,
      /To correct first ?1 class: It is not a registration group, a mixed group or a teaching set\. Keeps out 10 students, 10 parents, 1 teacher and 1 group\. Correct that in the MIS or/,
    );
    for (const page of [toCorrect, notThrough, why, own]) assert.doesNotMatch(page, /loaded run|not noted/);
    await nights.run({ ...school, Students: 5 });
    const failed = await look('');
    assert.match(failed, /could not be loaded\. ?10 students/);
  });

  test(`what holds a first load comes before what few wait for, also where its types are near misses, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    let viewer: Browser | null = null;
    const firstLoad = async (id: string, type: string) => {
      const school = smallSchool(30, id);
      const Classes = school.Classes.map((one) => ({ ...one, Type: type }));
      const Contacts = school.Contacts.map((one, at) => (at < 2 ? { ...one, Title: null } : one));
      await nights.run({ ...school, Classes, Contacts });
      viewer ??= await (await peopleOf(nights.database, shipped)).as('vi');
      const of = viewer;
      return Promise.all(['', '/to-correct'].map(async (path) => said((await of.get(`/schools/${id}${path}`)).body)));
    };
    const [school, list] = await firstLoad(elm, 'Registration Group');
    const holds = /3 classes: It is not a registration group, .*? Keeps out 30 students, 28 parents, /;
    assert.match(school ?? '', new RegExp(`To correct first ?${holds.source}.*2 parents: Title is blank\\.`));
    assert.match(list ?? '', new RegExp(`First, what holds the school ?${holds.source}.*2 parents: Title is blank\\.`));
    const [near] = await firstLoad(oak, 'registration');
    assert.match(
      near ?? '',
      new RegExp(`To correct first ?${holds.source}.*1 class: The type differs .*2 parents: Title is blank\\.`),
    );
  });

  test(`a school that no run has loaded or held says nothing of what it lacks, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run({ ...smallSchool(10, elm), Students: 5 });
    const { as } = await peopleOf(nights.database, shipped);
    const { body, status } = await (await as('vi')).get(`/schools/${elm}`);
    assert.equal(status, 200);
    assert.doesNotMatch(said(body), /To correct first|do not come through\./);
  });

  test(`a whole kind that is held is no record of it: nobody is listed, counted or exported for it, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = smallSchool(10, elm);
    const Classes = school.Classes.map((one) => ({ ...one, Type: 'Club' }));
    await nights.run([{ ...school, Classes }, inYears(oak)]);
    const { as } = await peopleOf(nights.database, shipped);
    const viewer = await as('vi');
    const look = async (path: string) => said((await viewer.get(path)).body);
    const first = await look(`/schools/${elm}/held`);
    assert.match(first, /None of the 10 students comes through\. ?None of the 10 parents comes through\./);
    assert.match(first, /The only teacher does not come through\. ?The only class does not/);
    assert.doesNotMatch(first, /Who would go|Download|1 student|No year group|Students 1/);
    const { body } = await viewer.get(`/schools/${elm}/held.csv`);
    assert.equal(papa.parse(body, { skipEmptyLines: true }).data.length, 1);
    await nights.run({ ...inYears(oak), Contacts: [], ContactLinks: [] });
    const held = await look(`/schools/${oak}/held`);
    assert.match(held, /The extract came without any parents\./);
    assert.match(held, /Parents 30.*Parent links 30.*30 parents/);
    const { data } = papa.parse<string[]>((await viewer.get(`/schools/${oak}/held.csv`)).body, {
      skipEmptyLines: true,
    });
    assert.equal(data.length, 1 + 30 + 30);
    for (const [, name] of data) assert.ok(name);
  });
}
