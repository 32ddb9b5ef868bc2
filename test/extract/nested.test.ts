import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import type { ReadingPlan } from '../../src/extract/json/reading.js';
import type { Extract, ExtractFinding } from '../../src/extract/extract.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { Pairs, writeJson, type Source } from '../reference/json-text.js';
import { parseJson, type Json } from '../reference/parse-json.js';
import { checked } from '../support/checked.js';
import { readText, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { cases, isFull } from '../support/numbers.js';

const root = temporaryFolder();

function planOf(name: string, yaml: string): ReadingPlan {
  const folder = join(root, name);
  mkdirSync(folder);
  const file = join(folder, 'pipeline.yaml');
  writeFileSync(file, yaml);
  return planReading(readConfiguration(file, { set: [], today: () => today }).pipeline);
}

const nested = planOf(
  'nested',
  `name: nested
rules: none
source: { school: { id: head.school.id, name: head.school.name, extractedAt: head.at } }
database: "sqlite::memory:"
records:
  people:
    one: person
    from: body.people.data
    id: ref.id
    keep:
      first: name.first
      last: name.last
      born: { from: about.birth.day, type: date }
      email: { from: { list: emails, value: address, lowest: priority } }
      latest: { from: { list: emails, value: address, highest: priority } }
      mobile: { from: { list: contact.phones, where: { type: [mobile, cell], active: true }, value: number.text } }
      ended: { from: { list: contact.phones, where: { until: null }, value: type } }
      nick: { from: { list: nicks } }
    read:
      adult: { from: about.adult, type: boolean }
  teams: { one: team, from: body.teams, id: id }
links:
  memberships:
    one: membership
    within: people
    joins:
      person: {}
      team: { to: teams, from: [main.team.id, { list: teams, value: team.id }] }
    keep: { since: { from: since, type: date }, note: about.note }
`,
);

const flat = planOf(
  'flat',
  `name: flat
rules: none
source: { school: { id: id, name: name, extractedAt: at } }
database: "sqlite::memory:"
records:
  people:
    one: person
    from: people
    id: ref\\.id
    keep:
      first: name\\.first
      last: name\\.last
      born: { from: about\\.birth\\.day, type: date }
      email: email
      latest: latest
      mobile: mobile
      ended: ended
      nick: nick
    read:
      adult: { from: about\\.adult, type: boolean }
  teams: { one: team, from: teams, id: id }
links:
  memberships:
    one: membership
    from: memberships
    joins: { person: { to: people, from: person }, team: { to: teams, from: team } }
    keep: { since: { from: since, type: date }, note: note }
`,
);

async function read(text: string, plan: ReadingPlan, pieces?: number): Promise<Extract> {
  const [result, ...rest] = await readText(text, plan, pieces);
  if (result?.type !== 'extract' || rest.length > 0) throw new Error(JSON.stringify(result));
  // Few of these documents have a value, or an id, at every path, which has tests of its own.
  const findings = result.extract.findings.filter(({ rule }) => rule !== 'unread-path' && rule !== 'all-no-id');
  return { ...result.extract, findings };
}

// The reference: what stands where, written as the documentation says it.

/** Stands for what is there and is no single value. */
const bad: Json = new Map();

function isBlank(value: Json): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

/** The value at a path; what stands where an object belongs is bad, unless it is blank. */
function at(value: Json, ...path: string[]): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (value instanceof Map && value !== bad) return at(value.get(key) ?? null, ...rest);
  return isBlank(value) ? null : bad;
}

function listAt(value: Json, ...path: string[]): Json[] {
  const list = at(value, ...path);
  if (Array.isArray(list)) return list;
  return isBlank(list) ? [] : [list];
}

function isBad(value: Json): boolean {
  return typeof value === 'object' && value !== null && !('number' in value);
}

function text(value: Json): string | null {
  if (isBlank(value) || isBad(value) || typeof value === 'boolean') return null;
  return typeof value === 'string' ? value.trim() : (value as { number: string }).number;
}

function isText(value: Json): boolean {
  return isBlank(value) || (!isBad(value) && typeof value !== 'boolean');
}

