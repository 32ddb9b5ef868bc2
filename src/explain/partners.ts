import type { End } from '../decide/world.js';
import type { Value } from '../table/value.js';
import { notKnown } from '../pipeline/rules/evaluate.js';
import type { LinkKind } from '../pipeline/pipeline.js';
import { blankOf } from './blank.js';
import { dimensionOf, put, type Chosen } from './choices.js';
import type { Edit } from './draft.js';
import type { Owner } from './edited-source.js';
import type { Imagined, Perhaps, Sketch } from './judge.js';
import { changed } from './made.js';
import type { MakingTools } from './making-tools.js';
import { placesFor, type Placed } from './places.js';

/** How a link to a partner would come through. */
interface Fit extends Placed {
  readonly values: readonly Value[];
}

/** The extract's records that come through and are not yet linked to this one. */
export function* partnersThrough(
  { source }: MakingTools,
  end: End,
  owner: Owner,
  edits: readonly Edit[],
): Generator<Owner> {
  const { records } = end.other;
  const linked = new Set(source.linkedIds(end, owner));
  for (const index of source.solved.solution.of(records).through)
    if (index < records.firstSecondHalf && !linked.has(records.ids[index])) yield source.record(records, index, edits);
}

/** For each of the extract's records that come through and could be linked to this one, the edits that link it. */
export function linksToPartners(
  tools: MakingTools,
  end: End,
  most: number,
  owner: Owner,
  edits: readonly Edit[],
): (readonly Edit[])[] {
  const linkedNow = new Set(linkedTo(edits, end, owner.id));
  const fits = new Map<string, Fit | null>();
  const found: (readonly Edit[])[] = [];
  const fields = tools.judge.readsAt(end.links.kind, end.other.side);
  const readsId = tools.judge.readsIdAt(end.links.kind, end.other.side);
  const singles = new Set<string>();
  for (const partner of partnersThrough(tools, end, owner, edits)) {
    if (found.length >= most) break;
    const { id, set, values } = partner;
    if (linkedNow.has(id) || (set === owner.set && id === owner.id)) continue;
    const alike = JSON.stringify([fields.map((field) => values[field]), readsId ? id : null]);
    let fit = fits.get(alike);
    if (fit === undefined) fits.set(alike, (fit = fitOf(tools, end, owner, partner, edits)));
    if (fit === null) continue;
    const { key } = fit;
    // A key that takes one id takes no second one.
    if (takesOne(end.links.kind, key)) {
      if (singles.has(key)) continue;
      singles.add(key);
    }
    found.push(linking(end, owner.id, id, fit));
  }
  return found;
}

/** The key and the values with which a link between two would come through; null if there are none. */
export function fitOf(
  { judge, search }: MakingTools,
  end: End,
  owner: Imagined,
  partner: Imagined,
  edits: readonly Edit[],
): Fit | null {
  const { links } = end;
  const link = links.kind;
  const ends = end.pair(owner, partner);
  const ids = end.pair(owner.id, partner.id);
  const places = link.within !== null ? placesFor(links, ids, edits) : [{ key: '', first: [] }];
  const blank = blankOf(link);
  const dimensions = judge.readsAt(link, 'own').map((field) => dimensionOf(judge, link, field, blank));
  for (const { key, first } of places) {
    const keys = key === '' ? [] : [key];
    const fails = (chosen: Chosen): boolean =>
      judge.faults(link, { ends, keys, values: put<Perhaps>(blank, dimensions, chosen) }).length > 0;
    for (const changes of search.changes(dimensions, fails, { fewest: 0 }))
      return { key, first, values: changed(blank, changes) };
  }
  return null;
}

/** Whether some link between two might come through once everything is known. */
export function mayFit(
  { judge }: MakingTools,
  end: End,
  owner: Imagined,
  partner: Sketch,
  edits: readonly Edit[],
): boolean {
  const { links } = end;
  const link = links.kind;
  const ends = end.pair<Sketch>(owner, partner);
  const values = link.fields.map(({ constant, from }) => (from === null ? constant : notKnown));
  // Only the id of the record that has the keys matters.
  const ids = end.pair(owner.id, '');
  const keys = link.within !== null ? placesFor(links, ids, edits).map(({ key }) => [key]) : [[]];
  return keys.some((key) => judge.faults(link, { ends, keys: key, values }).length === 0);
}

/** The edits that link a record to a partner. */
export function linking(end: End, owner: string, partner: string, { key, values, first }: Fit): Edit[] {
  return [...first, { type: 'link', kind: end.links.kind.name, ids: end.pair(owner, partner), key, values }];
}

/** The ids that edits link to a record at an end. */
export function linkedTo(edits: readonly Edit[], { links, side, other }: End, id: string): string[] {
  return edits.flatMap((edit) =>
    edit.type === 'link' && edit.kind === links.kind.name && edit.ids[side] === id ? [edit.ids[other.side]] : [],
  );
}

function takesOne(link: LinkKind, key: string): boolean {
  return link.within !== null && link.ends.some(({ keys }) => keys.some((one) => one.key === key && !one.list));
}
