import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Decision } from '../../src/decide/decision.js';
import { readConfiguration, type Configuration } from '../../src/pipeline/configuration.js';
import { checked } from '../support/checked.js';
import { decideText, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';

const root = temporaryFolder();

function configurationOf(name: string, kinds: string): Configuration {
  const folder = join(root, name);
  mkdirSync(folder);
  const file = join(folder, 'pipeline.yaml');
  writeFileSync(
    file,
    `name: keys\nrules: none\nsource: { school: { id: school } }\ndatabase: "sqlite::memory:"\n${kinds}`,
  );
  return readConfiguration(file, { set: [], today: () => today });
}

const composed = configurationOf(
  'composed',
  `records:
  rooms: { one: room, from: rooms, id: { key: [site.code, number, { value: "x|" }] }, keep: { label: label } }
  people: { one: person, from: people, id: id }
links:
  sits:
    one: sit
    from: sits
    joins: { room: { to: rooms, from: { key: [at.site, at.number, { value: "x|" }] } }, person: { to: people, from: who } }
  owns:
    one: own
    within: people
    joins: { person: { count: ownerCount }, room: { count: ownedCount, to: rooms, from: { key: [own.site, own.number, { value: "x|" }] } } }
`,
);

const simple = configurationOf(
  'simple',
  `records:
  rooms: { one: room, from: rooms, id: id, keep: { label: label } }
  people: { one: person, from: people, id: id }
links:
  sits: { one: sit, from: sits, joins: { room: { to: rooms, from: at }, person: { to: people, from: who } } }
  owns: { one: own, within: people, joins: { person: { count: ownerCount }, room: { count: ownedCount, to: rooms, from: own } } }
`,
);

type Part = string | number | null | boolean | number[];
type Parts = readonly [Part, Part];

const part: fc.Arbitrary<Part> = fc.oneof(
  { weight: 12, arbitrary: fc.string({ unit: fc.constantFrom('|', '\\', 'a', ' '), minLength: 1, maxLength: 3 }) },
  { weight: 4, arbitrary: fc.constantFrom<Part>(7, '7', 'é', 'e\u0301') },
  { weight: 2, arbitrary: fc.constantFrom<Part>(null, '', 7.5, true, [1], 'z'.repeat(99), 'z'.repeat(201)) },
);
const parts = fc.tuple(part, part);

/** As the contract says what an id is: trimmed and normalised text, or the digits of an integer. */
function partText(value: Part): string | null {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : null;
  if (typeof value !== 'string') return null;
  return value.trim().normalize('NFC') || null;
}

/** A simple id for each list of parts; null if it is none, which a simple id says with a list where one belongs. */
function simpleIds(): (given: Parts) => string | number[] | null {
  const known = new Map<string, string>();
  return (given) => {
    const texts = given.map(partText);
    if (given.every((one) => one === null || (typeof one === 'string' && one.trim() === ''))) return null;
    if (texts.includes(null)) return [];
    const isLong = texts.join('').length + (texts.join('').match(/[|\\]/g)?.length ?? 0) + '||x\\|'.length > 200;
    if (isLong) return [];
    const key = JSON.stringify(texts);
    known.set(key, known.get(key) ?? `r${String(known.size)}`);
    return known.get(key) ?? '';
  };
}

/** What became of a school, with ids by the order in which they first come through. */
function outcome(decision: Decision) {
  const sums = [...decision.sums].map(([kind, sum]) => [kind, sum]);
  const labels = new Map<string, string>();
  const rooms = decision.through.get('rooms');
  for (let at = 0; at < (rooms?.length ?? 0); at++)
    labels.set(String(rooms?.idsAt(at)[0]), String(rooms?.valueAt(at, 0)));
  const links = ['sits', 'owns'].map((kind) => {
    const through = decision.through.get(kind);
    return Array.from({ length: through?.length ?? 0 }, (_, at) => {
      const ids = through?.idsAt(at) ?? [''];
      return ids.map((id) => labels.get(id) ?? id).join(' ');
    }).sort();
  });
  return {
    sums,
    rooms: [...labels.values()],
    links,
    rules: decision.findings.map(({ kind, rule }) => `${String(kind)} ${rule}`),
  };
}

test('a school whose ids have several parts is decided as if each list of parts were one id', async () => {
  const school = fc.record({
    rooms: fc.array(parts, { maxLength: 5 }),
    people: fc.array(parts, { maxLength: 3 }),
    sits: fc.array(parts, { maxLength: 5 }),
  });
  await checked(
    fc.asyncProperty(school, async ({ rooms, people, sits }) => {
      const id = simpleIds();
      const documentOf = (room: (given: Parts, prefix: 'id' | 'at' | 'own') => object) =>
        JSON.stringify({
          school: 1,
          rooms: rooms.map((given, at) => ({ ...room(given, 'id'), label: `room ${String(at)}` })),
          people: people.map((given, at) => ({ id: at, ...room(given, 'own') })),
          sits: sits.map((given, at) => ({ ...room(given, 'at'), who: at % 3 })),
        });
      const inParts = documentOf(([site, number], of) =>
        of === 'id' ? { site: { code: site }, number } : { [of]: { site, number } },
      );
      const inOne = documentOf((given, of) => ({ [of]: id(given) }));
      const [one, other] = [await decideText(inParts, composed), await decideText(inOne, simple)];
      // Which path is blamed depends on how many there are.
      const isKey = (rule: string) => !/(?:unread-path|all-no-id)$/.test(rule);
      const [made, plain] = [outcome(one), outcome(other)];
      assert.deepEqual({ ...made, rules: made.rules.filter(isKey) }, { ...plain, rules: plain.rules.filter(isKey) });
    }),
    { numRuns: cases(2000, 150) },
  );
});

test('a part of an id is joined by |, and what it has of | and \\ is marked', async () => {
  const rooms = [
    { site: { code: 'a|b' }, number: 1, label: 'first' },
    { site: { code: 'a' }, number: 'b|1', label: 'second' },
    { site: { code: ' a\\ ' }, number: '|', label: 'third' },
  ];
  const { through } = await decideText(JSON.stringify({ school: 1, rooms, people: [], sits: [] }), composed);
  const rows = through.get('rooms');
  assert.deepEqual(
    [0, 1, 2].map((at) => rows?.idsAt(at)[0]),
    ['a\\|b|1|x\\|', 'a|b\\|1|x\\|', 'a\\\\|\\||x\\|'],
  );
});

test('what an id lacks is named by its path', async () => {
  const rooms = [{ site: { code: 'a' }, number: null, label: 'first' }];
  const sits = [{ at: { site: [1], number: 1 }, who: 0 }];
  const { findings } = await decideText(JSON.stringify({ school: 1, rooms, people: [], sits }), composed);
  const rejected = findings.filter(({ severity }) => severity === 'rejected');
  assert.deepEqual(
    rejected.map(({ kind, rule, field, position }) => [kind, rule, field, position]),
    [
      ['rooms', 'no-id', 'number', 0],
      ['sits', 'no-id', 'at.site', 0],
    ],
  );
});

const changed = configurationOf(
  'changed',
  `records:
  staff: { one: member, from: staff, id: { from: href, text: { part: "/" } } }
  classes: { one: class, from: classes, id: id }
links:
  teaches:
    one: teach
    within: classes
    joins: { class: {}, member: { to: staff, from: { list: staff, value: href }, text: [{ part: "/" }, lower] } }
`,
);

test('an id is what text functions make of a text, however long the text is', async () => {
  const base = `https://mis.example/${'x'.repeat(300)}`;
  const document = {
    school: 1,
    staff: [{ href: `${base}/12` }, { href: '/staff/a7' }, { href: '/staff/' }],
    classes: [{ id: 1, staff: [{ href: '/other/12' }, { href: 'A7' }, { href: 12 }, { href: '/' }] }],
  };
  const { through, sums } = await decideText(JSON.stringify(document), changed);
  const rows = through.get('teaches');
  assert.deepEqual(
    Array.from({ length: rows?.length ?? 0 }, (_, at) => rows?.idsAt(at)),
    [
      ['1', '12'],
      ['1', 'a7'],
    ],
  );
  const { read, merged, rejected } = sums.get('teaches') ?? {};
  assert.deepEqual({ read, merged, rejected }, { read: 4, merged: 1, rejected: 1 });
  assert.equal(sums.get('staff')?.rejected, 1);
});

test('digits that are no id do not become one by a change of the text', async () => {
  const text =
    '{"school":1,"staff":[{"href":7.0},{"href":7e2},{"href":-7},{"href":12345678901234567890},{"href":"7.0"}],"classes":[]}';
  const { through, sums } = await decideText(text, changed);
  const rows = through.get('staff');
  assert.deepEqual(
    Array.from({ length: rows?.length ?? 0 }, (_, at) => rows?.idsAt(at)[0]),
    ['-7', '12345678901234567890', '7.0'],
  );
  assert.equal(sums.get('staff')?.rejected, 2);
});
