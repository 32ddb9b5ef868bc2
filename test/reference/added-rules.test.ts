import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decideSolved } from '../../src/decide/decide.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { solveSchool } from '../../src/decide/solved.js';
import { Explainer } from '../../src/explain/explain.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { countAsRead, countsOf, type Pipeline } from '../../src/pipeline/pipeline.js';
import { rankFact } from '../../src/pipeline/rules/rank.js';
import type { Leaf, Rank, Rule } from '../../src/pipeline/rules/rule.js';
import { checked } from '../support/checked.js';
import { readText, shippedConfiguration, today } from '../support/decide-text.js';
import { cases } from '../support/numbers.js';
import type { AddedRule, Comparison } from './added-rules.js';
import { extractText } from './arbitrary-extract.js';
import { reference } from './reference.js';
import { ENDS, LINK_KINDS, type LinkKind, type RecordKind } from './rules.js';

const operators: Readonly<Record<Comparison, Leaf['operator']>> = {
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
};

const fieldsOf: Readonly<Record<RecordKind, readonly string[]>> = {
  students: ['surname', 'knownName', 'dateOfBirth', 'className'],
  contacts: ['surname', 'forename', 'email'],
  teachers: ['surname', 'forename'],
  classes: ['code', 'description'],
  groups: ['description'],
};
const ownFields: Readonly<Record<LinkKind, readonly string[]>> = {
  contactLinks: ['relationship', 'parentalResponsibility'],
  classStudents: [],
  classTeachers: [],
  groupStudents: [],
};

const is = fc.constantFrom<Comparison[]>('<', '<=', '>', '>=');
const end = fc.constantFrom<(0 | 1)[]>(0, 1);
const links = fc.constantFrom(...LINK_KINDS);

const count = fc
  .record({ links, end, is, value: fc.integer({ min: 1, max: 3 }) })
  .map(({ end: at, ...rest }): AddedRule => ({ counts: 'links', name: '', kind: ENDS[rest.links][at], ...rest }));

const place = fc.tuple(links, end).chain(([kind, of]) => {
  const fields = [
    ...fieldsOf[ENDS[kind][of]].map((field) => ({ isOfEnd: true, field })),
    ...ownFields[kind].map((field) => ({ isOfEnd: false, field })),
  ];
  const by = fc.uniqueArray(fc.constantFrom(...fields), { minLength: 1, maxLength: 2 });
  return fc
    .record({ by, is: fc.constantFrom<Comparison[]>('<=', '<', '>='), value: fc.integer({ min: 1, max: 3 }) })
    .map((rest): AddedRule => ({ counts: 'places', name: '', kind, of, ...rest }));
});

const addedRules = fc
  .array(fc.oneof(count, place), { minLength: 1, maxLength: 3 })
  .map((rules) => rules.map((rule, at): AddedRule => ({ ...rule, name: `added-${String(at)}` })));

/** The same rule as the product reads it. */
function ruleOf(pipeline: Pipeline, added: AddedRule): Rule {
  return {
    name: added.name,
    kind: added.kind,
    because: 'The school says so',
    fix: null,
    ...{ for: 'through', once: false, from: null, until: null },
    conditions: { all: [leafOf(pipeline, added)] },
    effect: { type: 'require' },
    place: { file: 'a test', line: 1, column: 1 },
  };
}

function leafOf(pipeline: Pipeline, added: AddedRule): Leaf {
  const { is: comparison, value } = added;
  const operator = operators[comparison];
  if (added.counts === 'links') {
    const found = countsOf(pipeline, added.kind).find(({ link }) => link.name === added.links);
    return { fact: countAsRead(found?.fact ?? ''), operator, value };
  }
  const { name: of = '' } = pipeline.links.find(({ name }) => name === added.kind)?.ends[added.of] ?? {};
  const rank: Rank = { of, by: added.by.map(({ isOfEnd, field }) => (isOfEnd ? `${of}.${field}` : field)) };
  return { fact: rankFact(rank), rank, operator, value };
}

for (const parentalResponsibilityOnly of [false, true]) {
  const configuration = shippedConfiguration([`parentalResponsibilityOnly=${String(parentalResponsibilityOnly)}`]);
  const { pipeline } = configuration;
  const plan = planReading(pipeline);

  test(`counts as read and ranks decide as the reference says, and are explained so, with parentalResponsibilityOnly=${String(parentalResponsibilityOnly)}`, async () => {
    const seen = { count: 0, rank: 0 };
    await checked(
      fc.asyncProperty(extractText(), addedRules, async (text, added) => {
        const expected = reference(text, { parentalResponsibilityOnly, singleSignOn: false, added });
        const [read] = await readText(text, plan);
        assert.ok(read?.type === 'extract');
        const school = configuration.forSchool(read.extract.school);
        const rules = [...school.rules, ...added.map((one) => ruleOf(pipeline, one))];
        const memory = new RuleMemory();
        const solved = await solveSchool(read.extract, { ...school, rules }, today, memory);
        const decision = await decideSolved(solved);
        assert.deepEqual(Object.fromEntries(decision.sums), expected.sums);
        const ids = (kind: string) => {
          const { length, idsAt } = decision.through.get(kind) ?? { length: 0, idsAt: () => [''] };
          return Array.from({ length }, (_, at) => JSON.stringify(idsAt(at))).sort();
        };
        for (const { name, table, type } of [...pipeline.records, ...pipeline.links]) {
          const rows = expected.tables[table].map((row) => JSON.stringify(row.slice(1, type === 'link' ? 3 : 2)));
          assert.deepEqual(ids(name), rows.sort(), name);
        }
        const explainer = new Explainer(solved, decision, today, memory);
        for (const { kind, id, rules: failing } of expected.failing) {
          if (!failing.some((rule) => rule.startsWith('added-'))) continue;
          const node = explainer.find(kind, kind in ENDS ? (JSON.parse(id) as [string, string]) : id);
          // Two links have these ids where the extract names a half that only the split makes.
          if (node === null || (kind in ENDS && id.includes('#2'))) continue;
          const why = await explainer.reasonsAgainst(node);
          assert.deepEqual(why.map(({ rule }) => rule).sort(), [...failing].sort(), `${kind} ${id}`);
          seen[why.some(({ ranks }) => ranks !== undefined) ? 'rank' : 'count']++;
        }
      }),
      { numRuns: cases(500, 20) },
    );
    assert.ok(seen.count > 5 && seen.rank > 5, JSON.stringify(seen));
  });
}
