import type { DuplicateSearch, Pipeline, SharedTrait } from '../pipeline/pipeline.js';
import { builtInRules } from '../pipeline/rule.js';
import { byCodeUnit, digits, foldCase, foldName } from '../pipeline/text.js';
import type { Finding } from './decision.js';
import { fieldIndex } from './facts.js';
import { plainFinding } from './findings.js';
import type { Solution } from './fixpoint.js';
import { endIdAt, setNamed, still, type RecordSet, type World } from './world.js';

/** Pairs of records that are likely to be one person, spelt twice. They are reported, never merged. */
export function likelyDuplicates(world: World, solution: Solution, pipeline: Pipeline): Finding[] {
  return pipeline.duplicates.flatMap((search) => {
    const set = setNamed(world.records, search.kind);
    const { out } = setNamed(solution.fates, search.kind);
    const traits = search.anyOf.map((trait) => traitsOf(set, trait, solution));
    return sameNames(set, out, search)
      .flatMap((group) => pairsOf(group, traits))
      .filter(([a, b]) => set.otherHalf.get(a) !== b)
      .map(([a, b]) => duplicate(set, a, b));
  });
}

/** Records that come through, by what must be the same; a blank is never the same as anything. */
function sameNames(set: RecordSet, out: Int32Array, search: DuplicateSearch): number[][] {
  const foldsOf = search.same.map((name) =>
    set.rows.made(fieldIndex(set.kind.fields, name, set.kind.name), (value) => foldName(String(value ?? ''))),
  );
  const groups = new Map<string, number[]>();
  for (let index = 0; index < set.ids.length; index++) {
    if (out[index] !== still) continue;
    const names = foldsOf.map((foldOf) => foldOf(index));
    if (names.includes('')) continue;
    const key = names.join('\0');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

type TraitOf = (index: number) => readonly string[];

/** Of a group, those who share a trait: found by what they share, since a common name has more pairs than anyone can compare. */
function pairsOf(group: readonly number[], traits: readonly TraitOf[]): [number, number][] {
  const sharing = traits.map(() => new Map<string, number[]>());
  const pairs: [number, number][] = [];
  for (const index of group) {
    // Most share nothing with anyone.
    let earlier: Set<number> | null = null;
    for (const [at, trait] of traits.entries()) {
      const values = trait(index);
      for (const value of values.length > 1 ? new Set(values) : values) {
        const sharers = sharing[at].get(value);
        if (sharers === undefined) {
          sharing[at].set(value, [index]);
          continue;
        }
        earlier ??= new Set();
        for (const sharer of sharers) earlier.add(sharer);
        sharers.push(index);
      }
    }
    for (const other of earlier ?? []) pairs.push([other, index]);
  }
  return pairs.sort(([a, b], [c, d]) => a - c || b - d);
}

function traitsOf(set: RecordSet, trait: SharedTrait, solution: Solution): TraitOf {
  if (trait.type === 'field') {
    const field = fieldIndex(set.kind.fields, trait.field, set.kind.name);
    const fold = trait.compare === 'digits' ? digits : foldCase;
    return (index) => [fold(String(set.rows.at(index, field) ?? ''))].filter((value) => value !== '');
  }
  const counted = solution.counted.get(set.kind.name)?.find(({ links }) => links.kind.name === trait.link);
  if (counted === undefined) return () => [];
  const { out } = setNamed(solution.fates, trait.link);
  const other = counted.count.end === 0 ? 1 : 0;
  return (index) =>
    [...counted.neighbours.of(index)]
      .filter((link) => out[link] === still)
      .map((link) => endIdAt(counted.links, other, link));
}

function duplicate(set: RecordSet, a: number, b: number): Finding {
  const [first, second] = byCodeUnit(set.ids[a] ?? '', set.ids[b] ?? '') < 0 ? [a, b] : [b, a];
  const differing = set.kind.fields.filter((_, field) => set.rows.at(a, field) !== set.rows.at(b, field));
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
