import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { configurationOf } from '../support/views.js';

/** The problems of a pipeline of students and teachers in one list, each with the text that it underlines. */
function problems(from: string, more = ''): string[] {
  try {
    configurationOf(`
records:
  students:
    one: student
    from: ${from}
    id: id
    keep: { surname: last, born: { from: born, type: date } }
    read: { left: left }
  classes: { one: class, from: classes, id: id }
${more}`);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ code, source, column, length, message, hint }) =>
      [
        `${code} at ${source.slice(column - 1, column - 1 + length)}: ${message}`,
        ...(hint === null ? [] : [hint]),
      ].join(' '),
    );
  }
  return [];
}

const of = (where: string) => problems(`{ section: people, where: ${where} }`);

test('where takes values, lists, operators, not and has', () => {
  for (const where of [
    '{ role: student }',
    '{ role: [student, null], name.first: { notEqual: null } }',
    '[{ role: student }, { staff: false, born: { after: 2010-01-01, before: 2020-01-01 } }]',
    '{ roles: { has: { role: student, org: { not: [x] } } }, tags: { contains: pupil } }',
    '{ size: { lessThan: 5 }, email: { isEmail: true } }',
  ])
    assert.deepEqual(of(where), [], where);
});

test('what a where of a view cannot mean is refused where it stands', () => {
  const today = "Options and today have no place in a view. A school's choice is a rule, which explain can name.";
  assert.deepEqual(of('{ left: { before: { fact: today } } }'), [`view-where at { fact: today }: ${today}`]);
  assert.deepEqual(of('{ role: { fact: option.role } }'), [`view-where at { fact: option.role }: ${today}`]);
  assert.deepEqual(of('{}'), ['view-where at {}: An empty where takes everything. Omit where.']);
  assert.deepEqual(of('[]'), ['view-where at []: An empty list under where takes nothing.']);
  for (const test of ['[]', '{ not: [] }', '{ in: [] }', '{ notIn: [] }', '{ has: { role: [] } }', '{ equal: [] }'])
    assert.deepEqual(
      of(`{ role: ${test} }`),
      [
        'view-where at []: The test of role names no value: either nothing fits it, or everything. Name at least one value, or remove the test; a blank is null.',
      ],
      test,
    );
  assert.deepEqual(of('{ role: { equals: x } }'), [
    'unknown-operator at equals: There is no operator "equals". Did you mean "equal"?',
  ]);
  assert.deepEqual(of('{ born: { before: soon } }'), [
    'wrong-type at soon: A day is compared with an existing day, YYYY-MM-DD.',
  ]);
  assert.deepEqual(of('{ size: { lessThan: few } }'), ['wrong-type at few: The operator "lessThan" takes a number.']);
  assert.deepEqual(of('{ role: " " }'), [
    'blank-value at " ": This is blank, but no value of the data is: a blank there is null. Write null: { operator: equal, value: null } is true for a blank, notEqual for anything else.',
  ]);
  assert.deepEqual(of('{ roles: { has: { of: { has: { a: b } } } } }'), [
    'view-where at has: "has" looks into a list, and this is in one: lists within lists are not read.',
  ]);
});

test('a view that takes nothing is refused, and so is what cannot differ between views', () => {
  const left = 'Put it first, or give the other a `where`.';
  assert.deepEqual(problems('[people, { section: people, where: { role: student } }]'), [
    `view-unreachable at { section: people, where: { role: student } }: A view before this one takes every entry of people, so nothing is left for it. ${left}`,
  ]);
  const student = '{ section: people, where: { role: student } }';
  assert.deepEqual(problems(`[${student}, ${student}]`), [
    `view-unreachable at ${student}: A view before this one takes the same entries of people, so nothing is left for it. ${left}`,
  ]);
  assert.deepEqual(problems('{ section: people, keep: { surname: { from: a, label: Name }, first: x } }'), [
    'excludes at surname: "label" of surname cannot differ between views. Say it where the kind does.',
    'unknown-field at first: The kind has no field "first" under keep; its views read only fields that it has. There are: surname, born.',
  ]);
  assert.deepEqual(problems('{ section: people, keep: { born: { from: born, type: boolean } } }'), [
    'wrong-type at born: born is a day, and here it is true or false: rules see one field.',
  ]);
  assert.deepEqual(problems('[]'), ['missing-key at []: from is an empty list: it needs a section.']);
});

test('a constant of a view fits the type of the kind', () => {
  const number = (value: string) =>
    problems(
      'people',
      `  groups: { one: group, from: [{ section: a, keep: { size: { value: ${value} } } }, b], id: id, keep: { size: { from: size, type: number } } }`,
    );
  assert.deepEqual(number('1'), []);
  assert.deepEqual(number('3000000000'), []);
  assert.deepEqual(number('1.5'), [
    'wrong-type at 1.5: The value of "size" is not a whole number (at most 2^53 either way). Write a whole number. A fraction needs type: decimal, and text no `type`.',
  ]);
});

