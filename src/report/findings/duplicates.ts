import { noneThrough, type Decision, type Finding, type Through } from '../../decide/decision.js';
import { byCodeUnit } from '../../pipeline/text/text.js';
import { kindNamed } from '../../words/words.js';
import type { LinkKind, Pipeline } from '../../pipeline/pipeline.js';
import type { Duplicate } from './report.js';

/** What they are, and what to do about them. */
export const likelyDuplicates =
  'Each pair is likely to be one person, spelt in two ways. Have the two made one record, with the pair as the example.';

/** A kind of links that likely duplicates of a kind may share, and at which end of it the duplicates are. */
export interface SharedLinks {
  readonly link: LinkKind;
  readonly end: 0 | 1;
}

/** Gives the ids at the other end of a record's links, of those that come through. */
export type LinkedIds = (links: SharedLinks, id: string) => readonly string[];

/** The links to look at for likely duplicates of a kind: whose parent are the two? */
export function sharedLinks(pipeline: Pipeline, kind: string): SharedLinks[] {
  const traits = pipeline.duplicates.filter((search) => search.kind === kind).flatMap(({ anyOf }) => anyOf);
  return traits.flatMap((trait): SharedLinks[] => {
    const link = trait.type === 'end' ? kindNamed(pipeline, trait.link) : undefined;
    if (trait.type !== 'end' || link?.type !== 'link') return [];
    return [{ link, end: link.ends[0].name === trait.end ? 1 : 0 }];
  });
}

/** From a decision: the links that come through. */
export function linkedIn({ through }: Pick<Decision, 'through'>): LinkedIds {
  const byKind = new Map<string, ReadonlyMap<string, readonly string[]>>();
  return (shared, id) => {
    const key = `${shared.link.name} ${String(shared.end)}`;
    const known = byKind.get(key) ?? byEnd(through.get(shared.link.name) ?? noneThrough, shared.end);
    byKind.set(key, known);
    return known.get(id) ?? [];
  };
}

function byEnd(links: Through, end: 0 | 1): ReadonlyMap<string, readonly string[]> {
  const linked = new Map<string, string[]>();
  for (let at = 0; at < links.length; at++) {
    const [first, second = ''] = links.idsAt(at);
    const [id, other] = end === 0 ? [first, second] : [second, first];
    const others = linked.get(id) ?? [];
    others.push(other);
    linked.set(id, others);
  }
  for (const others of linked.values()) others.sort(byCodeUnit);
  return linked;
}

export function duplicatesOf(pipeline: Pipeline, findings: readonly Finding[], linked: LinkedIds): Duplicate[] {
  return findings.flatMap(({ kind, recordId, causeId, field }): Duplicate[] => {
    if (kind === null || recordId === null || causeId === null) return [];
    return [
      {
        kind,
        ids: [recordId, causeId],
        fields: field === null ? [] : field.split(', '),
        linked: Object.fromEntries(
          sharedLinks(pipeline, kind).map((links) => [
            links.link.ends[links.end === 0 ? 1 : 0].to,
            [linked(links, recordId), linked(links, causeId)] as const,
          ]),
        ),
      },
    ];
  });
}
