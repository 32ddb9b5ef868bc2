import { linkFacts, recordFacts, type FactSource } from '../../decide/facts.js';
import type { RuleBook } from '../../decide/rule-book.js';
import { setValuesOfLinks, setValuesOfRecords } from '../../decide/set-values.js';
import type { Solved } from '../../decide/solved.js';
import { split } from '../../decide/split.js';
import { unite } from '../../decide/unite.js';
import { LinkSet, RecordSet } from '../../decide/world.js';
import { splitOf, valuesSetBy, type Rule } from '../../pipeline/rules/rule.js';
import type { Value } from '../../table/value.js';
import type { Seen } from '../explanation.js';

/** A rule, whether its conditions held when it was asked, and what each of them saw. */
export interface Asked {
  readonly rule: Rule;
  readonly holds: boolean;
  readonly seen: readonly Seen[];
}

/** One that is asked before anyone is judged. */
export interface AskedBefore extends Asked {
  /** The fields that it gave a value, or shared out between two halves. */
  readonly fields: readonly string[];
}

/** What became of a record, or of a row of links, before anyone was judged. */
export interface Replayed {
  readonly index: number;
  /** The index of the record or row that it is a half or a copy of; its own if it is neither. */
  readonly origin: number;
  readonly isSecondHalf: boolean;
  /** Its values by index of the field: as they were read and united, after the split, and after `set` rules. */
  readonly read: readonly Value[];
  readonly afterSplit: readonly Value[];
  readonly judged: readonly Value[];
  readonly asked: readonly AskedBefore[];
  /** The set as rules that judge see it. */
  readonly set: RecordSet | LinkSet;
}

/**
 * Does again what a decision does before it judges, and looks at one record or row of links at each step: later steps
 * overwrite what rules saw.
 * @param index of a record, or of a row of links before the rows of a pair are joined
 */
export async function replay(solved: Solved, kind: string, index: number): Promise<Replayed> {
  const { book, extract, configuration } = solved;
  const { world, findings } = unite(extract, configuration.pipeline);
  const set = world.setOf(kind);
  const united = set.rows.copy();
  const wholes = set instanceof LinkSet ? null : new RecordSet(set.kind, [...set.ids], united);
  await split(world, book, findings);
  const origin = index < united.length ? index : originOf(set, index, united.length);
  const read = united.values(origin);
  const afterSplit = set.rows.values(index);
  const asked: AskedBefore[] = [];
  for (const rule of wholes === null ? [] : book.rulesThatSplit(kind)) {
    const one = await ask(book, rule, recordFacts(wholes ?? (set as RecordSet)), origin);
    const isFirst = one.holds && asked.every((other) => !other.holds);
    asked.push({ ...one, fields: isFirst ? sharedFields(set, rule, read, afterSplit) : [] });
  }
  if (set instanceof LinkSet) await setValuesOfRecords(world, book);
  asked.push(...(await askToSet(book, set, index)));
  await (set instanceof LinkSet ? setValuesOfLinks(world, book) : setValuesOfRecords(world, book));
  const isSecondHalf = !(set instanceof LinkSet) && index >= united.length;
  return { index, origin, isSecondHalf, read, afterSplit, judged: set.rows.values(index), asked, set };
}

/** Asks a rule about one record or link. */
export async function ask(book: RuleBook, rule: Rule, source: FactSource, index: number): Promise<Asked> {
  const holds = await book.prepare(rule, source)([index]);
  const seen = book.outcomes(rule, source, index).map(({ leaf, ...met }): Seen => ({ ...leaf, ...met }));
  return { rule, holds: holds(0), seen };
}

/** The facts of a set without counts. */
export function factsIn(set: RecordSet | LinkSet): FactSource {
  return set instanceof LinkSet ? linkFacts(set) : recordFacts(set);
}

/** If two rules set a field, the first that holds wins. */
async function askToSet(book: RuleBook, set: RecordSet | LinkSet, index: number): Promise<AskedBefore[]> {
  if (set instanceof LinkSet && set.dangles(index)) return [];
  const given = new Set<string>();
  const asked: AskedBefore[] = [];
  for (const rule of book.rulesThatSet(set.kind.name)) {
    const one = await ask(book, rule, factsIn(set), index);
    const fields = one.holds ? [...valuesSetBy(rule).keys()].filter((field) => !given.has(field)) : [];
    for (const field of fields) given.add(field);
    asked.push({ ...one, fields });
  }
  return asked;
}

function sharedFields({ kind }: RecordSet | LinkSet, rule: Rule, before: readonly Value[], after: readonly Value[]) {
  const effect = splitOf(rule);
  const names =
    effect === null ? [] : [effect.by, ...effect.share.flatMap(({ link, field }) => (link === null ? [field] : []))];
  return names.filter((name) => {
    const at = kind.fields.findIndex((field) => field.name === name);
    return before[at] !== after[at];
  });
}

/** A half has the id of its record in its row, and a copy of a link the ids and the place of the link. */
function originOf(set: RecordSet | LinkSet, index: number, before: number): number {
  if (!(set instanceof LinkSet)) return set.otherHalf.get(index) ?? index;
  const { rows } = set;
  const at = (row: number): string =>
    JSON.stringify([rows.id(row, 0), rows.id(row, 1), rows.position(row), rows.key(row)]);
  for (let row = 0; row < before; row++) if (at(row) === at(index)) return row;
  return index;
}