test('a field has one name, whether it is kept or only read', () => {
  const hint = 'Rules read what is under keep, too: remove this one, or give it another name.';
  const two = 'keep: { size: size, code: code }, read: { level: level, size: members } }';
  assert.deepEqual(problems('people', `  groups: { one: group, from: groups, id: id, ${two}`), [
    `repeated-name at size: "size" is under keep already, at line 14. ${hint}`,
  ]);
  const links = `links:\n  members:\n    { one: member, within: classes, joins: { class: {}, student: { to: students, from: { list: l, value: v } } }, ${two}`;
  assert.deepEqual(problems('people', links), [
    `repeated-name at size: "size" is under keep already, at line 16. ${hint}`,
  ]);
});

test('a link has a section or stands within records, and its views have no id', () => {
  const links = (from: string) => `
links:
  members:
    one: member
    ${from}
    joins: { class: { to: classes, from: class }, student: { to: students, from: student } }
`;
  assert.deepEqual(problems('people', links('from: members\n    within: classes')), [
    'excludes at within: The link kind "members" has both "from" and "within". Records hold them, or a section lists them: keep one of the two.',
  ]);
  assert.deepEqual(problems('people', links('from: { section: members, id: x, joins: { clas: y } }')), [
    'unknown-key at id: There is no key "id" in a view. There are: section, where, optional, keep, read, joins.',
    'unknown-key at clas: There is no key "clas" in joins. Did you mean "class"?',
  ]);
  assert.deepEqual(
    problems('people', links('from: { section: members, joins: { class: { to: classes, from: c } } }')),
    [
      'wrong-type at { to: classes, from: c }: A view gives only the path of an end: the rest is the same for all views. Write class: c.',
    ],
  );
});

test('links within records have an end without from, which is of the kind that holds them', () => {
  const within = (kind: string, joins: string) =>
    problems('people', `links:\n  members: { one: member, within: ${kind}, joins: { ${joins} } }`);
  const to = 'student: { to: students, from: { list: l } }';
  for (const [kind, joins] of [
    ['classes', `class: {}, ${to}`],
    ['classes', `class: { to: classes }, ${to}`],
    ['students', `tutor: {}, ${to}`],
    ['students', `class: { to: students }, ${to}`],
  ] as const)
    assert.deepEqual(within(kind, joins), [], joins);
  const hint = 'The end that is the record itself is written {}.';
  assert.deepEqual(within('classes', `class: { to: classes, from: c }, ${to}`), [
    `missing-key at classes: The links are within classes, but both ends have a "from": none is the record that holds them. ${hint}`,
  ]);
  assert.deepEqual(within('classes', 'class: {}, student: { to: students }'), [
    'missing-key at classes: The links are within classes, but neither end has a "from". The other end names its records: give it a `from`.',
  ]);
  assert.deepEqual(within('students', `class: { to: classes }, ${to}`), [
    `wrong-type at students: The links are within students, but the end without "from", "class", is of classes. Write within: classes, or give the end a \`from\`.`,
  ]);
  assert.deepEqual(within('students', `class: {}, ${to}`), [
    'wrong-type at students: The links are within students, so the end "class" is one of them, though one of classes is called "class". Write within: classes; if students are meant, give the end to: students.',
  ]);
});

test('[] and ^ are refused where they mean nothing', () => {
  const key = 'A key that begins with ^ is written \\^.';
  assert.deepEqual(problems('people[]'), [
    'path-form at people[]: "people[]" names the list itself: leave the [] at the end off.',
  ]);
  assert.deepEqual(problems('^.people'), [
    `path-form at ^.people: ^ stands only at the beginning of a path, within a section with []. Outwards is a step of its own: ^.id. ${key}`,
  ]);
  assert.deepEqual(of('{ ^.role: x }'), [
    `path-form at ^.role: "^.role" leads out of an entry, but ^ stands only within a section with []. ${key}`,
  ]);
  assert.deepEqual(problems('{ section: "a[].b", keep: { surname: ^.^.last } }'), [
    `path-form at last: "^.^.last" leads further out than a[].b is deep. ${key}`,
  ]);
  assert.deepEqual(problems('{ section: "a[].b", keep: { surname: "c[].d" } }'), [
    'path-form at "c[].d": [] has no place in the path of a value: "c[].d". Use { list: …, value: … }, or a section of its own. A key that ends in [] is written \\[].',
  ]);
  assert.deepEqual(
    problems('{ section: "a[].b", where: { ^.role: x }, id: ^.id, keep: { surname: "\\\\^.c\\\\[]" } }'),
    [],
  );
  const either = '{ section: a, optional: true }, { section: a.b, optional: true }';
  assert.deepEqual(problems(`[${either}]`), []);
  assert.deepEqual(problems('[a, a.b]'), [
    'wrong-type at a.b: "a.b" leads into "a", which is a section and so a list. If an extract has either, both are optional.',
  ]);
});

test('text that YAML takes for something else gets a hint to put it in quotes', () => {
  const hints = (value: string) => {
    try {
      configurationOf(
        `records:\n  people: { one: person, from: people, id: id, keep: { a: { from: { list: b, value: ${value} } } } }\n`,
      );
      return [];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return error.problems.map(({ code, hint }) => `${code}: ${String(hint)}`);
    }
  };
  assert.deepEqual(hints('"#text"'), []);
  assert.deepEqual(hints('#text'), ['yaml-syntax: Text that begins with # needs quotes, as in "#text".']);
  assert.deepEqual(hints('@id'), ['yaml-syntax: Text that begins with @ or ` needs quotes, as in "@RefId".']);
});
