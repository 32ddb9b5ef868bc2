import type { Value } from '../table/value.js';
import type { Edit } from './draft.js';
import type { Owner } from './edited-source.js';
import type { Sketch } from './judge.js';
import type { MakingTools } from './making-tools.js';

/** Looks at no more than this many of the links that a changed value may open. */
const mostLooked = 60;

/** How many links of a record no rule of their own would keep out if the record had these values. */
export function openLinks(
  { source, judge, search }: MakingTools,
  owner: Owner,
  values: readonly Value[],
  edits: readonly Edit[],
): number {
  let open = 0;
  for (const end of owner.set.ends) {
    const { links, other } = end;
    if (judge.readsAt(links.kind, end.side).length === 0) continue;
    for (const link of end.linksOf(owner.index).subarray(0, mostLooked)) {
      const imagined = source.link(links, link, edits);
      const ends = end.pair<Sketch>({ ...owner, values }, imagined.ends[other.side]);
      if (!search.hasAskedEnough() && judge.faults(links.kind, { ...imagined, ends }).length === 0) open++;
    }
  }
  return open;
}
