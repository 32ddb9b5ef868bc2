import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Findings } from '../../src/decide/findings.js';
import { RuleBook, RuleMemory } from '../../src/decide/rule-book.js';
import { split } from '../../src/decide/split.js';
import { unite } from '../../src/decide/unite.js';
import type { World } from '../../src/decide/world.js';
import { shippedConfiguration, today } from '../support/decide-text.js';
import { extractOf, inShort, type Short, type Values } from '../support/small-table.js';

const configuration = shippedConfiguration();
const { pipeline } = configuration;
const book = new RuleBook(configuration.forSchool('1'), today, new RuleMemory());

interface Halved {
  readonly world: World;
  readonly findings: Findings;
  readonly extra: ReadonlyMap<string, number>;
}

async function halved(contacts: readonly Short[], contactLinks: readonly Short[] = []): Promise<Halved> {
  const { world, findings } = unite(extractOf(pipeline, { students: [['101']], contacts, contactLinks }), pipeline);
  return { world, findings, extra: await split(world, book, findings) };
}

async function halvesOf(values: Values): Promise<Short[]> {
  return inShort((await halved([['5', values]])).world.recordsOf('contacts'));
}

test('a contact whose title is two titles is two, in the order of the titles; the second half has #2 behind the id', async () => {
  assert.deepEqual(await halvesOf({ title: 'Dr & Mr' }), [
    ['5', { title: 'Dr' }],
    ['5#2', { title: 'Mr' }],
  ]);
});

for (const title of ['Mr and Mrs', 'mr AND mrs.', 'Mr/Mrs', 'Mr. + Mrs.']) {
  test(`${title} is two titles`, async () => assert.equal((await halvesOf({ title })).length, 2));
}

for (const title of ['Mrs', 'N/A', 'Mr, Mrs & Miss', 'Mr and', 'Mr&Friend', 'Mr andMrs']) {
  test(`${title} is not two titles, and is left as it is`, async () => {
    assert.deepEqual(await halvesOf({ title }), [['5', { title }]]);
  });
}

test('names and relationship that have exactly two parts are shared out, and otherwise given whole to both', async () => {
  const given = { title: 'Mr and Mrs', forename: 'John and Jane', surname: 'Okoro', relationship: 'Father &' };
  assert.deepEqual(await halvesOf(given), [
    ['5', { title: 'Mr', forename: 'John', surname: 'Okoro', relationship: 'Father &' }],
    ['5#2', { title: 'Mrs', forename: 'Jane', surname: 'Okoro', relationship: 'Father &' }],
  ]);
});

test('email and phone are shared out where they are exactly two of their kind', async () => {
  const title = 'Mr and Mrs';
  const two = { title, email: 'ben@example.org; ife@example.org', phone: '01632 960001, 01632 960002' };
  assert.deepEqual(await halvesOf(two), [
    ['5', { title: 'Mr', email: 'ben@example.org', phone: '01632 960001' }],
    ['5#2', { title: 'Mrs', email: 'ife@example.org', phone: '01632 960002' }],
  ]);
  const other = { email: 'ben@example.org; none', phone: '01632 960001, 2' };
  assert.deepEqual(await halvesOf({ title, ...other }), [
    ['5', { title: 'Mr', ...other }],
    ['5#2', { title: 'Mrs', ...other }],
  ]);
});

test("each half has all the contact's links, whose relationship is shared out by its own parts", async () => {
  const { world, extra } = await halved(
    [
      ['5', { title: 'Mr and Mrs' }],
      ['6', { title: 'Ms' }],
    ],
    [
      [['101', '5'], { relationship: 'Father and Mother', parentalResponsibility: true }],
      [['101', '6'], { relationship: 'Aunt' }],
      [['999', '5'], { relationship: 'Parents' }],
    ],
  );
  assert.deepEqual(world.recordsOf('contacts').ids, ['5', '6', '5#2']);
  const links = world.linksOf('contactLinks');
  assert.deepEqual(inShort(links), [
    [['101', '5'], { relationship: 'Father', parentalResponsibility: true }],
    [['101', '6'], { relationship: 'Aunt' }],
    [['999', '5'], { relationship: 'Parents' }],
    [['101', '5#2'], { relationship: 'Mother', parentalResponsibility: true }],
    [['999', '5#2'], { relationship: 'Parents' }],
  ]);
  assert.deepEqual(
    [2, 3, 4].map((link) => links.dangles(link)),
    [true, false, true],
  );
  assert.deepEqual([extra.get('contacts'), extra.get('contactLinks')], [1, 2]);
});

test('each half knows the other', async () => {
  const contacts = (await halved([['4'], ['5', { title: 'Mr and Mrs' }]])).world.recordsOf('contacts');
  assert.deepEqual(
    [[...contacts.otherHalf], contacts.firstSecondHalf],
    [
      [
        [1, 2],
        [2, 1],
      ],
      2,
    ],
  );
});

test('where the extract has a contact with the id of the second half, none is split, and that is said', async () => {
  const { world, findings, extra } = await halved([['5', { title: 'Mr and Mrs' }], ['5#2']]);
  assert.deepEqual(inShort(world.recordsOf('contacts')), [
    ['5', { title: 'Mr and Mrs' }],
    ['5#2', {}],
  ]);
  assert.deepEqual(
    findings.kept.map(({ rule, kind, recordId, position }) => [rule, kind, recordId, position]),
    [['half-id-taken', 'contacts', '5', 0]],
  );
  assert.equal(extra.get('contacts'), 0);
});

test('a link that names a half as the extract cannot know it dangles', async () => {
  const { world } = await halved([['5', { title: 'Mr and Mrs' }]], [[['101', '5#2']]]);
  const links = world.linksOf('contactLinks');
  assert.deepEqual([inShort(links), links.dangles(0)], [[[['101', '5#2'], {}]], true]);
});
