import { mostRows } from '../../../extract/survey/path-node.js';
import { isYesOrNo } from './likeness.js';
import type { SampleSection, ValuePath } from './sections.js';

/** The values of an entry that are the parts of an id elsewhere: those of one object with the same keys. */
interface Group {
  readonly values: readonly ValuePath[];
  readonly names: readonly string[];
}

/**
 * The parts of a section's id, if no single value is one: keys that another section has side by side, and that together
 * are different in each entry.
 */
export function idPartsOf(section: SampleSection, all: readonly SampleSection[]): ValuePath[] | null {
  for (const other of all) {
    if (other === section) continue;
    for (const { names } of groupsOf(other)) {
      const parts = section.values.filter((value) => names.includes(nameOf(value)) && isComplete(section, value));
      if (parts.length < 2 || parts.length > mostParts || new Set(parts.map(nameOf)).size < parts.length) continue;
      const keys = joint(section, parts);
      if (new Set(keys).size === keys.length && keys.length > 1) return parts;
    }
  }
  return null;
}

const mostParts = 5;

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

function groupsOf({ values }: SampleSection): Group[] {
  const groups = new Map<string, ValuePath[]>();
  for (const value of values) {
    const around = value.steps.slice(0, -1).join('.');
    groups.set(around, [...(groups.get(around) ?? []), value]);
  }
  return [...groups.values()].filter((own) => own.length > 1).map((own) => ({ values: own, names: own.map(nameOf) }));
}

function nameOf({ steps }: ValuePath): string {
  return steps.at(-1) ?? '';
}

function isComplete({ node: { count } }: SampleSection, { node }: ValuePath): boolean {
  return node.filled === count && !isYesOrNo(node);
}

/** What several values of an entry are together, of the entries whose values are known and that have them all. */
function joint({ node }: SampleSection, parts: readonly ValuePath[]): string[] {
  const rows = Math.min(node.count, mostRows);
  return Array.from({ length: rows }, (_, row) => parts.map((part) => part.node.rows[row]))
    .filter((hashes) => hashes.every((hash) => hash !== undefined))
    .map((hashes) => hashes.join('|'));
}
