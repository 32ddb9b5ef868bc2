import type { PathNode } from '../../../extract/survey/path-node.js';
import type { LikelyWords } from '../likely-words.js';
import type { InnerList, SampleSection, ValuePath } from './sections.js';

/** Words of a role that the sample has, by the kind that a person with it is of. */
interface Roles {
  readonly by: ReadonlyMap<string, readonly string[]>;
  readonly value: ValuePath;
  /** The list in whose entries the role is; null if it is in the entry itself. */
  readonly list: InnerList | null;
}

/** A role has few values; what has more is something else. */
const mostRoles = 60;

/**
 * A section whose entries have roles of several kinds, as one section for each kind. Only words that the table has are
 * looked for, so the view that is written has no value of the sample that was not known before.
 */
export function slicesOf(section: SampleSection, words: LikelyWords): SampleSection[] {
  const roles = rolesOf(section, words);
  if (roles === null) return [section];
  return [...roles.by].map(([kind, found]) => {
    const rows = rowsWith(roles, found);
    const is = found.length === 1 ? found[0] : found;
    const { value, list } = roles;
    const where = list === null ? { [value.path]: is } : { [list.path]: { has: { [value.path]: is } } };
    return { ...ofRows(section, rows), where, role: kind };
  });
}

function rolesOf({ values, lists }: SampleSection, words: LikelyWords): Roles | null {
  const candidates = [
    ...values.map((value) => ({ value, list: null })),
    ...lists.flatMap((list) => list.values.map((value) => ({ value, list }))),
  ];
  for (const { value, list } of candidates) {
    const name = value.steps.at(-1) ?? '';
    if (value.node.distinct.count > mostRoles || !words.roleNames.some((word) => name.endsWith(word))) continue;
    const by = new Map<string, string[]>();
    for (const [kind, own] of Object.entries(words.roles)) {
      const found = own.flatMap(spellings).filter((word) => value.node.distinct.has(word));
      if (found.length > 0) by.set(kind, found);
    }
    if (by.size > 1) return { by, value, list };
  }
  return null;
}

/** As extracts write a word: `student`, `Student`, `STUDENT`. */
export function spellings(word: string): string[] {
  const capital = word.replace(/(?<=^|\s)[a-z]/g, (letter) => letter.toUpperCase());
  const first = word.charAt(0).toUpperCase() + word.slice(1);
  return [...new Set([word, first, capital, word.toUpperCase(), word.toUpperCase().replaceAll(' ', '_')])];
}

/** The numbers of the entries with such a role. */
function rowsWith({ value, list }: Roles, found: readonly string[]): Set<number> {
  const { node } = value;
  const rows = node.rows.flatMap((hash, row) => (found.some((word) => node.distinct.isOf(word, hash)) ? [row] : []));
  return new Set(list === null ? rows : rows.flatMap((row) => list.node.around[row] ?? []));
}

function ofRows(section: SampleSection, rows: ReadonlySet<number>): SampleSection {
  const { values, lists, node } = section;
  return {
    ...section,
    node: entriesOf(node, rows),
    values: valuesOf(values, rows),
    lists: lists.flatMap((list) => {
      const inner = new Set(list.node.around.flatMap((row, index) => (rows.has(row) ? [index] : [])));
      return inner.size === 0
        ? []
        : [
            {
              ...list,
              node: list.values.length > 0 ? entriesOf(list.node, inner) : list.node.ofRows(inner),
              values: valuesOf(list.values, inner),
            },
          ];
    }),
  };
}

function valuesOf(values: readonly ValuePath[], rows: ReadonlySet<number>): ValuePath[] {
  return values.map((value) => ({ ...value, node: value.node.ofRows(rows) })).filter(({ node }) => node.filled > 0);
}

/** As many objects as there are rows. */
function entriesOf(node: PathNode, rows: ReadonlySet<number>): PathNode {
  const part = node.ofRows(rows);
  part.types.object = rows.size;
  part.types.null = 0;
  return part;
}
