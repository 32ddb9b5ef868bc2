import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../src/decide/decide.js';
import type { Erasures } from '../../src/decide/erasures.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { Explainer } from '../../src/explain/explain.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration, type Configuration } from '../../src/pipeline/configuration.js';
import { countsByRule, impactOnSchool, type DecidedVersion } from '../../src/report/impact/impact.js';
import { explanationAsText } from '../../src/report/explain/text.js';
import { checked } from '../support/checked.js';
import { write } from '../support/configured.js';
import { decideText, readText, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';

const root = temporaryFolder();
const base = {
  'pipeline.yaml': `name: ranks
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  students: { one: student, from: students, id: id }
  contacts: { one: contact, from: contacts, id: id, name: [surname], keep: { surname: surname } }
links:
  contactLinks:
    one: contactLink
    from: links
    rows: each
    joins: { student: { to: students, from: student }, contact: { to: contacts, from: contact } }
    keep:
      priority: { from: priority, type: number }
      share: { from: share, type: decimal }
      since: { from: since, type: date }
      first: { from: first, type: boolean }
    read: { lives: { from: lives, type: boolean } }
`,
  'rules/contact-links.yaml': `- name: lives-there
  because: It does not live there
  conditions: { all: [{ fact: lives, operator: notEqual, value: false }] }
  event: { type: require }
`,
};

function withRule(rule: string): Configuration {
  const folder = mkdtempSync(join(root, 'ranks-'));
  write(folder, { ...base, 'rules/schools/1.yaml': `add:\n  contactLinks:\n${rule}` });
  return readConfiguration(join(folder, 'pipeline.yaml'), { set: [], today: () => today });
}

/** With a rule that asks for the rank by some fields. */
function ranking(by: string, operator = 'lessThanInclusive', value = 1): Configuration {
  return withRule(`    - name: ranked
      because: It is none of the first
      conditions: { all: [{ rank: { of: contact, by: [${by}] }, operator: ${operator}, value: ${String(value)} }] }
      event: { type: require }
`);
}

type Row = Record<string, unknown>;

/** One student, a contact for each link. */
function school(links: readonly Row[], surnames: Readonly<Record<string, string | null>> = {}): string {
  const rows = links.map((link, at) => ({ student: 's', contact: `c${String(at + 1)}`, ...link }));
  const ids = [...new Set(rows.map(({ contact }) => contact))];
  return JSON.stringify({
    school: 1,
    students: [{ id: 's' }, { id: 't' }],
    contacts: ids.filter((id) => id !== 'nobody').map((id) => ({ id, surname: surnames[id] ?? null })),
    links: rows,
  });
}

async function through(configuration: Configuration, text: string): Promise<string[]> {
  const decision = await decideText(text, configuration);
  const { length = 0, idsAt } = decision.through.get('contactLinks') ?? {};
  return Array.from({ length }, (_, at) => String(idsAt?.(at)[1]));
}

const orders: readonly [what: string, by: string, links: readonly Row[], first: string][] = [
  ['numbers by number', 'priority', [{ priority: 10 }, { priority: 9 }, {}], 'c2'],
  ['decimals by number', 'share', [{ share: '10.5' }, { share: '9.75' }, {}], 'c2'],
  ['days by day', 'since', [{}, { since: '2026-10-02' }, { since: '2026-09-30' }], 'c3'],
  ['yes before no', 'first', [{ first: 'no' }, {}, { first: 'yes' }], 'c3'],
  ['no before blank', 'first', [{}, { first: 'no' }], 'c2'],
  ['what is the same, by the next', 'priority, since', [{ since: '2026-10-02' }, { since: '2026-09-30' }], 'c2'],
  ['what is all the same, by id', 'priority', [{ contact: 'c9' }, { contact: 'c10' }], 'c10'],
];

for (const [what, by, links, first] of orders)
  test(`ranks put ${what}`, async () => {
    assert.deepEqual(await through(ranking(by), school(links)), [first]);
    assert.deepEqual(
      await through(
        ranking(by),
        school(links.map((link, at) => ({ contact: `c${String(at + 1)}`, ...link })).reverse()),
      ),
      [first],
    );
  });

test('ranks compare text without case and accents', async () => {
  const surnames = { c1: 'zoe', c2: 'Éa', c3: 'Eb', c4: null };
  const text = school([{}, {}, {}, {}], surnames);
  assert.deepEqual(await through(ranking('contact.surname', 'lessThanInclusive', 2), text), ['c2', 'c3']);
  assert.deepEqual(await through(ranking('contact.surname', 'equal', 4), text), ['c4']);
});

test('a link has no place if it names nobody, if another rule of its own keeps it out, or if its contact was erased', async () => {
  const configuration = ranking('priority');
  const links = [
    { contact: 'nobody', priority: 1 },
    { contact: 'out', priority: 2, lives: 'no' },
    { contact: 'gone', priority: 3 },
    { contact: 'first', priority: 4 },
    { contact: 'second', priority: 5 },
  ];
  assert.deepEqual(await through(configuration, school(links)), ['gone']);
  const [read] = await readText(school(links), planReading(configuration.pipeline));
  assert.ok(read?.type === 'extract');
  const erased: Erasures = ({ id }) => (id === 'gone' ? { why: ['forgotten', null], haveMoved: false } : null);
  const decision = await decide(read.extract, configuration.forSchool('1'), today, new RuleMemory(), erased);
  assert.equal(decision.through.get('contactLinks')?.idsAt(0)[1], 'first');
  const said = decision.findings.filter(({ recordId }) => recordId !== null);
  const rules = said.map(({ rule, recordId }) => `${rule} ${recordId ?? ''}`).sort();
  assert.deepEqual(rules, [
    'dangling ["s","nobody"]',
    'end-stays-out ["s","gone"]',
    'forgotten gone',
    'lives-there ["s","out"]',
    'ranked ["s","second"]',
  ]);
});

test('rows that join one pair have one rank, that of what they become', async () => {
  const links = [
    { contact: 'a', priority: 3 },
    { contact: 'b', priority: 1, lives: 'no' },
    { contact: 'b', priority: 4 },
    { contact: 'a', priority: 9 },
  ];
  const configuration = ranking('priority');
  assert.deepEqual(await through(configuration, school(links)), ['a']);
  const { sums, findings } = await decideText(school(links), configuration);
  assert.deepEqual(sums.get('contactLinks'), { read: 4, through: 1, not: 2, rejected: 0, merged: 1, split: 0 });
  const said = findings.filter(({ kind, severity }) => kind === 'contactLinks' && severity === 'excluded');
  assert.deepEqual(
    said.map(({ rule, recordId, position }) => [rule, recordId, position]),
    [
      ['ranked', '["s","b"]', 2],
      ['lives-there', '["s","b"]', 1],
    ],
  );
});

test('a warning asks for ranks only where there are some', async () => {
  const configuration = withRule(`    - name: not-the-first
      because: It is not the first
      for: all
      conditions: { not: { all: [{ rank: { of: contact, by: [priority] }, operator: equal, value: 1 }] } }
      event: { type: warn }
`);
  const { findings } = await decideText(school([{}, {}, { lives: 'no' }, { contact: 'nobody' }]), configuration);
  const warned = findings.filter(({ rule }) => rule === 'not-the-first');
  assert.deepEqual(
    warned.map(({ recordId }) => recordId),
    ['["s","c2"]'],
  );
});

test('explain says which rank a link had, and no value', async () => {
  const configuration = ranking('priority, contact.surname');
  const [read] = await readText(
    school([{}, {}, {}], { c1: 'Abc', c2: 'Bcd', c3: 'Cde' }),
    planReading(configuration.pipeline),
  );
  assert.ok(read?.type === 'extract');
  const explainer = await Explainer.of(read.extract, configuration.forSchool('1'), today, new RuleMemory(), null);
  const node = explainer.find('contactLinks', ['s', 'c3']);
  assert.ok(node !== null);
  const explanation = await explainer.explain(node);
  assert.deepEqual(explanation.why[0]?.ranks, [
    { of: 'contact', within: 'student', by: ['priority', 'contact.surname'], rank: 3, among: 3 },
  ]);
  const said = explanationAsText(configuration.pipeline, explanation);
  assert.match(said, /\n {4}it is the 3rd of 3 contacts of the student, by priority, then surname of the contact\n/);
  assert.doesNotMatch(said, /Abc|Bcd|Cde/);
  // Its place follows from the others, so that the search finds nothing does not mean that there is nothing.
  assert.ok(explanation.gaveUp && !explanation.searchedAll);
});

test('in whatever order the extract has them, ranks decide the same', async () => {
  const link = fc.record({
    student: fc.constantFrom('s', 't'),
    contact: fc.constantFrom('a', 'b', 'B', 'c', 'c2', 'c10'),
    priority: fc.constantFrom(1, 2, 10, null),
    lives: fc.constantFrom('yes', 'yes', 'no', null),
  });
  const some = fc.uniqueArray(link, {
    minLength: 2,
    maxLength: 10,
    selector: ({ student, contact }) => student + contact,
  });
  const surnames = { a: 'Lim', b: 'lim', B: 'Ong', c: null, c2: 'Lím', c10: 'Ali' };
  const configuration = ranking('priority, contact.surname', 'lessThanInclusive', 2);
  await checked(
    fc.asyncProperty(
      some.chain((links) => fc.tuple(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length }))),
      async ([links, shuffled]) => {
        const decided = async (rows: readonly Row[]) => {
          const { through: ids } = await decideText(school(rows, surnames), configuration);
          const { length = 0, idsAt } = ids.get('contactLinks') ?? {};
          return Array.from({ length }, (_, at) => JSON.stringify(idsAt?.(at))).sort();
        };
        assert.deepEqual(await decided(shuffled), await decided(links));
      },
    ),
    { numRuns: cases(500, 40) },
  );
});

test('impact names the rule that changed, where it moved a link to another place', async () => {
  const rank = `    - name: ranked
      because: It is none of the first
      conditions: { all: [{ rank: { of: contact, by: [priority] }, operator: lessThanInclusive, value: 1 }] }
      event: { type: require }
`;
  const text = school([{ lives: 'no', priority: 1 }, { priority: 2 }]);
  const version = async (rules: string): Promise<DecidedVersion> => {
    const configuration = withRule(rules);
    const { pipeline } = configuration;
    return { pipeline, decision: await decideText(text, configuration), effective: () => configuration.effective('1') };
  };
  const impact = impactOnSchool(await version(rank), await version(`${rank}disable: [lives-there]\n`));
  assert.deepEqual(impact?.kinds.contactLinks?.appear, [['s', 'c1']]);
  assert.deepEqual(impact.kinds.contactLinks.go, [['s', 'c2']]);
  assert.deepEqual(countsByRule(impact.groups), { 'lives-there': 2 });
});
