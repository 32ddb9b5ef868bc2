import type { DuplicateSearch, Pipeline, SharedTrait } from '../pipeline/pipeline.js';
import { builtInRules } from '../pipeline/rule.js';
import { byCodeUnit, digits, foldCase, foldName } from '../pipeline/text.js';
import type { Finding } from './decision.js';
import { fieldIndex } from './facts.js';
import { plainFinding } from './findings.js';
import type { Solution } from './fixpoint.js';
import { setNamed, still, type RecordSet, type World } from './world.js';

/** Pairs of records that are likely to be one person, spelt twice. They are reported, never merged. */
export function likelyDuplicates(world: World, solution: Solution, pipeline: Pipeline): Finding[] {
  return pipeline.duplicates.flatMap((search) => {
    const set = setNamed(world.records, search.kind);
    const { out } = setNamed(solution.fates, search.kind);
    const traits = search.anyOf.map((trait) => traitsOf(set, trait, solution));
    return pairsOf(sameNames(set, out, search))
      .filter(([a, b]) => set.otherHalf.get(a) !== b && traits.some((trait) => share(trait(a), trait(b))))
      .map(([a, b]) => duplicate(set, a, b));
  });
}

/** Records that come through, by what must be the same; a blank is never the same as anything. */
function sameNames(set: RecordSet, out: Int32Array, search: DuplicateSearch): number[][] {
  const fields = search.same.map((name) => fieldIndex(set.kind.fields, name, set.kind.name));
  const groups = new Map<string, number[]>();
  set.ids.forEach((_, index) => {
    if (out[index] !== still) return;
    const names = fields.map((field) => foldName(String(set.values[index]?.[field] ?? '')));
    if (names.includes('')) return;
    const key = names.join('\0');
    groups.set(key, [...(groups.get(key) ?? []), index]);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}

function pairsOf(groups: readonly (readonly number[])[]): [number, number][] {
  return groups.flatMap((group) => group.flatMap((a, at) => group.slice(at + 1).map((b): [number, number] => [a, b])));
}

function traitsOf(set: RecordSet, trait: SharedTrait, solution: Solution): (index: number) => readonly string[] {
  if (trait.type === 'field') {
    const field = fieldIndex(set.kind.fields, trait.field, set.kind.name);
    const fold = trait.compare === 'digits' ? digits : foldCase;
    return (index) => [fold(String(set.values[index]?.[field] ?? ''))].filter((value) => value !== '');
  }
  const counted = solution.counted.get(set.kind.name)?.find(({ links }) => links.kind.name === trait.link);
  if (counted === undefined) return () => [];
  const { out } = setNamed(solution.fates, trait.link);
  const other = counted.count.end === 0 ? 1 : 0;
  return (index) =>
    [...counted.neighbours.of(index)]
      .filter((link) => out[link] === still)
      .map((link) => counted.links.ids[link]?.[other] ?? '');
}

function share(a: readonly string[], b: readonly string[]): boolean {
  return a.some((value) => b.includes(value));
}

function duplicate(set: RecordSet, a: number, b: number): Finding {
  const [first, second] = byCodeUnit(set.ids[a] ?? '', set.ids[b] ?? '') < 0 ? [a, b] : [b, a];
  const differing = set.kind.fields.filter((_, field) => set.values[a]?.[field] !== set.values[b]?.[field]);
  const keys = [...new Set(differing.map((field) => field.from ?? field.name))];
  return plainFinding('duplicate', builtInRules.likelyDuplicate, {
    kind: set.kind.name,
    recordId: set.ids[first] ?? null,
    causeKind: set.kind.name,
    causeId: set.ids[second] ?? null,
    field: keys.join(', ') || null,
    position: set.positions[first] ?? null,
    because: 'It is likely to be the same person as the other, spelt in two ways.',
    fix: 'Make the two one in the MIS, or tell its supplier of this pair',
  });
}
