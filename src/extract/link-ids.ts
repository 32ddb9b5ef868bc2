/** The ids at both ends of a link, by what findings and tables call it: the JSON list of them. */
export function linkIdsIn(recordId: string): readonly [string, string] {
  return JSON.parse(recordId) as [string, string];
}
