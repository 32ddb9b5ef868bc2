import fc from 'fast-check';
import { countAsRead, countsOf, recordKind, type LinkKind, type Pipeline } from '../../src/pipeline/pipeline.js';
import { rankFact } from '../../src/pipeline/rules/rank.js';
import type { Condition, Leaf, Rank, Rule } from '../../src/pipeline/rules/rule.js';
import * as pool from './pools.js';

/** What fields of that name hold in the generated extracts, and a little that they do not. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  id: [...pool.STUDENTS, ...pool.TEACHERS, ...pool.CLASSES, ...pool.CONTACTS, ...pool.GROUPS],
  title: [...pool.TITLES, 'Mr and Mrs'],
  forename: pool.FORENAMES,
  knownName: ['Sam', 'Mia', 'Zo\u00eb'],
  surname: pool.SURNAMES,
  yearGroup: ['Year 4', '4', 'Year 5'],
  className: ['4B', '007', '1E2'],
  email: [...pool.EMAILS, ...pool.BAD_EMAILS],
  phone: pool.PHONES,
  relationship: pool.RELATIONSHIPS,
  code: ['4B', '007', '5A'],
  description: ['Year 4 Blue', 'Maths', 'Red House', 'Choir'],
  type: ['Registration', 'Mixed group', 'Teaching set', 'House group', 'Year group'],
  heading: ['House groups', 'Year groups'],
  role: ['main', 'supervisor', 'teacher'],
};

function leaf(fact: string, operator: Leaf['operator'], value: Leaf['value']): Leaf {
  return { fact, operator, value };
}

function aboutText(fact: string, given: readonly string[]): fc.Arbitrary<Leaf> {
  const one = fc.constantFrom(...given);
  const few = fc.array(one, { minLength: 1, maxLength: 3 });
  const part = fc.tuple(one, fc.nat(3)).map(([text, length]) => text.slice(0, 1 + length));
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom<Leaf['operator'][]>('equal', 'notEqual').map((operator) => leaf(fact, operator, null)),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom<Leaf['operator'][]>('equal', 'notEqual'), one)
        .map(([operator, value]) => leaf(fact, operator, value)),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom<Leaf['operator'][]>('in', 'notIn'), few)
        .map(([operator, value]) => leaf(fact, operator, value)),
    },
    { weight: 1, arbitrary: few.map((value) => leaf(fact, 'nearlyIn', value)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('startsWith', 'endsWith', 'hasText'), part)
        .map(([operator, value]) => leaf(fact, operator, value)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('isEmail', 'isJoined'), fc.boolean())
        .map(([operator, value]) => leaf(fact, operator, value)),
    },
  );
}

function aboutDay(fact: string): fc.Arbitrary<Leaf> {
  const day = fc.constantFrom<Leaf['value']>('2018-03-09', '2018-12-31', '2017-01-01', { fact: 'today' });
  return fc.oneof(
    fc.constantFrom<Leaf['operator'][]>('equal', 'notEqual').map((operator) => leaf(fact, operator, null)),
    fc.tuple(fc.constantFrom('before', 'after'), day).map(([operator, value]) => leaf(fact, operator, value)),
  );
}

const options: readonly Leaf[] = [
  leaf('option.singleSignOn', 'equal', true),
  leaf('option.parentalResponsibilityOnly', 'equal', true),
];

/** Counts as read of the records at either end, and the rank of the link by one or two fields. */
function aboutOthers(pipeline: Pipeline, { ends, fields }: LinkKind): fc.Arbitrary<Leaf> {
  const compared = fc.tuple(
    fc.constantFrom<Leaf['operator'][]>('lessThan', 'lessThanInclusive', 'greaterThan', 'equal'),
    fc.integer({ min: 1, max: 3 }),
  );
  const counts = ends.flatMap(({ name, to }) =>
    countsOf(pipeline, to).map(({ fact }) => `${name}.${countAsRead(fact)}`),
  );
  const ranks = fc.constantFrom(...ends).chain(({ name, to }) => {
    const ofEnd = recordKind(pipeline, to).fields.map((field) => `${name}.${field.name}`);
    const by = fc.uniqueArray(fc.constantFrom(...fields.map((field) => field.name), ...ofEnd), {
      minLength: 1,
      maxLength: 2,
    });
    return by.map((facts): Rank => ({ of: name, by: facts }));
  });
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...counts), compared)
      .map(([fact, [operator, value]]): Leaf => leaf(fact, operator, value)),
    fc
      .tuple(ranks, compared)
      .map(([rank, [operator, value]]): Leaf => ({ ...leaf(rankFact(rank), operator, value), rank })),
  );
}

