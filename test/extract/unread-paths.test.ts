import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { readText, today } from '../support/decide-text.js';
import { slip } from '../../src/pipeline/text/did-you-mean.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();

const file = join(folder, 'pipeline.yaml');
writeFileSync(
  file,
  `name: paths
source: { school: { id: school } }
rules: none
database: "sqlite::memory:"
records:
  people:
    one: person
    from: people
    id: id
    keep:
      first: name.first
      dotted: name\\.first
      email: { from: { list: emails, value: address, where: { kind: [home], until: null }, lowest: rank } }
    read: { adult: { from: adult, type: boolean } }
  teams: { one: team, from: teams, id: id, keep: { code: code } }
links:
  memberships:
    one: membership
    within: teams
    joins:
      team: {}
      person: { to: people, from: [lead, { list: members, value: person }, { list: others }] }
    keep: { since: since }
`,
);
const plan = planReading(readConfiguration(file, { set: [], today: () => today }).pipeline);

async function unread(people: readonly unknown[], teams: readonly unknown[] = []): Promise<string[]> {
  const texts = [JSON.stringify({ school: 1, people, teams }), JSON.stringify({ teams, people, school: 2 })];
  // One after the other: what one school lacks is no matter of the next.
  const results = await readText(texts.join('\n'), plan, 7);
  const [first, second] = results.map((result) => {
    if (result.type !== 'extract') throw new Error(JSON.stringify(result));
    return result.extract.findings
      .filter(({ rule }) => rule === 'unread-path')
      .map(({ kind, field, recordId, position, because }) => {
        assert.deepEqual([recordId, position], [null, null]);
        return `${String(kind)} ${String(field)}: ${because}`;
      });
  });
  assert.deepEqual(second?.sort(), first?.sort());
  return first ?? [];
}

const email = { kind: 'work', rank: 1, address: 'x' };
const person = { id: 1, name: { first: 'a' }, 'name.first': 'b', adult: true, emails: [email] };
const team = { id: 5, code: 'T', lead: 1 };

test('A8: a path that no record has is said once, with the key that may be meant', async () => {
  assert.deepEqual(await unread([person, { ...person, id: 2 }], [team]), []);
  const { name, ...rest } = person;
  assert.deepEqual(
    await unread(
      [
        { ...rest, Name: name },
        { ...rest, Nmae: name, id: 2 },
      ],
      [team],
    ),
    ['people name.first: No record of people has name.first. Did you mean Name?'],
  );
  assert.deepEqual(await unread([{ ...person, name: { 'fir.st': 'Anna' } }], [team]), [
    'people name.first: No record of people has name.first. Did you mean name.fir\\.st?',
  ]);
  assert.deepEqual(await unread([{ ...person, adult: undefined, zzz: 'Anna' }], [team]), [
    'people adult: No record of people has adult. Is that how the extract names it?',
  ]);
});

test('A8: a key that stands once is enough, with a null too, in whichever record and at whatever place', async () => {
  const few = Array.from({ length: 40 }, (_, id) => ({ id }));
  const late = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`key${String(at)}`, at]));
  assert.deepEqual(await unread([...few, { ...late, ...person, adult: null, name: { first: null } }], [team]), []);
});

test('A8: where nothing was searched nothing is said', async () => {
  assert.deepEqual(await unread([], []), []);
  assert.deepEqual(await unread([{ ...person, emails: [] }, 7, null], [team]), []);
  assert.deepEqual(await unread([{ ...person, emails: null }], [{ ...team, members: [] }]), []);
});

test('A8: of entries of lists, what is read of them and what they are chosen by is looked for, but for what may be blank', async () => {
  const said = await unread([{ ...person, emails: [{ knd: 'home', Adress: 'x' }] }], [team]);
  assert.deepEqual(
    said,
    [
      'people emails[].address: No record of people has emails[].address. Did you mean emails[].Adress?',
      'people emails[].kind: No record of people has emails[].kind. Did you mean emails[].knd?',
      'people emails[].rank: No record of people has emails[].rank. Is that how the extract names it?',
    ].sort(),
  );
});

test('A8: of several ways to name an end one is enough', async () => {
  const { lead, ...leaderless } = team;
  assert.equal(lead, 1);
  assert.deepEqual(await unread([person], [{ ...leaderless, others: [1] }]), []);
  assert.deepEqual(await unread([person], [{ ...leaderless, other: [1] }]), [
    'memberships lead, members[].person, others: No record of teams has lead or members[].person or others. Did you mean other?',
  ]);
  const nested = await unread([person], [{ ...leaderless, members: [{ persons: 1 }] }]);
  assert.deepEqual(nested, [
    'memberships lead, members[].person, others: No record of teams has lead or members[].person or others. Did you mean members[].persons?',
    'memberships members[].since: No record of teams has members[].since. Is that how the extract names it?',
  ]);
});

test('a key that looks like data is never the one that may be meant', async () => {
  const of = (...names: readonly object[]) => unread(names.map((name, at) => ({ ...person, id: at, name })));
  const alone = ['people name.first: No record of people has name.first. Is that how the extract names it?'];
  assert.deepEqual(await of({ frist: 1, last: 2 }, { last: 2 }), [
    'people name.first: No record of people has name.first. Did you mean name.frist?',
  ]);
  assert.deepEqual(await of({ 'f@rst': 1 }), alone);
  // Where most keys differ from object to object, they are no fields.
  assert.deepEqual(await of({ Frst: 1 }, { Lim: 1 }, { Okoro: 2 }), alone);
});

test('of several paths one is enough, unless a key that nothing reads differs from another hardly but by a slip', async () => {
  assert.deepEqual(await unread([person], [{ ...team, Members: [{ person: 1 }] }]), [
    'memberships members[].person: No record of teams has members[].person. Did you mean Members?',
  ]);
  assert.deepEqual(await unread([person], [{ ...team, memebrs: [{ person: 1 }] }]), [
    'memberships members[].person: No record of teams has members[].person. Did you mean memebrs?',
  ]);
  for (const other of ['member1', 'membership', 'leader', 'notes'])
    assert.deepEqual(await unread([person], [{ ...team, [other]: 'x' }]), [], other);
  assert.deepEqual(await unread([person], [team, { ...team, Members: [], members: [] }]), []);
});

test('a `where` of a list that no entry fits, and some do but for case or spaces, is said once with how many', async () => {
  const choices = async (...kinds: readonly string[][]) => {
    const all = kinds.map((of, id) => ({ ...person, id, emails: of.map((kind) => ({ ...email, kind })) }));
    const [result] = await readText(JSON.stringify({ school: 1, people: all, teams: [] }), plan, 7);
    assert.ok(result?.type === 'extract');
    return result.extract.findings
      .filter(({ rule }) => rule === 'empty-choice')
      .map(({ kind, field, because }) => [kind, field, because]);
  };
  const because =
    'No entry of emails fits the `where` of emails[].address. Nearly: 3 entries would fit in other letters or with other spaces.';
  assert.deepEqual(await choices(['Home', 'work'], ['HOME', 'Home']), [['people', 'emails[].address', because]]);
  assert.deepEqual(await choices(['Home', 'work'], ['HOME', 'home']), []);
  assert.deepEqual(await choices(['work'], []), []);
});

test('names that differ in digits are no slips of each other', () => {
  assert.deepEqual(slip('phone2', ['phone1', 'phone']), null);
  assert.deepEqual(slip('StaffIds', ['StaffIDs', 'StaffID1']), 'StaffIDs');
});
