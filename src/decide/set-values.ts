import type { Field } from '../pipeline/pipeline.js';
import { valuesSetBy, type SetValue } from '../pipeline/rules/rule.js';
import { valueChange } from '../pipeline/text/text-functions.js';
import type { Table } from '../table/table.js';
import type { Value } from '../table/value.js';
import type { FactSource } from './facts.js';
import { fieldIndex, linkFacts, recordFacts } from './facts.js';
import type { RuleBook } from './rule-book.js';
import { indexesTo, type World } from './world.js';

/** Gives fields the values that `set` rules say: first those of records, then those of links whose two ends exist. */
export async function setValues(world: World, book: RuleBook): Promise<void> {
  await setValuesOfRecords(world, book);
  await setValuesOfLinks(world, book);
}

export async function setValuesOfRecords(world: World, book: RuleBook): Promise<void> {
  for (const set of world.records) {
    if (book.rulesThatSet(set.kind.name).length === 0) continue;
    const indexes = indexesTo(set.size);
    await setAll(set.kind.name, set.kind.fields, set.rows, indexes, recordFacts(set), book);
  }
}

/** Their rules see what was set of the records at their ends. */
export async function setValuesOfLinks(world: World, book: RuleBook): Promise<void> {
  for (const set of world.links) {
    if (book.rulesThatSet(set.kind.name).length === 0) continue;
    const indexes = indexesTo(set.size).filter((index) => !set.dangles(index));
    await setAll(set.kind.name, set.kind.fields, set.rows, indexes, linkFacts(set), book);
  }
}

/** Rules come with the last layer first, so if two set one field, the first that holds wins. */
async function setAll(
  kind: string,
  fields: readonly Field[],
  rows: Table,
  indexes: Int32Array,
  source: FactSource,
  book: RuleBook,
): Promise<void> {
  // All rules judge and copy the values as mapped, so new ones are collected here and written at the end.
  const given = new Map<number, Map<number, Value>>();
  const giveTo = (index: number): Map<number, Value> => {
    let record = given.get(index);
    if (record === undefined) given.set(index, (record = new Map<number, Value>()));
    return record;
  };
  for (const rule of book.rulesThatSet(kind)) {
    const holds = await book.prepare(rule, source)(indexes);
    for (const [name, value] of valuesSetBy(rule)) {
      const field = fieldIndex(fields, name, kind);
      const read = reader(value, source);
      indexes.forEach((index, at) => {
        if (!holds(at)) return;
        const record = giveTo(index);
        if (record.has(field)) return;
        record.set(field, read(index));
      });
    }
  }
  for (const [index, record] of given) for (const [field, value] of record) rows.put(index, field, value);
}

/** What a rule gives to each record or link. */
function reader(value: SetValue, source: FactSource): (index: number) => Value {
  if ('constant' in value) return () => value.constant;
  const read = source(value.field) as (index: number) => Value;
  const change = valueChange(value.text);
  return (index) => change(read(index));
}
