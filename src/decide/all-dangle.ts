import type { LinkEnd } from '../pipeline/pipeline.js';
import { builtInRules } from '../pipeline/rules/rule.js';
import type { Finding } from './decision.js';
import { plainFinding } from './findings.js';
import type { AllDangle, End, LinkSet } from './world.js';

/** One reference that dangles may be a mistake in the data; if all of several do, the mapping is wrong. */
const few = 2;

/** Goes through links only if some dangle, and only until each key has a reference that does not. */
export function allDangle({ ends }: LinkSet): AllDangle {
  return [allAt(ends[0]), allAt(ends[1])];
}

function allAt(end: End): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const link of end.missing.filter((at) => !end.isAmbiguous(at)))
    for (const key of keysAt(end, link)) counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const [key, count] of counts) if (count < few) counts.delete(key);
  for (let link = 0; counts.size > 0 && link < end.at.length; link++)
    if (!end.isMissing(link) || end.isAmbiguous(link)) for (const key of keysAt(end, link)) counts.delete(key);
  return counts;
}

/** The keys of the extract that named an end of a link. */
function keysAt({ links, kind }: End, link: number): readonly string[] {
  return links.kind.within !== null ? links.keys[link] : kind.keys.map(({ key }) => key);
}

/** Whether, wherever a link dangles, all others under its keys do too: one finding reports them together. */
export function danglesWithAll({ ends, allDangle }: LinkSet, link: number): boolean {
  return ends.every((end) => !end.isMissing(link) || keysAt(end, link).every((key) => allDangle[end.side].has(key)));
}

/** One finding for each reference under which everything dangles. */
export function allDangleFindings(set: LinkSet): Finding[] {
  return set.ends.flatMap((end) =>
    [...set.allDangle[end.side]].map(([key, count]) => {
      const because = inWords(end, key, count);
      return plainFinding('warning', builtInRules.allDangle, {
        kind: set.kind.name,
        recordId: null,
        field: key,
        because,
      });
    }),
  );
}

function inWords({ links, kind, records }: End, key: string, count: number): string {
  const all = `All ${String(count)} references of ${links.kind.name} under ${key} dangle`;
  return records.size === 0
    ? `${all}: the extract has no ${kind.to}.`
    : `${all}: none is the ${kind.by ?? 'id'} of one of ${kind.to}. Is ${askOf(kind)} right?`;
}

function askOf({ keys, by }: LinkEnd): string {
  if (by !== null) return '`from`, or `by`,';
  return keys.some(({ parts }) => parts !== null) ? '`from`, or the order of `key`,' : '`from`';
}
