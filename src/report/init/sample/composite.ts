import { mostRows } from '../../../extract/survey/path-node.js';
import type { LikelyWords } from '../likely-words.js';
import { isDay, isNearlyUnique, isYesOrNo } from './likeness.js';
import type { SampleSection, ValuePath } from './sections.js';

/** The values of an entry that are the parts of an id elsewhere: those of one object with the same keys. */
interface Group {
  readonly values: readonly ValuePath[];
  readonly names: readonly string[];
}

/** Parts of an id, and how many entries have the same as one before. */
export interface Composite {
  readonly parts: readonly ValuePath[];
  readonly repeats: number;
}

/**
 * The parts of a section's id, if no single value is one: keys that another section has side by side, and that together
 * are different in nearly each entry. What people are called is none, though it is mostly different.
 */
export function idPartsOf(section: SampleSection, all: readonly SampleSection[], words: LikelyWords): Composite | null {
  for (const other of all) {
    if (other === section) continue;
    for (const { names } of groupsOf(other)) {
      const parts = section.values.filter((value) => names.includes(nameOf(value)) && canBePart(section, value, words));
      if (parts.length < 2 || parts.length > mostParts || new Set(parts.map(nameOf)).size < parts.length) continue;
      const composite = compositeOf(section, parts);
      if (composite !== null && parts.some((part) => isCode.test(nameOf(part)))) return composite;
    }
  }
  return null;
}

const mostParts = 5;

/** From so few entries on, it is no chance that two values together are different in each. */
const fewest = 3;
const isCode = /(?:id|identifier|code|number|no|nr|key|ref|year|term|session|level|set)$/;

/**
 * Two values that together are different in each entry, if both are called like codes and none such is by itself.
 * @param isFit whether a value may be one of them
 */
export function pairOf(
  section: SampleSection,
  words: LikelyWords,
  isFit: (value: ValuePath) => boolean,
): Composite | null {
  const { values, node } = section;
  if (node.count < fewest || node.count > mostRows) return null;
  const codes = values.filter((value) => isCode.test(nameOf(value)) && canBePart(section, value, words));
  if (codes.some((value) => isNearlyUnique(value.node, node.count))) return null;
  const parts = codes.filter((value) => value.node.distinct.count > 1 && isFit(value));
  for (const [at, one] of parts.entries())
    for (const other of parts.slice(at + 1)) {
      const composite = compositeOf(section, [one, other]);
      if (composite?.repeats === 0) return composite;
    }
  return null;
}

/** Null if too many entries lack a part, or have the same as another. */
function compositeOf(section: SampleSection, parts: readonly ValuePath[]): Composite | null {
  const keys = joint(section, parts);
  const different = new Set(keys).size;
  const isEnough = keys.length > 1 && keys.length >= Math.min(section.node.count, mostRows) * most;
  return isEnough && different >= keys.length * most ? { parts, repeats: keys.length - different } : null;
}

/** Of a hundred entries, as many must have parts of their own: extracts have repeats, and entries without. */
const most = 0.8;

/** The same parts in another section, in their order, with how many of them together name an entry. */
export function partsIn(
  from: SampleSection,
  to: SampleSection,
  parts: readonly ValuePath[],
): { readonly parts: readonly ValuePath[]; readonly ids: number; readonly found: number } | null {
  const known = new Set(joint(to, parts));
  for (const { values } of groupsOf(from)) {
    const found = parts.map((part) => values.find((value) => nameOf(value) === nameOf(part)));
    const own = found.filter((value) => value !== undefined);
    if (own.length < parts.length) continue;
    const ids = new Set(joint(from, own));
    const matching = [...ids].filter((id) => known.has(id)).length;
    if (ids.size > 0 && matching * 2 >= ids.size) return { parts: own, ids: ids.size, found: matching };
  }
  return null;
}

/** The smallest first: of the object around some values, then of the object around that one. */
function groupsOf({ values }: SampleSection): Group[] {
  const groups = new Map<string, { readonly depth: number; readonly values: ValuePath[] }>();
  for (const value of values)
    for (let depth = value.steps.length - 1; depth >= 0; depth--) {
      const around = value.steps.slice(0, depth).join('.');
      const group = groups.get(around) ?? { depth, values: [] };
      group.values.push(value);
      groups.set(around, group);
    }
  return [...groups.values()]
    .filter((group) => group.values.length > 1)
    .sort((a, b) => b.depth - a.depth)
    .map((group) => ({ values: group.values, names: group.values.map(nameOf) }));
}

function nameOf({ steps }: ValuePath): string {
  return steps.at(-1) ?? '';
}

function canBePart(
  { node: { count } }: SampleSection,
  value: ValuePath,
  { roles, kinds, fields }: LikelyWords,
): boolean {
  const { node } = value;
  if (node.filled < count * most || isYesOrNo(node) || isDay(node)) return false;
  const called = Object.keys(roles).flatMap((kind) =>
    (kinds[kind]?.name ?? []).flatMap((name) => fields[kind]?.[name] ?? []),
  );
  return !called.includes(nameOf(value));
}

/** What several values of an entry are together, of the entries whose values are known and that have them all. */
function joint({ node }: SampleSection, parts: readonly ValuePath[]): string[] {
  const rows = Math.min(node.count, mostRows);
  return Array.from({ length: rows }, (_, row) => parts.map((part) => part.node.rows[row]))
    .filter((hashes) => hashes.every((hash) => hash !== undefined))
    .map((hashes) => hashes.join('|'));
}
