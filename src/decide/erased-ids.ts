import type { Finding } from './decision.js';
import { isOfErasure } from './findings.js';
import { linkIdsIn } from '../extract/link-ids.js';
import type { Pipeline } from '../pipeline/pipeline.js';

/** Whether an id names a record that was, or may have been, erased, or a link to one: nobody needs to see it again. */
export type IsErasedId = (kind: string | null, id: string | null) => boolean;

export function erasedIdsIn({ links }: Pick<Pipeline, 'links'>, findings: readonly Finding[]): IsErasedId {
  const erased = new Map<string, Set<string>>();
  for (const finding of findings) {
    const { kind, recordId } = finding;
    if (kind === null || recordId === null || !isOfErasure(finding)) continue;
    erased.set(kind, (erased.get(kind) ?? new Set()).add(recordId));
  }
  if (erased.size === 0) return () => false;
  const ends = new Map(links.map((link) => [link.name, link.ends.map(({ to }) => to)]));
  return (kind, id) => {
    if (kind === null || id === null) return false;
    const kinds = ends.get(kind);
    if (kinds === undefined) return erased.get(kind)?.has(id) === true;
    const ids = linkIdsIn(id);
    return kinds.some((to, at) => erased.get(to)?.has(ids[at]) === true);
  };
}
