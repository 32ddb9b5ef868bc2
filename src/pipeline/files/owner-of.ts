import type { LinkKind, Pipeline, RecordKind } from '../pipeline.js';

/** The kind of record at an end of a link; undefined if the link has no end of that name. */
export function ownerOf(link: LinkKind, end: string, { records }: Pipeline): RecordKind | undefined {
  const to = link.ends.find(({ name }) => name === end)?.to;
  return records.find(({ name }) => name === to);
}
