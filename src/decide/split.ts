import { secondHalf, sidesOfJoint, waysToShare, type Pair } from '../pipeline/parts.js';
import { builtInRules, type Rule, type Share } from '../pipeline/rule.js';
import type { Value } from '../extract/extract.js';
import type { Finding } from './decision.js';
import { fieldIndex, recordFacts } from './facts.js';
import { plainFinding } from './findings.js';
import type { RuleBook } from './rule-book.js';
import { sizeOf, type LinkSet, type RecordSet, type World } from './world.js';

/**
 * Makes two of each combined record: the first half keeps the id, the second half is appended with its own copy of all
 * links. How many more there are now, by kind.
 */
export async function split(world: World, book: RuleBook, findings: Finding[]): Promise<Map<string, number>> {
  const extra = new Map<string, number>();
  for (const set of world.records.values()) {
    const before = set.ids.length;
    const splitBy = await rulesThatSplit(set, book);
    const taken = new Set(set.ids.filter((id) => id.endsWith(secondHalf)));
    for (const [index, rule] of splitBy) splitRecord(set, index, rule, taken, findings);
    set.firstSecondHalf = before;
    if (set.ids.length > before) splitLinks(world, set, splitBy, extra);
    extra.set(set.kind.name, set.ids.length - before);
  }
  return extra;
}

/** By index of the record, the first of the rules that holds for it. */
async function rulesThatSplit(set: RecordSet, book: RuleBook): Promise<Map<number, Rule>> {
  const splitBy = new Map<number, Rule>();
  const indexes = set.ids.map((_, index) => index);
  for (const rule of book.rulesFor(set.kind.name, 'split')) {
    const holds = await book.prepare(rule, recordFacts(set))(indexes);
    for (const index of indexes) if (holds[index] === true && !splitBy.has(index)) splitBy.set(index, rule);
  }
  return new Map([...splitBy].sort(([a], [b]) => a - b));
}

/** @param taken ids of the extract that are like those of second halves */
function splitRecord(set: RecordSet, index: number, rule: Rule, taken: ReadonlySet<string>, findings: Finding[]): void {
  const effect = rule.effect;
  if (effect.type !== 'split') return;
  const id = `${set.ids[index] ?? ''}${secondHalf}`;
  const values = set.values[index];
  const by = fieldIndex(set.kind.fields, effect.by, set.kind.name);
  const title = values[by] ?? null;
  const parts = typeof title === 'string' ? sidesOfJoint(title) : null;
  if (parts === null) return;
  if (taken.has(id)) {
    const because = `It is two people, but the extract has a record with the id of the second half; it is not split.`;
    const recordId = set.ids[index] ?? null;
    const position = set.positions[index] ?? null;
    findings.push(
      plainFinding('warning', builtInRules.halfIdTaken, { kind: set.kind.name, recordId, position, because }),
    );
    return;
  }
  const [first, second] = [[...values], [...values]];
  shareOut(first, second, by, parts);
  for (const { link, field, way } of effect.share) {
    if (link !== null) continue;
    const at = fieldIndex(set.kind.fields, field, set.kind.name);
    shareOut(first, second, at, share(first[at], way));
  }
  set.values[index] = first;
  set.otherHalf.set(index, set.ids.length);
  set.otherHalf.set(set.ids.length, index);
  set.ids.push(id);
  set.positions.push(set.positions[index] ?? 0);
  set.values.push(second);
}

function share(value: Value, way: Share['way']): Pair | null {
  return typeof value === 'string' ? waysToShare[way](value) : null;
}

/** What has not exactly two parts is given whole to both. */
function shareOut(first: Value[], second: Value[], at: number, parts: Pair | null): void {
  if (parts === null) return;
  [first[at], second[at]] = parts;
}

function splitLinks(
  world: World,
  set: RecordSet,
  splitBy: ReadonlyMap<number, Rule>,
  extra: Map<string, number>,
): void {
  for (const links of world.links.values()) {
    const before = sizeOf(links);
    const more: Halves = { endIds: [[], []], ends: [[], []], positions: [] };
    for (const end of [0, 1] as const) {
      if (links.kind.ends[end].to !== set.kind.name) continue;
      for (let link = 0; link < before; link++) {
        const index = links.ends[end][link];
        const other = set.otherHalf.get(index);
        if (other !== undefined && index < set.firstSecondHalf)
          splitLink(links, link, end, other, set, splitBy.get(index), more);
      }
    }
    if (more.positions.length > 0) append(links, more);
    extra.set(links.kind.name, (extra.get(links.kind.name) ?? 0) + sizeOf(links) - before);
  }
}

/** What is put behind the columns of links. */
interface Halves {
  readonly endIds: readonly [string[], string[]];
  readonly ends: readonly [number[], number[]];
  readonly positions: number[];
}

function append(links: LinkSet, { endIds, ends, positions }: Halves): void {
  const [firsts, seconds] = links.ends;
  links.endIds = [links.endIds[0].concat(endIds[0]), links.endIds[1].concat(endIds[1])];
  links.ends = [withMore(firsts, ends[0]), withMore(seconds, ends[1])];
  links.positions = links.positions.concat(positions);
}

function splitLink(
  links: LinkSet,
  link: number,
  end: 0 | 1,
  other: number,
  set: RecordSet,
  rule: Rule | undefined,
  { endIds, ends, positions }: Halves,
): void {
  for (const at of [0, 1] as const) {
    endIds[at].push(at === end ? set.ids[other] : links.endIds[at][link]);
    ends[at].push(at === end ? other : links.ends[at][link]);
  }
  positions.push(links.positions[link]);
  links.keys.push(links.keys[link]);
  const [own, copy] = [[...links.values[link]], [...links.values[link]]];
  const shares = rule?.effect.type === 'split' ? rule.effect.share : [];
  for (const { link: of, field, way } of shares) {
    if (of !== links.kind.name) continue;
    const at = fieldIndex(links.kind.fields, field, links.kind.name);
    shareOut(own, copy, at, share(own[at], way));
  }
  links.values[link] = own;
  links.values.push(copy);
}

function withMore(column: Int32Array, more: readonly number[]): Int32Array {
  const longer = new Int32Array(column.length + more.length);
  longer.set(column);
  longer.set(more, column.length);
  return longer;
}
