import type { LinkKind, Pipeline, RecordKind } from '../pipeline.js';

/** The kind of record at an end of a link; undefined if the link has no end of that name. */
export function ownerOf(link: LinkKind, end: string, { records }: Pipeline): RecordKind | undefined {
  const to = link.ends.find(({ name }) => name === end)?.to;
  return records.find(({ name }) => name === to);
}

/** Whose field a fact of a rule is, and its name: the kind's own, or that of an end of a link (`contact.surname`). */
export function ownerOfFact(
  fact: string,
  kind: RecordKind | LinkKind,
  pipeline: Pipeline,
): { readonly owner: RecordKind | LinkKind | undefined; readonly name: string } {
  const [first = '', second] = fact.split('.');
  if (second === undefined) return { owner: kind, name: first };
  return { owner: kind.type === 'link' ? ownerOf(kind, first, pipeline) : undefined, name: second };
}
