import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Case, Expectation } from '../../src/pipeline/cases/case.js';
import { casesOf } from '../support/cases.js';
import { reference, type Options, type Reference } from './reference.js';

const { cases } = casesOf();
const { configuration: standard } = cases[0];
const spokenOf = ['parentalResponsibilityOnly', 'singleSignOn', 'titles'];

/** Whether the criteria say what such options do: of further types they say nothing. */
function isOfTheCriteria({ configuration: { options } }: Case): boolean {
  return [...options].every(
    ([name, value]) => spokenOf.includes(name) || JSON.stringify(value) === JSON.stringify(standard.options.get(name)),
  );
}

function idOf(id: string | readonly [string, string]): string {
  return typeof id === 'string' ? id : JSON.stringify(id);
}

/** By id, the values of what comes through, as text. */
function through({ kind }: Expectation, { tables }: Reference): Map<string, Map<string, string | null>> {
  const names = kind.fields.filter(({ kept }) => kept).map(({ name }) => name);
  const ends = kind.type === 'link' ? 2 : 1;
  return new Map(
    (tables[kind.table] ?? []).map((row) => {
      const id = kind.type === 'link' ? JSON.stringify(row.slice(1, 3)) : String(row[1]);
      const values = row.slice(1 + ends).map((value) => (value == null ? null : String(value as string | number)));
      return [id, new Map(names.map((name, index) => [name, values[index] ?? null]))];
    }),
  );
}

/** Whether the reference says what a case expects; null for what the reference does not speak of. */
function agrees(expectation: Expectation, told: Reference): boolean | null {
  const { kind } = expectation;
  const comes = through(expectation, told);
  const out = told.failing.filter((one) => one.kind === kind.name);
  const warned = told.warnings.filter((one) => one.kind === kind.name);
  switch (expectation.says) {
    case 'through': {
      const values = comes.get(idOf(expectation.id));
      return values !== undefined && expectation.fields.every(({ name, value }) => values.get(name) === value);
    }
    case 'out': {
      const { rules, exactly } = expectation;
      const found = out.find(({ id }) => id === idOf(expectation.id));
      if (found === undefined) return false;
      return rules.every((rule) => found.rules.includes(rule)) && (!exactly || found.rules.length === rules.length);
    }
    case 'warned': {
      const id = idOf(expectation.id);
      if (expectation.rule === 'likely-duplicate')
        return told.duplicates.some(({ ids }) => (ids as readonly string[]).includes(id));
      if (expectation.field !== null) return null;
      return warned.some((one) => one.id === id && one.rule === expectation.rule);
    }
    case 'warned exactly': {
      const rules = warned.filter(({ id }) => id === idOf(expectation.id)).map(({ rule }) => rule);
      return [...new Set(rules)].sort().join() === [...expectation.rules].sort().join();
    }
    case 'not warned': {
      if (expectation.field !== null) return null;
      const { rules } = expectation;
      return !warned.some(
        ({ id, rule }) => id === idOf(expectation.id) && (rules.length === 0 || rules.includes(rule)),
      );
    }
    case 'rejected':
      return null;
    case 'none':
      return (expectation.of === 'through' ? comes.size : expectation.of === 'out' ? out.length : warned.length) === 0;
  }
}

test('the reference says of every shipped case what the case expects', () => {
  let held = 0;
  const other: string[] = [];
  for (const one of cases) {
    if (!isOfTheCriteria(one)) {
      other.push(one.name);
      continue;
    }
    const told = reference(one.document(), Object.fromEntries(one.configuration.options) as unknown as Options);
    for (const expectation of one.expectations) {
      const answer = agrees(expectation, told);
      assert.notEqual(answer, false, `${one.file.path}:${String(expectation.place.line)} ${one.name}`);
      if (answer === true) held++;
    }
    for (const kind of one.only) {
      const listed = one.expectations.flatMap((expectation) =>
        expectation.says === 'through' && expectation.kind === kind ? [idOf(expectation.id)] : [],
      );
      const all = through({ kind } as Expectation, told);
      assert.deepEqual([...all.keys()].sort(), listed.sort(), one.name);
    }
  }
  assert.ok(held > 100);
  assert.deepEqual(other, [
    'A school can let another type through, which is stored as it stands',
    'A school can let another type through, which has no heading',
  ]);
});
