import { dangling, still } from './fate.js';
import type { Node } from './given.js';
import type { Solution } from './solution.js';
import { LinkSet, nowhere, type RecordSet } from './world.js';

/** By set and index. */
export type Returning = ReadonlyMap<RecordSet, Set<number>>;

/**
 * Brings back all who may come back because of what is given, and counts their links. A record left because of what had
 * left in the rounds before. So what is given for one that left in round 3 can only matter to those who left later, and
 * through them to those who left later still: these may come back, nobody else.
 */
export function bringBack(solution: Solution, since: Solution): Returning {
  const returning = whoMayReturn(solution, since);
  for (const [set, indexes] of returning) {
    const { out } = solution.ofRecords(set);
    for (const index of indexes) out.put(index, still);
  }
  openLinks(solution);
  for (const [set, indexes] of returning) countLinks(solution, set, indexes);
  return returning;
}

function whoMayReturn(solution: Solution, since: Solution): Returning {
  const returning = new Map(solution.world.records.map((set) => [set, new Set<number>()]));
  const waiting: { readonly set: RecordSet; readonly index: number }[] = [];
  const add = (set: RecordSet, index: number): void => {
    const known = returning.get(set);
    const cannot = index === nowhere || since.ofRecords(set).out.at(index) === still || set.erased.has(index);
    if (cannot || known === undefined || known.has(index)) return;
    known.add(index);
    waiting.push({ set, index });
  };
  const { held, mended } = solution.given.given;
  const starts: Node[] = [...held, ...mended.flatMap(({ of }) => of)];
  for (const { set, index } of starts) {
    if (set instanceof LinkSet) for (const end of set.ends) add(end.records, end.at[index]);
    else add(set, index);
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const round = since.ofRecords(next.set).out.at(next.index);
    for (const end of next.set.ends) {
      const { records, at } = end.other;
      const { out } = since.ofRecords(records);
      for (const link of end.linksOf(next.index)) {
        solution.work++;
        if (at[link] !== nowhere && out.at(at[link]) > round) add(records, at[link]);
      }
    }
  }
  return returning;
}

/** What is mended in a link may be all that kept it out. */
function openLinks(solution: Solution): void {
  for (const links of solution.world.links) {
    const { alone } = solution.ofLinks(links);
    for (const link of solution.given.mended(links).keys())
      if (solution.missingAt(links, link) !== null) alone.put(link, dangling);
      else alone.put(link, solution.faultsOf(links, link).length > 0 ? 1 : still);
  }
}

function countLinks(solution: Solution, set: RecordSet, indexes: ReadonlySet<number>): void {
  for (const end of set.ends) {
    const count = solution.countAt(end);
    const { alone, held } = solution.ofLinks(end.links);
    const { records, at } = end.other;
    const { out } = solution.ofRecords(records);
    for (const index of indexes) {
      let links = solution.given.added(end, index);
      for (const link of end.linksOf(index)) {
        solution.work++;
        const isIn = alone.at(link) === still && (at[link] === nowhere || out.at(at[link]) === still);
        if (isIn || held.has(link)) links++;
      }
      count.put(index, links);
    }
  }
}
