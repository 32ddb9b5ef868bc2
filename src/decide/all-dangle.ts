import { builtInRules } from '../pipeline/rules/rule.js';
import type { Finding } from './decision.js';
import { plainFinding } from './findings.js';
import { nowhere, sizeOf, type AllDangle, type LinkSet } from './world.js';

/** One reference that dangles may be a mistake in the data; that all of some do is one in the mapping. */
const few = 2;

/** Looks only at links of which some dangle, and only until a reference under each key is found that does not. */
export function allDangle(set: Omit<LinkSet, 'allDangle'>): AllDangle {
  return [atEnd(set, 0), atEnd(set, 1)];
}

function atEnd(set: Omit<LinkSet, 'allDangle'>, end: 0 | 1): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const link of set.missing[end].keys())
    for (const key of keysAt(set, link, end)) counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const [key, count] of counts) if (count < few) counts.delete(key);
  for (let link = 0; counts.size > 0 && link < sizeOf(set); link++)
    if (set.ends[end][link] !== nowhere) for (const key of keysAt(set, link, end)) counts.delete(key);
  return counts;
}

/** The keys of the extract that named an end of a link. */
function keysAt({ kind, keys }: Pick<LinkSet, 'kind' | 'keys'>, link: number, end: 0 | 1): readonly string[] {
  return kind.section === null ? keys.of(link) : kind.ends[end].keys.map(({ key }) => key);
}

/** Whether all that dangles of a link does so with all others, and is said of them together. */
export function danglesWithAll(set: LinkSet, link: number): boolean {
  return ([0, 1] as const).every(
    (end) => set.ends[end][link] !== nowhere || keysAt(set, link, end).every((key) => set.allDangle[end].has(key)),
  );
}

/** One finding for each reference under which everything dangles. */
export function allDangleFindings(set: LinkSet): Finding[] {
  return ([0, 1] as const).flatMap((end) =>
    [...set.allDangle[end]].map(([key, count]) => {
      const because = inWords(set, end, key, count);
      return plainFinding('warning', builtInRules.allDangle, {
        kind: set.kind.name,
        recordId: null,
        field: key,
        because,
      });
    }),
  );
}

function inWords({ kind, joins }: LinkSet, end: 0 | 1, key: string, count: number): string {
  const all = `All ${String(count)} references of ${kind.name} under ${key} dangle`;
  const { to } = kind.ends[end];
  return joins[end].ids.length === 0
    ? `${all}: the extract has no ${to}.`
    : `${all}: none is the id of one of ${to}. Is \`from\` right?`;
}
