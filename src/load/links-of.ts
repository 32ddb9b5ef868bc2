import { linkIdsIn } from '../extract/link-ids.js';
import type { LinkKind, Pipeline } from '../pipeline/pipeline.js';

/** The kinds of links that join records of a kind to others. */
export function linksEndingAt(pipeline: Pipeline, kind: string): LinkKind[] {
  return pipeline.links.filter((link) => link.ends.some((end) => end.to === kind));
}

/**
 * Narrows rows down to those whose record_id, a link's JSON list, has an id in it. It lets through some that only look
 * so (SQLite's `like` takes A for a): what comes of it is to be asked `isLinkOf`.
 */
export const likeLinksOf = {
  sql: "record_id like ? escape '!'",
  pattern: (id: string): string => `%${JSON.stringify(id).replace(/[!%_]/g, '!$&')}%`,
};

/** Whether a link, named by the JSON list of its ids, joins this record to another. */
export function isLinkOf(link: LinkKind, kind: string, id: string, recordId: string): boolean {
  const ids = linkIdsIn(recordId);
  return link.ends.some((end, at) => end.to === kind && ids[at] === id);
}