/** A condition over the fields of both ends, its own, the keys that named it, ids and options. */
function leafOf(pipeline: Pipeline, link: LinkKind, readsOthers: boolean): fc.Arbitrary<Leaf> {
  const fields = [
    ...link.fields.map((field) => ({
      fact: field.name,
      name: field.name,
      type: field.type,
      isConstant: field.constant !== null,
    })),
    ...link.ends.flatMap(({ name: end, to }) => [
      { fact: `${end}.id`, name: 'id', type: 'text', isConstant: false },
      ...(pipeline.records.find(({ name }) => name === to)?.fields ?? []).map(({ name, type }) => ({
        ...{ fact: `${end}.${name}`, name, type, isConstant: false },
      })),
    ]),
  ].filter(({ isConstant }) => !isConstant);
  const keys = link.ends.flatMap((end) => end.keys.map(({ key }) => key));
  const aboutFields = fc.constantFrom(...fields).chain(({ fact, name, type }): fc.Arbitrary<Leaf> => {
    if (type === 'date') return aboutDay(fact);
    if (type === 'boolean')
      return fc
        .tuple(fc.constantFrom<Leaf['operator'][]>('equal', 'notEqual'), fc.constantFrom(true, false, null))
        .map(([operator, value]) => leaf(fact, operator, value));
    if (name === 'type') {
      const listed = fact.startsWith('class') ? 'option.classTypes' : 'option.groupTypes';
      return fc.oneof(
        { weight: 3, arbitrary: aboutText(fact, VALUES[name]) },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom<Leaf['operator'][]>('in', 'notIn')
            .map((operator) => leaf(fact, operator, { fact: listed })),
        },
      );
    }
    return aboutText(fact, VALUES[name]);
  });
  const aboutKeys = fc
    .tuple(fc.constantFrom('contains', 'doesNotContain'), fc.constantFrom(...keys))
    .map(([operator, value]) => leaf('fields', operator, value));
  return fc.oneof(
    { weight: 8, arbitrary: aboutFields },
    { weight: link.within === null ? 0 : link.name === 'classTeachers' ? 4 : 1, arbitrary: aboutKeys },
    { weight: 1, arbitrary: fc.constantFrom(...options) },
    { weight: readsOthers ? 4 : 0, arbitrary: aboutOthers(pipeline, link) },
  );
}

function conditionOf(pipeline: Pipeline, link: LinkKind, readsOthers: boolean): fc.Arbitrary<Condition> {
  const one: fc.Arbitrary<Condition> = leafOf(pipeline, link, readsOthers);
  const some = fc.array(one, { minLength: 1, maxLength: 3 });
  const inner = fc.oneof(
    { weight: 3, arbitrary: one },
    { weight: 1, arbitrary: some.map((any): Condition => ({ any })) },
    { weight: 1, arbitrary: some.map((all): Condition => ({ all })) },
    { weight: 1, arbitrary: one.map((not): Condition => ({ not })) },
  );
  const all = fc.array(inner, { minLength: 1, maxLength: 2 });
  return fc.oneof(
    { weight: 3, arbitrary: all.map((of): Condition => ({ all: of })) },
    { weight: 1, arbitrary: all.map((of): Condition => ({ any: of })) },
    { weight: 1, arbitrary: all.map((of): Condition => ({ all: [{ not: { all: of } }] })) },
  );
}

/**
 * Rules that a school might add to its links.
 * @param readsOthers whether some read counts as read, or ranks
 */
export function linkRules(pipeline: Pipeline, count: number, readsOthers = false): fc.Arbitrary<Rule[]> {
  const rule = fc.constantFrom(...pipeline.links).chain((link) =>
    fc
      .tuple(
        conditionOf(pipeline, link, readsOthers),
        fc.constantFrom('require' as const, 'exclude' as const),
        fc.boolean(),
      )
      .map(([conditions, type, isMistake]): Omit<Rule, 'name'> => ({
        kind: link.name,
        because: 'The school says so',
        fix: isMistake ? 'Mend it' : null,
        ...{ for: 'through', once: false, from: null, until: null },
        conditions,
        effect: { type },
        place: { file: 'a test', line: 1, column: 1 },
      })),
  );
  return fc
    .array(rule, { minLength: count, maxLength: count })
    .map((rules) => rules.map((one, index): Rule => ({ ...one, name: `added-${String(index + 1)}` })));
}
