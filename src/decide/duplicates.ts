import type { DuplicateSearch, Pipeline, SharedTrait } from '../pipeline/pipeline.js';
import { fold } from '../pipeline/text/folding.js';
import { builtInRules } from '../pipeline/rules/rule.js';
import { byCodeUnit, digits, foldCase } from '../pipeline/text/text.js';
import type { Finding } from './decision.js';
import { fieldIndex } from './facts.js';
import { plainFinding, type Findings } from './findings.js';
import type { Solution } from './solution.js';
import type { RecordSet } from './world.js';

/** Nobody looks through the pairs of more than this that are alike: 1,500 make a million. */
const mostInPairs = 10;

/**
 * Adds the records that are likely to be one person, spelt in more than one way: in pairs, or together if they are too
 * many for pairs. They are reported, never united.
 */
export function likelyDuplicates(findings: Findings, solution: Solution, pipeline: Pipeline): void {
  for (const search of pipeline.duplicates) {
    const set = solution.world.recordsOf(search.kind);
    const traits = search.anyOf.map((trait) => traitOf(set, trait, solution));
    for (const group of sameNames(set, solution, search)) {
      const { pairs, alike } = likeness(set, group, traits);
      for (const many of alike) findings.push(allAlike(set, search, traits, many));
      for (const [one, other] of pairs) findings.push(duplicate(set, one, other));
    }
  }
}

/** Records that come through, grouped by what must be the same; a blank is never the same as anything. */
function sameNames(set: RecordSet, solution: Solution, search: DuplicateSearch): number[][] {
  const fields = search.same.map((name) => fieldIndex(set.kind.fields, name, set.kind.name));
  const groups = new Map<string, number[]>();
  for (const index of solution.of(set).through) {
    const names = fields.map((field) => fold(String(set.rows.at(index, field) ?? '')));
    if (names.includes('')) continue;
    const key = names.join('\0');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

interface Trait {
  /** In words, after "the same". */
  readonly name: string;
  /** The key in the extract; null if it is a link's. */
  readonly key: string | null;
  readonly of: (index: number) => readonly string[];
}

/** More records than go in pairs; all share a value of each of these traits. */
interface Many {
  readonly members: readonly number[];
  readonly traits: Set<number>;
}

interface Likeness {
  readonly alike: readonly Many[];
  /** Pairs that share a trait, except the halves of one record and two who are already together among many. */
  readonly pairs: readonly (readonly [number, number])[];
}

/** For records of one name. Its work grows with the number of trait values, however many records share one. */
function likeness(set: RecordSet, group: readonly number[], traits: readonly Trait[]): Likeness {
  const alike = new Map<string, Many>();
  const manyOf = new Map<number, Set<Many>>();
  const few: (readonly number[])[] = [];
  for (const [at, trait] of traits.entries()) {
    for (const members of sharers(group, trait)) {
      if (members.length <= mostInPairs) {
        few.push(members);
        continue;
      }
      // The same people often share both a phone and an email: one finding says both.
      const key = members.join();
      const many = alike.get(key) ?? { members, traits: new Set<number>() };
      alike.set(key, many);
      many.traits.add(at);
      for (const member of members) manyOf.set(member, (manyOf.get(member) ?? new Set()).add(many));
    }
  }
  const areTogether = (a: number, b: number): boolean => {
    const [of, other] = [manyOf.get(a), manyOf.get(b)];
    if (of === undefined || other === undefined) return false;
    const [fewer, more] = of.size < other.size ? [of, other] : [other, of];
    for (const many of fewer) if (more.has(many)) return true;
    return false;
  };
  const numbered = new Set<number>();
  for (const members of few)
    for (const [at, b] of members.entries()) for (const a of members.slice(0, at)) numbered.add(a * set.ids.length + b);
  const pairs = [...numbered]
    .sort((a, b) => a - b)
    .map((number) => [Math.floor(number / set.ids.length), number % set.ids.length] as const)
    .filter(([a, b]) => set.otherHalf.get(a) !== b && !areTogether(a, b));
  return { alike: [...alike.values()], pairs };
}

/** Those who share a value of a trait, a list for each value; each of them once, in their order. */
function sharers(group: readonly number[], trait: Trait): number[][] {
  const sharing = new Map<string, number[]>();
  for (const index of group) {
    const values = trait.of(index);
    for (const value of values.length > 1 ? new Set(values) : values) {
      const known = sharing.get(value);
      if (known === undefined) sharing.set(value, [index]);
      else known.push(index);
    }
  }
  return [...sharing.values()].filter((members) => members.length > 1);
}

function traitOf(set: RecordSet, trait: SharedTrait, solution: Solution): Trait {
  if (trait.type === 'field') {
    const at = fieldIndex(set.kind.fields, trait.field, set.kind.name);
    const field = set.kind.fields[at];
    const folded = trait.compare === 'digits' ? digits : foldCase;
    return {
      name: field.label.toLowerCase(),
      key: field.from ?? field.name,
      of: (index) => [folded(String(set.rows.at(index, at) ?? ''))].filter((value) => value !== ''),
    };
  }
  const end = set.ends.find(({ links }) => links.kind.name === trait.link);
  if (end === undefined) return { name: trait.end, key: null, of: () => [] };
  const name = end.links.kind.ends.find((one) => one.name === trait.end)?.label ?? trait.end;
  return { name, key: null, of: (index) => solution.linksThrough(end, index).map((link) => end.other.idAt(link)) };
}

/** The finding is about the one that has the lowest id. */
function allAlike(
  set: RecordSet,
  search: DuplicateSearch,
  traits: readonly Trait[],
  { members, traits: by }: Many,
): Finding {
  const first = members.reduce((least, index) => (byCodeUnit(set.ids[index], set.ids[least]) < 0 ? index : least));
  const shared = traits.filter((_, at) => by.has(at));
  const labels = search.same.map((name) => set.kind.fields[fieldIndex(set.kind.fields, name, set.kind.name)].label);
  const same = [...labels.map((label) => label.toLowerCase()), ...shared.map(({ name }) => name)];
  const keys = shared.flatMap(({ key }) => (key === null ? [] : [key]));
  return plainFinding('duplicate', builtInRules.alike, {
    kind: set.kind.name,
    recordId: set.ids[first],
    field: keys.join(', ') || null,
    position: set.rows.position(first),
    section: set.rows.section(first),
    because: `It is one of ${String(members.length)} that have the same ${same.slice(0, -1).join(', ')} and ${same.at(-1) ?? ''}.`,
    fix: 'Make those who are one person one record in the MIS, or tell its supplier of them',
  });
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
    position: set.rows.position(first),
    section: set.rows.section(first),
    because: 'It is likely to be the same person as the other, spelt in two ways.',
    fix: 'Make them one record in the MIS, or tell its supplier of this pair',
  });
}
