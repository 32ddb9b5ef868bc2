import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import type { Extract } from '../../src/extract/extract.js';
import { checked } from '../support/checked.js';
import { readText } from '../support/decide-text.js';
import { cases } from '../support/numbers.js';
import { configurationOf, rowsOf } from '../support/views.js';

/** A test of one value, as a view says it, and whether a value fits it; null if the value is of the wrong type. */
interface Asked {
  readonly says: unknown;
  readonly fits: (value: unknown) => boolean | null;
}

/** Text as it is compared; undefined if it is none. */
function textOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.trim() || null : undefined;
}

function yesOf(value: unknown): boolean | null | undefined {
  if (typeof value === 'boolean') return value;
  const text = textOf(value);
  if (text === null || text === undefined) return text;
  return ['yes', '1'].includes(text.toLowerCase())
    ? true
    : ['no', '0'].includes(text.toLowerCase())
      ? false
      : undefined;
}

const asText = (says: unknown, fits: (text: string | null) => boolean): Asked => ({
  says,
  fits: (value) => {
    const text = textOf(value);
    return text === undefined ? null : fits(text);
  },
});

const word: fc.Arbitrary<string> = fc.constantFrom('student', 'teacher', 'Student', '7', 'stud');
const simple: fc.Arbitrary<Asked> = fc.oneof(
  word.map((one) => asText(one, (text) => text === one)),
  fc.constant(asText(null, (text) => text === null)),
  fc.array(fc.option(word), { minLength: 1, maxLength: 3 }).map((some) => asText(some, (text) => some.includes(text))),
  word.map((one) => asText({ notEqual: one }, (text) => text !== one)),
  word.map((one) =>
    asText({ startsWith: one, notEqual: 'student' }, (text) => text !== 'student' && text?.startsWith(one) === true),
  ),
  fc.boolean().map((yes): Asked => ({
    says: yes,
    fits: (value) => {
      const read = yesOf(value);
      return read === undefined ? null : read === yes;
    },
  })),
);
const negated = simple.map(({ says, fits }): Asked => ({
  says: { not: says },
  fits: (value) => {
    const outcome = fits(value);
    return outcome === null ? null : !outcome;
  },
}));
const asked = fc.oneof(simple, negated);
const where = fc.array(fc.record({ role: asked, active: asked }, { requiredKeys: ['role'] }), {
  minLength: 1,
  maxLength: 2,
});
type Where = readonly { readonly role: Asked; readonly active?: Asked }[];

const said = (all: Where) =>
  JSON.stringify(
    all.map(({ role, active }) => ({ role: role.says, ...(active === undefined ? {} : { active: active.says }) })),
  );

interface Person {
  readonly id: number;
  readonly role?: unknown;
  readonly active?: unknown;
  readonly relatives: readonly { readonly person: number; readonly kind?: string | null }[];
}

const fitsIn = (all: Where, { role, active }: Pick<Person, 'role' | 'active'>) =>
  all.some((one) => one.role.fits(role) === true && (one.active === undefined || one.active.fits(active) === true));

