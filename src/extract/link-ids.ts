/** The ids of the records at both ends of a link, in the order of its ends. */
export type LinkIds = readonly [string, string];

/** A link's id: the JSON list of its ids. */
export function linkId(ids: LinkIds): string {
  return JSON.stringify(ids);
}

/** The reverse: the ids of a link, from the id that findings and tables have. */
export function linkIdsIn(recordId: string): LinkIds {
  return JSON.parse(recordId) as [string, string];
}
