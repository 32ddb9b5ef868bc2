import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nowhere, type Row, type Table } from '../../src/table/table.js';
import { Tables } from '../../src/table/tables.js';
import type { Value } from '../../src/table/value.js';
import { checked } from '../support/checked.js';

const value = fc.constantFrom<Value>(null, '', 'Lim', 'Ong', '1', 1, true, false);
const id = fc.constantFrom('1', '2', '3', 'Lim', '#2');
const width = 2;
const values = fc.array(value, { minLength: width, maxLength: width });
const plainObject = { noNullPrototype: true } as const;
const record = fc.record<Row>({ ids: fc.tuple(id), position: fc.nat(9), key: fc.constant(''), values }, plainObject);
const link = fc.record<Row>(
  { ids: fc.tuple(id, id), position: fc.nat(9), key: fc.constantFrom('', 'StaffID1', 'StaffIDs'), values },
  plainObject,
);
const step = fc.oneof(
  fc.record({ type: fc.constant('put' as const), row: fc.nat(), field: fc.nat(width - 1), value }),
  fc.record({ type: fc.constant('id' as const), row: fc.nat(), end: fc.nat(1), id }),
  fc.record({ type: fc.constant('key' as const), row: fc.nat(), key: fc.constantFrom('', 'StaffIDs', 'new') }),
  fc.record({ type: fc.constant('like' as const), row: fc.nat() }),
  fc.record({ type: fc.constant('add' as const), of: link }),
  fc.record({ type: fc.constant('remove' as const), row: fc.nat() }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const kinds = [
  { name: 'people', type: 'record', fields: { length: width } },
  { name: 'links', type: 'link', fields: { length: width } },
] as const;

const tablesOf = (people: readonly Row[], links: readonly Row[]): Tables =>
  Tables.of(
    kinds,
    new Map([
      ['people', people],
      ['links', links],
    ]),
  );

/** Does to a table and to the list of its rows what a step says. */
function take(one: Step, table: Table, plain: Row[]): void {
  const isRecord = plain.every(({ ids }) => ids.length === 1);
  if (one.type === 'add') {
    if (isRecord) return;
    table.add(one.of);
    plain.push(one.of);
    return;
  }
  if (plain.length === 0) return;
  const at = one.row % plain.length;
  const row = plain[at];
  if (one.type === 'like') {
    assert.equal(table.addLike(at), plain.length);
    plain.push(row);
  } else if (one.type === 'remove') {
    table.remove([at]);
    plain.splice(at, 1);
  } else if (one.type === 'put') {
    table.put(at, one.field, one.value);
    plain[at] = { ...row, values: row.values.with(one.field, one.value) };
  } else if (one.type === 'key') {
    if (isRecord) return;
    table.putKey(at, one.key);
    plain[at] = { ...row, key: one.key };
  } else {
    const end = one.end % row.ids.length;
    table.putId(at, end, one.id);
    plain[at] = { ...row, ids: row.ids.with(end, one.id) };
  }
}

function assertSame(table: Table, plain: readonly Row[]): void {
  assert.deepEqual([...table], plain);
  assert.equal(table.length, plain.length);
  const names = plain.map(({ ids }) => JSON.stringify(ids));
  assert.deepEqual(
    [...table.firstAlike()],
    names.map((name) => names.indexOf(name)),
  );
  for (const [at, { ids }] of plain.entries())
    assert.deepEqual(
      [...table.rowsWith(ids)],
      names.flatMap((name, other) => (name === names[at] ? [other] : [])),
    );
}

const given = fc.record({
  people: fc.array(record, { maxLength: 8 }),
  links: fc.array(link, { maxLength: 12 }),
  steps: fc.array(fc.tuple(fc.boolean(), step), { maxLength: 30 }),
  kept: fc.array(fc.boolean(), { minLength: 1, maxLength: 10 }),
});

test('tables that are changed, copied and chosen from hold what lists would, and what they were made of stays as it is', async () => {
  await checked(
    fc.property(given, ({ people, links, steps, kept }) => {
      const read = tablesOf(people, links);
      const tables = read.copy();
      const plain = [[...people], [...links]];
      const both = kinds.map(({ name }) => tables.of(name));
      for (const [ofLinks, one] of steps) take(one, both[ofLinks ? 1 : 0], plain[ofLinks ? 1 : 0]);
      both.forEach((table, at) => {
        assertSame(table, plain[at]);
        const chosen = Int32Array.from(plain[at].keys()).filter((row) => kept[row % kept.length]);
        const some = table.pick(chosen);
        const plainSome = Array.from(chosen, (row) => plain[at][row]);
        assertSame(some, plainSome);
        for (const [, one] of steps) take(one, some, plainSome);
        assertSame(some, plainSome);
        assertSame(table, plain[at]);
      });
      assertSame(read.of('people'), people);
      assertSame(read.of('links'), links);
    }),
  );
});

test('a link joins the first record that has the id at its end, and none where no record has it', async () => {
  await checked(
    fc.property(given, ({ people, links }) => {
      const tables = tablesOf(people, links);
      const ids = people.map(({ ids: [first] }) => first);
      for (const end of [0, 1] as const)
        assert.deepEqual(
          [...tables.of('people').rowsAt(tables.of('links'), end)],
          links.map((one) => {
            const row = ids.indexOf(one.ids[end]);
            return row < 0 ? nowhere : row;
          }),
        );
    }),
  );
});

test('links to an id that came after the records were joined join with nothing', () => {
  const row = { position: 0, key: '', values: [null, null] };
  const tables = tablesOf([{ ...row, ids: ['1'] }], [{ ...row, ids: ['1', '1'] }]);
  const [people, links] = [tables.of('people'), tables.of('links')];
  assert.deepEqual([...people.rowsAt(links, 0)], [0]);
  links.add({ ...row, ids: ['8', '1'] });
  assert.deepEqual([...people.rowsAt(links, 0)], [0, nowhere]);
});

test('rows of several sections keep theirs, whatever becomes of them', () => {
  const rowsOf = (...ids: string[]) =>
    ids.map((one, position): Row => ({ ids: [one], position, key: '', values: [null, one] }));
  const placesOf = (table: Table) =>
    Array.from(table, ({ ids, position }, row) => `${ids[0] ?? ''} ${String(table.section(row))} ${String(position)}`);
  const tables = tablesOf(rowsOf('1', '2'), []);
  const table = tables.of('people');
  assert.equal(table.section(0), null);
  table.nameSection('pupils');
  const other = table.pick(Int32Array.of(1));
  other.nameSection('leavers');
  table.append(other);
  assert.deepEqual(placesOf(table), ['1 pupils 0', '2 pupils 1', '2 leavers 1']);
  table.addLike(2);
  table.add({ ids: ['3'], position: 0, key: '', values: [null, null] });
  assert.deepEqual(placesOf(table).slice(3), ['2 leavers 1', '3 null 0']);
  const places = placesOf(table);
  const copy = tables.copy().of('people');
  assert.deepEqual([placesOf(copy), placesOf(Tables.from(tables.parcel()).of('people'))], [places, places]);
  copy.remove([0, 3]);
  assert.deepEqual(placesOf(copy), ['2 pupils 1', '2 leavers 1', '3 null 0']);
  copy.cut(1);
  assert.deepEqual([placesOf(copy), placesOf(table)], [['2 pupils 1'], places]);
  const picked = tables.pick(new Map([['people', Int32Array.of(2, 0)]]));
  assert.deepEqual(placesOf(picked.of('people')), ['2 leavers 1', '1 pupils 0']);
});
