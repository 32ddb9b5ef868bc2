import type { Findings } from './findings.js';
import { placeIn, plainFinding } from './findings.js';
import { linkId } from '../extract/link-ids.js';
import { hasPeriod, periodSides } from '../pipeline/kinds/period.js';
import { builtInRules } from '../pipeline/rules/rule.js';
import { Pairs } from '../table/pairs.js';
import type { Table } from '../table/table.js';
import type { Value } from '../table/value.js';
import { failingWithoutRanks } from './everything-in.js';
import { RowsOfPairs } from './rows-of-pairs.js';
import type { RuleBook } from './rule-book.js';
import { LinkSet, nowhere, type End, World } from './world.js';

/**
 * Makes one link of the rows that join a pair, where a kind keeps them apart: once its rules have judged each, those
 * that hold are one. If none holds, the one that lacks least stands for the pair.
 */
export async function joinRows(world: World, book: RuleBook, findings: Findings): Promise<World> {
  if (!world.links.some(({ kind }) => kind.areRowsApart)) return world;
  const links: LinkSet[] = [];
  for (const set of world.links) links.push(set.kind.areRowsApart ? await joined(set, book, findings) : set);
  const ends = links.flatMap((set) => set.ends);
  for (const set of world.records) set.ends.splice(0, Infinity, ...ends.filter(({ records }) => records === set));
  return new World(world.records, links);
}

/** How many repeats each kind had; rows that were kept apart are repeats once they hold. */
export function mergedIn({ links }: World, before: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const apart = links.flatMap(({ kind, apart: rows }) => (rows === null ? [] : [[kind.name, rows.merged] as const]));
  return apart.length === 0 ? before : new Map([...before, ...apart]);
}

async function joined(set: LinkSet, book: RuleBook, findings: Findings): Promise<LinkSet> {
  const [first, second] = set.ends.map(whoAt);
  const pairs = new Pairs(first, second);
  const apart = new RowsOfPairs(
    set,
    await failingWithoutRanks(set, book),
    first.map((_, row) => pairs.firstLike(row)),
  );
  const lastFirst = byEnd(set);
  const rows = new Int32Array(apart.pairs).map((_, pair) => {
    const [last] = lastFirst(apart.holdingOf(pair)) as readonly (number | undefined)[];
    return last ?? apart.nearestOf(pair);
  });
  const table = set.rows.pick(rows);
  const keys: (readonly string[])[] = [];
  for (let pair = 0; pair < apart.pairs; pair++) {
    const holding = apart.holdingOf(pair);
    if (holding.length > 1) unite(set, table, pair, lastFirst(holding), findings);
    keys.push(keysOf(set, holding.length > 0 ? holding : apart.of(pair)));
  }
  const at = (end: End) => ({ records: end.records, at: rows.map((row) => end.at[row]) });
  const links = new LinkSet(set.kind, [at(set.ends[0]), at(set.ends[1])], keys, table, set.by, apart);
  links.allDangle = set.allDangle;
  return links;
}

/** By row, a number for whom it names at an end: the same for the same record, or for the same id without one. */
function whoAt(end: End): Int32Array {
  const unknown = new Map<string, number>();
  return end.at.map((record, row) => {
    if (record !== nowhere) return record;
    const id = end.idAt(row);
    const known = unknown.get(id) ?? -1 - unknown.size;
    unknown.set(id, known);
    return known;
  });
}

/** Puts rows in order: the period that ends last comes first, then the order of the extract. */
function byEnd({ kind, rows }: LinkSet): (some: readonly number[]) => readonly number[] {
  const field = kind.fields.findIndex(({ name }) => name === periodSides.until);
  if (field < 0) return (some) => some;
  const comesBefore = (one: Value, other: Value): number => {
    if (one === other) return 0;
    return one === null || (other !== null && one > other) ? -1 : 1;
  };
  return (some) =>
    some.length < 2 ? some : [...some].sort((a, b) => comesBefore(rows.at(a, field), rows.at(b, field)));
}

/** What names any of some rows; nearly always that is one list. */
function keysOf({ keys }: LinkSet, rows: readonly number[]): readonly string[] {
  return rows.length === 1 ? keys[rows[0]] : [...new Set(rows.flatMap((row) => keys[row]))];
}

/** Each field but those of the period takes the first value that is not blank. */
function unite(set: LinkSet, table: Table, pair: number, ordered: readonly number[], findings: Findings): void {
  const [best] = ordered;
  for (const [at, field] of set.kind.fields.entries()) {
    if (field.name === periodSides.from || field.name === periodSides.until) continue;
    const [first, ...others] = ordered.filter((row) => set.rows.at(row, at) !== null);
    if (others.length === 0 && (first === undefined || first === best)) continue;
    const value = set.rows.at(first, at);
    if (first !== best) table.put(pair, at, value);
    const different = others.find((row) => set.rows.at(row, at) !== value);
    if (different === undefined || !field.kept || field.from === null) continue;
    const which = hasPeriod(set.kind) ? 'that of the period which ends last' : 'the first';
    const because = `Rows of it that come through have different values of ${field.from}; ${which} stays.`;
    const about = { kind: set.kind.name, recordId: linkId(set.idsAt(best)), field: field.from, because };
    const place = placeIn(set.rows, different);
    findings.push(plainFinding('conflict', builtInRules.repeatDiffers, { ...about, ...place }));
  }
}