/** The first in order of the entries that fit, of those whose value is text; notes what is bad on the way. */
function choose(
  entries: readonly Json[],
  value: (entry: Json) => Json,
  fits: (entry: Json) => boolean,
  rank: (entry: Json) => number,
  noteBad: () => void,
): Json {
  const fitting = entries.filter(fits);
  if (fitting.some((entry) => !isText(value(entry)))) noteBad();
  const ranked = fitting
    .filter((entry) => text(value(entry)) !== null)
    .map((entry) => ({ value: value(entry), rank: rank(entry) }));
  const best = Math.min(...ranked.map((entry) => entry.rank));
  return ranked.find((entry) => entry.rank === best)?.value ?? null;
}

interface Flattened {
  readonly document: Source;
  /** Of the chosen fields: position and path of what was bad. */
  readonly bad: string[];
}

function toSource(value: Json): Source {
  if (Array.isArray(value)) return value.map(toSource);
  if (value instanceof Map) return new Pairs([...value].map(([key, of]) => [key, toSource(of)]));
  return typeof value === 'object' && value !== null ? { literal: value.number } : value;
}

function flatten(document: Json): Flattened {
  const badChosen: string[] = [];
  const memberships: Source[] = [];
  const people = listAt(document, 'body', 'people', 'data').map((person, position): Source => {
    if (!(person instanceof Map)) return toSource(person);
    const note = (path: string) => () => {
      badChosen.push(`${String(position)} ${path}`);
    };
    const emails = listAt(person, 'emails');
    const priority = (sign: number) => (entry: Json) => {
      const given = at(entry, 'priority');
      const digits = text(given);
      if (digits !== null && /^-?\d+(\.\d+)?$/.test(digits)) return sign * Number(digits);
      if (typeof given === 'object' && given !== null && 'number' in given) return sign * Number(digits);
      if (!isBlank(given) && text(at(entry, 'address')) !== null) note('emails[].priority')();
      return Infinity;
    };
    const address = (entry: Json) => at(entry, 'address');
    const phones = listAt(person, 'contact', 'phones');
    const isMobile = (phone: Json) => {
      if (!isText(at(phone, 'type'))) note('contact.phones[].type')();
      return ['mobile', 'cell'].includes(text(at(phone, 'type')) ?? '');
    };
    const isActive = (phone: Json) => {
      const active = at(phone, 'active');
      const word = typeof active === 'boolean' ? String(active) : text(active);
      const known = ['true', 'yes', 'y', 't', '1', 'false', 'no', 'n', 'f', '0'].includes(word?.toLowerCase() ?? '');
      if (!isBlank(active) && !known) note('contact.phones[].active')();
      return ['true', 'yes', 'y', 't', '1'].includes(word?.toLowerCase() ?? '');
    };
    const isOpen = (phone: Json) => {
      const isGood = isText(at(phone, 'until'));
      if (!isGood) note('contact.phones[].until')();
      return isGood && text(at(phone, 'until')) === null;
    };
    const all = () => true;
    const first = () => 0;
    for (const [team, entry] of [
      ...(isBlank(at(person, 'main', 'team', 'id')) ? [] : [[at(person, 'main', 'team', 'id'), null] as const]),
      ...listAt(person, 'teams').map((entry) => [at(entry, 'team', 'id'), entry] as const),
    ]) {
      const pairs: [string, Json][] = [
        ['person', at(person, 'ref', 'id')],
        ['team', team],
        ['since', entry === null ? null : at(entry, 'since')],
        ['note', entry === null ? null : at(entry, 'about', 'note')],
      ];
      memberships.push(toSource(new Map(pairs)));
    }
    const values: [string, Json][] = [
      ['ref.id', at(person, 'ref', 'id')],
      ['name.first', at(person, 'name', 'first')],
      ['name.last', at(person, 'name', 'last')],
      ['about.birth.day', at(person, 'about', 'birth', 'day')],
      ['about.adult', at(person, 'about', 'adult')],
      ['email', choose(emails, address, all, priority(1), note('emails[].address'))],
      ['latest', choose(emails, address, all, priority(-1), note('emails[].address'))],
      [
        'mobile',
        choose(
          phones,
          (phone) => at(phone, 'number', 'text'),
          (phone) => isMobile(phone) && isActive(phone),
          first,
          note('contact.phones[].number.text'),
        ),
      ],
      ['ended', choose(phones, (phone) => at(phone, 'type'), isOpen, first, note('contact.phones[].type'))],
      ['nick', choose(listAt(person, 'nicks'), (nick) => nick, all, first, note('nicks'))],
    ];
    return toSource(new Map(values));
  });
  const pairs: [string, Source][] = [
    ['id', toSource(at(document, 'head', 'school', 'id'))],
    ['name', toSource(at(document, 'head', 'school', 'name'))],
    ['at', toSource(at(document, 'head', 'at'))],
    ['people', people],
    ['teams', toSource(at(document, 'body', 'teams'))],
    ['memberships', memberships],
  ];
  return { document: new Pairs(pairs), bad: badChosen };
}

