import { secondHalf, sidesOfJoint, type Pair } from '../pipeline/parts.js';
import { builtInRules, splitOf, type Rule, type Share } from '../pipeline/rules/rule.js';
import { wayToShareNamed } from '../pipeline/vocabulary/ways-to-share.js';
import type { Table } from '../table/table.js';
import type { Value } from '../table/value.js';
import { fieldIndex, recordFacts } from './facts.js';
import { placeIn, plainFinding, type Findings } from './findings.js';
import type { RuleBook } from './rule-book.js';
import { indexesTo, type End, type RecordSet, type World } from './world.js';

/**
 * Makes two of each combined record: the first half keeps the id, the second half is appended with its own copy of all
 * links. Returns how many more there are now, by kind.
 */
export async function split(world: World, book: RuleBook, findings: Findings): Promise<Map<string, number>> {
  const extra = new Map<string, number>();
  for (const set of world.records) {
    const before = set.ids.length;
    const splitBy = await rulesThatSplit(set, book);
    const taken = new Set(set.ids.filter((id) => id.endsWith(secondHalf)));
    for (const [index, rule] of splitBy) splitRecord(set, index, rule, taken, findings);
    set.firstSecondHalf = before;
    if (set.ids.length > before) {
      splitLinks(set, splitBy, extra);
    }
    extra.set(set.kind.name, set.ids.length - before);
  }
  return extra;
}

/** By index of the record, the first of the rules that holds for it. */
async function rulesThatSplit(set: RecordSet, book: RuleBook): Promise<Map<number, Rule>> {
  const splitBy = new Map<number, Rule>();
  const indexes = indexesTo(set.ids.length);
  for (const rule of book.rulesThatSplit(set.kind.name)) {
    const holds = await book.prepare(rule, recordFacts(set))(indexes);
    for (const index of indexes) if (holds(index) && !splitBy.has(index)) splitBy.set(index, rule);
  }
  return new Map([...splitBy].sort(([a], [b]) => a - b));
}

/** @param taken ids of the extract that look like those of second halves */
function splitRecord(set: RecordSet, index: number, rule: Rule, taken: ReadonlySet<string>, findings: Findings): void {
  const split = splitOf(rule);
  if (split === null) return;
  const id = `${set.ids[index] ?? ''}${secondHalf}`;
  const by = fieldIndex(set.kind.fields, split.by, set.kind.name);
  const title = set.rows.at(index, by);
  const parts = typeof title === 'string' ? sidesOfJoint(title) : null;
  if (parts === null) return;
  if (taken.has(id)) {
    const because = `It is two people, but the extract has a record with the id of the second half; it is not split.`;
    const recordId = set.ids[index] ?? null;
    const about = { kind: set.kind.name, recordId, ...placeIn(set.rows, index), because };
    findings.push(plainFinding('warning', builtInRules.halfIdTaken, about));
    return;
  }
  const second = set.rows.addLike(index);
  shareOut(set.rows, [index, second], by, parts);
  for (const { link, field, way } of split.share) {
    if (link !== null) continue;
    const at = fieldIndex(set.kind.fields, field, set.kind.name);
    shareOut(set.rows, [index, second], at, share(set.rows.at(index, at), way));
  }
  set.otherHalf.set(index, second);
  set.otherHalf.set(second, index);
  set.ids.push(id);
}

function share(value: Value, way: Share['way']): Pair | null {
  return typeof value === 'string' ? wayToShareNamed[way].partsOf(value) : null;
}

/** A value without exactly two parts goes whole to both. */
function shareOut(rows: Table, halves: readonly [number, number], field: number, parts: Pair | null): void {
  if (parts !== null) halves.forEach((half, at) => rows.put(half, field, parts[at]));
}

function splitLinks(set: RecordSet, splitBy: ReadonlyMap<number, Rule>, extra: Map<string, number>): void {
  for (const links of new Set(set.ends.map((end) => end.links))) {
    const before = links.size;
    const more: Halves = [[], []];
    for (const end of links.ends) {
      if (end.records !== set) continue;
      for (let link = 0; link < before; link++) {
        const index = end.at[link];
        const other = set.otherHalf.get(index);
        if (other !== undefined && index < set.firstSecondHalf) splitLink(end, link, other, splitBy.get(index), more);
      }
    }
    if (links.size > before) for (const end of links.ends) end.append(more[end.side]);
    extra.set(links.kind.name, (extra.get(links.kind.name) ?? 0) + links.size - before);
  }
}

/** The records that copies of links join, at their first and second ends. */
type Halves = readonly [number[], number[]];

/** @param half the record at the end whose link the copy is */
function splitLink(end: End, link: number, half: number, rule: Rule | undefined, ends: Halves): void {
  const { links, other } = end;
  const copy = links.rows.addLike(link);
  ends[end.side].push(half);
  ends[other.side].push(other.at[link]);
  links.keys.push(links.keys[link]);
  const shares = rule === undefined ? [] : (splitOf(rule)?.share ?? []);
  for (const { link: of, field, way } of shares) {
    if (of !== links.kind.name) continue;
    const at = fieldIndex(links.kind.fields, field, links.kind.name);
    shareOut(links.rows, [link, copy], at, share(links.rows.at(link, at), way));
  }
}