const value = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('student', 'teacher', ' student ', 'Student', 7, '7') },
  { weight: 2, arbitrary: fc.constantFrom(true, false, 'Yes', 'no', 1, null, '', ' ') },
  { weight: 1, arbitrary: fc.constantFrom({}, ['student']) },
);
const id = fc.integer({ min: 1, max: 9 });
const person: fc.Arbitrary<Person> = fc.record(
  {
    id,
    role: value,
    active: value,
    relatives: fc.array(
      fc.record({ person: id, kind: fc.constantFrom('mother', 'aunt', null) }, { requiredKeys: ['person'] }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['id', 'relatives'] },
);

/** The paths that a `where` asks for have to be in some entry. */
const withAllKeys: Person = { id: 9, role: null, active: null, relatives: [{ person: 9 }] };

const kinds = (first: string, second: string, third: string, section: string, outer: string) => `
records:
  students:
    one: student
    from: [{ section: people.data, where: ${first}, keep: { view: { value: 1st } } }, { section: people.data, where: ${second} }]
    id: id
    keep: { view: { value: 2nd } }
  others: { one: other, from: { section: people.data, where: ${third} }, id: id, keep: { kind: role } }
links:
  relatives:
    one: relative
    from: { section: "${section}", where: { ${outer}role: student } }
    joins: { student: { to: students, from: ${outer}id }, other: { to: others, from: person } }
    keep: { kind: kind }
`;

async function read(kindsSaid: string, text: string): Promise<Extract> {
  const [result] = await readText(text, planReading(configurationOf(kindsSaid).pipeline), 37);
  if (result?.type !== 'extract') throw new Error(JSON.stringify(result));
  return result.extract;
}

/** The same object with its keys in another order. */
function turned<T extends object>(object: T, by: number): T {
  const entries = Object.entries(object);
  const at = by % Math.max(1, entries.length);
  return Object.fromEntries([...entries.slice(at), ...entries.slice(0, at)]) as T;
}

test('views read what a plain reading reads, flat or nested, in pages cut anywhere', async () => {
  await checked(
    fc.asyncProperty(
      fc.array(person, { minLength: 1, maxLength: 8 }),
      fc.tuple(where, where, where).filter(([first, second]) => said(first) !== said(second)),
      fc.array(fc.nat(8), { maxLength: 3 }),
      fc.nat(4),
      async (some, [first, second, third], cuts, turn) => {
        const people = [withAllKeys, ...some];
        const sides = [said(first), said(second), said(third)] as const;
        const links = people.flatMap(({ id: owner, role, relatives }) =>
          relatives.map((one) => ({ ...one, id: owner, role })),
        );
        const flat = await read(
          kinds(...sides, 'links', ''),
          JSON.stringify({ school: 1, people: { data: people }, links }),
        );
        const ends = [...cuts.toSorted((a, b) => a - b), people.length];
        const pages = ends.map((end, index) => ({
          more: [{ data: index }],
          data: people.slice(ends[index - 1] ?? 0, end).map((one) => turned(one, turn)),
        }));
        const nested = await read(
          kinds(...sides, 'people.data[].relatives', '^.'),
          JSON.stringify({ people: pages, school: 1 }),
        );
        assert.deepEqual(rowsOf(nested), rowsOf(flat));
        assert.deepEqual([...nested.outside], [...flat.outside]);

        const students = people.flatMap((one) =>
          fitsIn(first, one) ? [`${String(one.id)} 1st`] : fitsIn(second, one) ? [`${String(one.id)} 2nd`] : [],
        );
        const others = people.filter((one) => fitsIn(third, one)).map((one) => one.id);
        const taken = links.filter(({ role }) => textOf(role) === 'student');
        const known = new Set(people.map((one) => one.id));
        const isStudent = new Set(students.map((one) => Number(one.split(' ')[0])));
        const inside = taken.filter(
          (one) =>
            (isStudent.has(one.id) || !known.has(one.id)) && (others.includes(one.person) || !known.has(one.person)),
        );
        const rows = rowsOf(flat);
        assert.deepEqual(rows.students, students);
        assert.deepEqual(
          rows.others?.map((row) => Number(row.split(' ')[0])),
          others,
        );
        assert.deepEqual(
          rows.relatives,
          inside.map((one) => `${String(one.id)} ${String(one.person)} ${one.kind ?? '-'}`),
        );
        assert.deepEqual(Object.fromEntries(flat.outside), {
          students: people.length - students.length,
          others: people.length - others.length,
          relatives: links.length - inside.length,
        });
      },
    ),
    { numRuns: cases(200) },
  );
});

test('a value is chosen from the entries of a list that a view with the same where would take, in the order of a day', async () => {
  const day = fc.constantFrom('2026-01-01', '2026-02-02', '2025-12-31', null, 'in May');
  const entry = fc.record({ role: value, active: value, day, of: fc.nat(9) }, { requiredKeys: ['day', 'of'] });
  await checked(
    fc.asyncProperty(
      fc.array(fc.array(entry, { maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      where,
      fc.constantFrom('lowest', 'highest'),
      async (some, asked, order) => {
        const things = [[{ role: null, active: null, day: null, of: 0 }], ...some];
        const from = `{ list: entries, where: ${said(asked)}, ${order}: { from: day, type: date }, value: of }`;
        const kindsSaid = `
records:
  things: { one: thing, from: things, id: id, keep: { of: { from: ${from} } } }
  firsts: { one: first, from: { section: "things[].entries", where: ${said(asked)} }, id: { key: [^.id, of] } }
`;
        const text = JSON.stringify({ school: 1, things: things.map((entries, at) => ({ id: at, entries })) });
        const { tables } = await read(kindsSaid, text);
        const fitting = things.map((entries) => entries.filter((one) => fitsIn(asked, one)));
        const expected = fitting.map((entries) => {
          const known = entries.filter((one) => one.day?.startsWith('20') === true);
          const days = known.map((one) => String(one.day)).sort();
          const first = known.find((one) => one.day === (order === 'lowest' ? days[0] : days.at(-1))) ?? entries[0];
          return first === undefined ? null : String(first.of);
        });
        assert.deepEqual(
          Array.from(tables.of('things'), ({ values }) => values[0] ?? null),
          expected,
        );
        assert.equal(tables.of('firsts').length, fitting.flat().length);
      },
    ),
    { numRuns: cases(2000, 60) },
  );
});