// Documents of the shape, with something else in any place.

const scalars = fc.oneof(
  fc.constantFrom<Source>(
    null,
    '',
    ' \u2003',
    'a',
    ' é ',
    'e\u0301',
    'mobile',
    'cell',
    ' mobile',
    'home',
    '1',
    '7',
    true,
    false,
  ),
  fc.constantFrom('7', '7.0', '12345678901234567890', '-3', '1e2', '0').map((literal): Source => ({ literal })),
  fc.constantFrom<Source>('2018-02-28', '2018-02-30', 'yes', 'perhaps'),
);
const anything: fc.Arbitrary<Source> = fc.oneof(
  { weight: 6, arbitrary: scalars },
  { weight: 1, arbitrary: fc.array(scalars, { maxLength: 2 }) },
  {
    weight: 1,
    arbitrary: scalars.map(
      (value) =>
        new Pairs([
          ['first', value],
          ['id', value],
        ]),
    ),
  },
);

/** An object with some of the keys, now and then one that is not listed, or twice the same; seldom none at all. */
function object(keys: Readonly<Record<string, fc.Arbitrary<Source>>>): fc.Arbitrary<Source> {
  const members = Object.entries(keys).map(([key, value]) =>
    fc.tuple(fc.nat(9), value, value).map(([times, first, second]): [string, Source][] =>
      times === 0
        ? []
        : times === 1
          ? [
              [key, first],
              [key, second],
            ]
          : [[key, second]],
    ),
  );
  const unlisted = anything.map((value): [string, Source][] => [['unlisted', value]]);
  const whole = fc.tuple(...members, unlisted).map((pairs): Source => new Pairs(pairs.flat()));
  return fc.oneof({ weight: 12, arbitrary: whole }, { weight: 1, arbitrary: anything });
}

function list(entry: fc.Arbitrary<Source>): fc.Arbitrary<Source> {
  return fc.oneof({ weight: 6, arbitrary: fc.array(entry, { maxLength: 4 }) }, { weight: 1, arbitrary: entry });
}

const person = object({
  ref: object({ id: scalars }),
  name: object({ first: anything, last: anything }),
  about: object({ birth: object({ day: anything }), adult: anything }),
  emails: list(object({ address: anything, priority: anything })),
  contact: object({
    phones: list(object({ type: scalars, active: scalars, until: scalars, number: object({ text: anything }) })),
  }),
  nicks: list(anything),
  main: object({ team: object({ id: anything }) }),
  teams: list(object({ team: object({ id: scalars }), since: anything, about: object({ note: anything }) })),
});
const team = scalars.map((id): Source => new Pairs([['id', id]]));
const documents = fc
  .tuple(fc.array(person, { maxLength: 3 }), fc.array(team, { maxLength: 3 }), anything)
  .map(([people, teams, name]): Source => {
    const school = new Pairs([
      ['id', { literal: '12345678901234567890' }],
      ['name', name],
    ]);
    const data = new Pairs([
      ['note', 'unlisted'],
      ['data', people],
    ]);
    return new Pairs([
      [
        'head',
        new Pairs([
          ['school', school],
          ['at', '2026-11-20T02:00:00Z'],
        ]),
      ],
      [
        'body',
        new Pairs([
          ['people', data],
          ['teams', teams],
        ]),
      ],
    ]);
  });

