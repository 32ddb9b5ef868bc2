import type { Value } from '../extract/extract.js';
import type { Field } from '../pipeline/pipeline.js';
import type { Rule } from '../pipeline/rule.js';
import { samplesOf } from '../pipeline/samples.js';
import type { FactSource } from './facts.js';
import type { RuleBook } from './rule-book.js';

/** A source of facts about one record or link with the values given. */
export type FactsWith = (values: readonly Value[]) => FactSource;

/**
 * Values with which all rules hold, as few of them changed as can be: what a person might write at the source. They are
 * only ever used to decide again, and never shown or kept.
 * @returns null where none of the values that the conditions speak of will do
 */
export async function fittingValues(
  book: RuleBook,
  fields: readonly Field[],
  values: readonly Value[],
  rules: readonly Rule[],
  factsWith: FactsWith,
): Promise<Value[] | null> {
  let fitting = [...values];
  const done: Rule[] = [];
  for (const rule of rules) {
    done.push(rule);
    const next = await changeFor(book, fields, fitting, rule, (tried) => holdAll(book, done, factsWith(tried)));
    if (next === null) return null;
    fitting = next;
  }
  return fitting;
}

async function holdAll(book: RuleBook, rules: readonly Rule[], source: FactSource): Promise<boolean> {
  for (const rule of rules) {
    const holds = await book.prepare(rule, source)([0]);
    if (holds(0) !== (rule.effect.type === 'require')) return false;
  }
  return true;
}

/** One field is tried before two. */
async function changeFor(
  book: RuleBook,
  fields: readonly Field[],
  values: readonly Value[],
  rule: Rule,
  suits: (values: readonly Value[]) => Promise<boolean>,
): Promise<Value[] | null> {
  if (await suits(values)) return [...values];
  const samples = samplesFor(book, fields, rule);
  const changed = (changes: readonly (readonly [number, Value])[]): Value[] => {
    const tried = [...values];
    for (const [field, value] of changes) tried[field] = value;
    return tried;
  };
  for (const first of samples) {
    const tried = changed([first]);
    if (await suits(tried)) return tried;
  }
  for (const first of samples) {
    for (const second of samples) {
      if (second[0] <= first[0]) continue;
      const tried = changed([first, second]);
      if (await suits(tried)) return tried;
    }
  }
  return null;
}

/** For each field that the source gives and the rule reads, values that its conditions may tell apart. */
function samplesFor(book: RuleBook, fields: readonly Field[], rule: Rule): [number, Value][] {
  const samples: [number, Value][] = [];
  for (const { leaf, value } of book.comparisons(rule)) {
    const index = fields.findIndex((field) => field.name === leaf.fact && field.from !== null);
    if (index < 0) continue;
    for (const sample of samplesOf(fields[index].type, [value])) samples.push([index, sample as Value]);
  }
  return samples;
}
