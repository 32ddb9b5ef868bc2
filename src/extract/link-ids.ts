/** The ids of the records at both ends of a link, in the order of its ends. */
export type LinkIds = readonly [string, string];

/** A link's id: the JSON list of its ids. */
export function linkId(ids: LinkIds): string {
  return JSON.stringify(ids);
}

/** The same the other way: the ids of a link, by what findings and tables call it. */
export function linkIdsIn(recordId: string): LinkIds {
  return JSON.parse(recordId) as [string, string];
}
