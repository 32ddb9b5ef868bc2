import fc from 'fast-check';
import { extractOf, record, SECTIONS, type SectionName } from './arbitrary-extract.js';
import { Pairs, type Source } from './json-text.js';

/** What is done to an extract before it comes again. `at` and `key` are taken modulo what there is. */
export type Edit =
  | { does: 'nothing' }
  | { does: 'change'; section: SectionName; at: number; key: number; from: Source }
  | { does: 'blank'; section: SectionName; key: string }
  | { does: 'remove' | 'repeat'; section: SectionName; at: number }
  | { does: 'add'; section: SectionName; at: number; record: Source }
  | { does: 'empty'; section: SectionName }
  | { does: 'rename'; name: string }
  | { does: 'replace'; extract: Pairs };

const section = fc.constantFrom(...SECTIONS);
const at = fc.nat({ max: 30 });

const keys: Record<SectionName, string[]> = {
  Students: ['KnownName', 'DateOfBirth', 'StudentID'],
  Contacts: ['Email', 'Phone', 'Relationship', 'Title'],
  ContactLinks: ['Relationship', 'ParentalResponsibility'],
  Staff: ['PrimaryEmail', 'Title'],
  Classes: ['ClassCode', 'StaffID1', 'Type'],
  Groups: ['GroupDescription', 'GroupType'],
};

/** Edits of an extract of a school, the smallest first. */
export function edit(school: string): fc.Arbitrary<Edit> {
  const change = section.chain((name) =>
    fc.record({ does: fc.constant('change' as const), section: fc.constant(name), at, key: at, from: record(name) }),
  );
  const add = section.chain((name) =>
    fc.record({ does: fc.constant('add' as const), section: fc.constant(name), at, record: record(name) }),
  );
  const blank = section.chain((name) =>
    fc.record({ does: fc.constant('blank' as const), section: fc.constant(name), key: fc.constantFrom(...keys[name]) }),
  );
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 2, arbitrary: fc.constant<Edit>({ does: 'nothing' }) },
    { weight: 10, arbitrary: change },
    { weight: 4, arbitrary: fc.record({ does: fc.constant('remove' as const), section, at }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('repeat' as const), section, at }) },
    { weight: 4, arbitrary: add },
    { weight: 1, arbitrary: blank },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('empty' as const), section }) },
    {
      weight: 1,
      arbitrary: fc.record({ does: fc.constant('rename' as const), name: fc.constantFrom('Oakfield', ' ', 'Zoë') }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('replace' as const), extract: extractOf(school) }) },
  );
}

export function edited(extract: Pairs, edit: Edit): Pairs {
  switch (edit.does) {
    case 'nothing':
      return extract;
    case 'replace':
      return edit.extract;
    case 'rename':
      return withKey(extract, 'SchoolName', edit.name);
    case 'empty':
      return withSection(extract, edit.section, () => []);
    case 'add':
      return withSection(extract, edit.section, (list) => list.toSpliced(edit.at % (list.length + 1), 0, edit.record));
    case 'remove':
      return withSection(extract, edit.section, (list) => list.filter((_, index) => index !== edit.at % list.length));
    case 'repeat':
      return withSection(extract, edit.section, (list) => [...list, ...list.slice(edit.at % list.length).slice(0, 1)]);
    case 'blank':
      return withSection(extract, edit.section, (list) =>
        list.map((one) => (one instanceof Pairs ? withKey(one, edit.key, null) : one)),
      );
    case 'change':
      return withSection(extract, edit.section, (list) =>
        list.map((one, index) => (index === edit.at % list.length ? withValueOf(one, edit.from, edit.key) : one)),
      );
  }
}

function withSection(extract: Pairs, name: string, change: (list: Source[]) => Source[]): Pairs {
  return new Pairs(
    extract.pairs.map(([key, value]) => [key, key === name && Array.isArray(value) ? change(value) : value]),
  );
}

/** Every value of a key, or one more. */
export function withKey({ pairs }: Pairs, key: string, value: Source): Pairs {
  if (!pairs.some(([name]) => name === key)) return new Pairs([...pairs, [key, value]]);
  return new Pairs(pairs.map(([name, old]) => [name, name === key ? value : old]));
}

function withValueOf(record: Source, from: Source, number: number): Source {
  if (!(record instanceof Pairs) || !(from instanceof Pairs) || from.pairs.length === 0) return from;
  const [key, value] = from.pairs[number % from.pairs.length];
  return withKey(record, key, value);
}