/** What the two readings must have in common; the places of links differ, since in one they are a section. */
function essence(extract: Extract, keep: (finding: ExtractFinding) => boolean): object {
  const { tables, rejected } = extract;
  return {
    school: [extract.school, extract.name, extract.extractedAt],
    records: ['people', 'teams'].map((kind) => [[...tables.of(kind)], rejected.get(kind)]),
    links: [Array.from(tables.of('memberships'), ({ ids, values }) => [ids, values]), rejected.get('memberships')],
    findings: extract.findings
      .filter((finding) => finding.rule !== 'repeated-key' && keep(finding))
      .map(({ rule, kind, recordId, field, position }) => {
        const path = field?.replaceAll('\\.', '.').replace(/^teams\[\]\.(about\.)?/, '');
        return JSON.stringify([rule, kind, recordId, path, kind === 'memberships' ? null : position]);
      })
      .filter((finding) => !finding.startsWith('["no-id","memberships"'))
      .sort(),
  };
}

test('a nested document reads as its flattening does, whatever stands in any place and in any order of keys', async () => {
  const chosen = /^(emails|contact\.phones|nicks)/;
  const numRuns = cases(250, 60);
  let withValues = 0;
  await checked(
    fc.asyncProperty(documents, fc.nat(), fc.integer({ min: 1, max: 40 }), async (document, style, pieces) => {
      const text = writeJson(document, style);
      const expected = flatten(parseJson(text));
      const extract = await read(text, nested, pieces);
      const reference = await read(writeJson(expected.document, 0), flat);
      const isChosen = ({ rule, field }: ExtractFinding) => rule === 'bad-value' && chosen.test(field ?? '');
      const isSchool = ({ kind }: ExtractFinding) => kind === null;
      assert.deepEqual(
        essence(extract, (finding) => !isChosen(finding) && !isSchool(finding)),
        essence(reference, (finding) => !isSchool(finding)),
      );
      const positions = new Set(Array.from(extract.tables.of('people'), ({ position }) => position));
      assert.deepEqual(
        new Set(extract.findings.filter(isChosen).map(({ position, field }) => `${String(position)} ${String(field)}`)),
        new Set(expected.bad.filter((place) => positions.has(Number(place.split(' ')[0])))),
      );
      for (const { values } of extract.tables.of('memberships'))
        if (values.some((value) => value !== null)) withValues++;
    }),
    { numRuns },
  );
  assert.ok(withValues > (isFull ? 20 : 0), `${String(withValues)} links had values`);
});

/** One person of the shape in a document that is otherwise as plain as can be. */
function withPerson(person: string): string {
  return `{ "head": { "school": { "id": 1 }, "at": "2026-11-20" }, "body": { "people": { "data": [${person}] }, "teams": [] } }`;
}

function valuesOf(extract: Extract): unknown {
  const { fields } = nested.pipeline.records[0] ?? { fields: [] };
  const row = extract.tables.of('people').values(0);
  return Object.fromEntries(fields.map(({ name }, index) => [name, row[index]]).filter(([, value]) => value !== null));
}

test('of a key that stands twice the last counts at every depth, with all that is in it, and the warning names its path', async () => {
  const extract = await read(
    withPerson(`{ "ref": { "id": 1, "id": 2 },
      "name": { "first": "A", "last": "B" }, "name": { "last": "C" },
      "emails": [{ "address": "a@x", "address": "b@x" }, { "address": "c@x", "address": "d@x" }],
      "teams": [{ "team": { "id": 5 }, "since": "2020-01-01", "since": "2021-01-01" }] }`),
    nested,
  );
  assert.deepEqual(
    Array.from(extract.tables.of('people'), ({ ids }) => ids),
    [['2']],
  );
  assert.deepEqual(valuesOf(extract), { last: 'C', email: 'b@x', latest: 'b@x' });
  assert.deepEqual(
    Array.from(extract.tables.of('memberships'), ({ values }) => values),
    [['2021-01-01', null]],
  );
  assert.deepEqual(
    extract.findings.map(({ rule, recordId, field, because }) => [rule, recordId, field, because]),
    ['name', 'ref.id', 'emails[].address', 'teams[].since'].map((path) => [
      'repeated-key',
      '2',
      path,
      `${path} is there more than once; the last counts.`,
    ]),
  );
});

test('an entry is chosen by what stands after its value as well as before it, and a tie goes to the first', async () => {
  const chosen = async (emails: string) =>
    valuesOf(await read(withPerson(`{ "ref": { "id": 1 }, "emails": ${emails} }`), nested));
  const entry = (address: string, priority: string) => `{ "address": "${address}", "priority": ${priority} }`;
  const late = (address: string, priority: string) => `{ "priority": ${priority}, "address": "${address}" }`;
  for (const write of [entry, late]) {
    const list = [write('a', '10'), write('b', '9'), write('c', '"9.0"'), write('d', 'null'), write('', '1')];
    assert.deepEqual(await chosen(`[${list.join()}]`), { email: 'b', latest: 'a' });
  }
  assert.deepEqual(await chosen(`[${entry('a', '"first"')}, ${entry('b', '3')}]`), { email: 'b', latest: 'b' });
  assert.deepEqual(await chosen(`[${entry('a', 'null')}, ${entry('b', 'null')}]`), { email: 'a', latest: 'a' });
  assert.deepEqual(await chosen(entry('a', '1')), { email: 'a', latest: 'a' });
  assert.deepEqual(await chosen('[]'), {});
});

test('what is not listed is in no value and no finding, at any depth', async () => {
  const secret = '"SECRET-1", "other": { "x": ["SECRET-2", { "y": "SECRET-3" }] }';
  const extract = await read(
    withPerson(`{ "ref": { "id": 1, "why": ${secret} }, "name": { "middle": ${secret}, "first": { "x": ${secret} } },
      "about": { "birth": { "day": ["SECRET-4"], "place": ${secret} } },
      "emails": [{ "address": ["SECRET-5"], "type": ${secret} }, "SECRET-6", ["SECRET-7"]],
      "contact": { "phones": [{ "type": "mobile", "active": true, "number": { "raw": ${secret}, "text": "1" } }] },
      "teams": [{ "team": { "id": 5, "name": ${secret} }, "since": ["SECRET-8"], "x": ${secret} }, ["SECRET-9"]] }`),
    nested,
  );
  assert.deepEqual(valuesOf(extract), { mobile: '1', ended: 'mobile' });
  const all = JSON.stringify([extract.tables.parcel().values, extract.findings]);
  assert.ok(!all.includes('SECRET'), all);
  assert.deepEqual(
    extract.findings.map(({ rule, field }) => `${rule} ${String(field)}`),
    [
      'bad-value name.first',
      'bad-value about.birth.day',
      'bad-value emails[].address',
      'bad-value emails[].address',
      'bad-value teams[].since',
      'no-id teams',
    ],
  );
});

test('a section under a path that is missing or no list fails the document, and the reason names the path', async () => {
  const reason = async (text: string) => {
    const [result] = await readText(text, nested);
    return result?.type === 'broken'
      ? [result.broken.code, result.broken.reason.replace('a text: ', '').split('. ')[0]]
      : result;
  };
  const lacks = (what: string) => ['missing-section', `A section is missing or is no list: ${what}`];
  const document = (body: string) => `{ "head": { "school": { "id": 1 } }, ${body} }`;
  assert.deepEqual(await reason(document('"x": 1')), lacks('body.people.data (missing), body.teams (missing)'));
  assert.deepEqual(
    await reason(document('"body": [1]')),
    lacks('body.people.data (missing on a page), body.teams (missing on a page)'),
  );
  assert.deepEqual(
    await reason(document('"body": { "people": { "data": {} }, "teams": [] }')),
    lacks('body.people.data (an object without ref.id: an envelope?)'),
  );
  assert.deepEqual(
    await reason(document('"body": { "people": { "data": [] }, "teams": [] }, "body": { "teams": [] }')),
    lacks('body.people.data (missing)'),
  );
  for (const head of ['{}', '7', '{ "school": [1] }', '{ "school": { "id": 7.5 } }', '{ "school": { "id": {} } }']) {
    assert.deepEqual(await reason(`{ "head": ${head}, "body": { "people": { "data": [] }, "teams": [] } }`), [
      'no-school-id',
      'The document has no usable head.school.id',
    ]);
  }
});

test('a school value that is no text, or stands where no object is, is warned about by its path', async () => {
  const extract = await read(
    `{ "head": { "school": { "id": 1, "name": ["x"] }, "at": { "x": 1 } }, "body": { "people": { "data": [] }, "teams": [] } }`,
    nested,
  );
  assert.deepEqual([extract.name, extract.extractedAt], [null, null]);
  assert.deepEqual(
    extract.findings.map(({ rule, kind, field }) => [rule, kind, field]),
    [
      ['bad-value', null, 'head.school.name'],
      ['bad-value', null, 'head.at'],
    ],
  );
});
