import { setNamed, still } from '../decide/world.js';
import type { Value } from '../extract/extract.js';
import { notKnown } from '../pipeline/rules/evaluate.js';
import { hasValues, type Count, type LinkKind } from '../pipeline/pipeline.js';
import { blankOf } from './blank.js';
import { dimensionOf, put, type Chosen } from './choices.js';
import type { Edit } from './draft.js';
import type { Owner } from './edited-source.js';
import type { Imagined, Perhaps, Sketch, SketchedLink } from './judge.js';
import { changed } from './made.js';
import type { MakingTools } from './making-tools.js';
import { placesFor, type Placed } from './places.js';

/** How a link to a partner would come through. */
interface Fit extends Placed {
  readonly values: readonly Value[];
}

/** The extract's records that come through and are not linked to one. */
export function* partnersThrough(
  { source }: MakingTools,
  count: Count,
  owner: Owner,
  edits: readonly Edit[],
): Generator<Owner> {
  const { solved } = source;
  const set = setNamed(solved.world.records, count.link.ends[count.end === 0 ? 1 : 0].to);
  const { out } = setNamed(solved.solution.fates, set.kind.name);
  const linked = new Set(source.linkedIds(count, owner));
  for (let index = 0; index < set.firstSecondHalf; index++)
    if (out[index] === still && !linked.has(set.ids[index])) yield source.record(set.kind.name, index, edits);
}

/** For each of the extract's records that come through and could be linked to one, what links it. */
export function linksToPartners(
  tools: MakingTools,
  count: Count,
  most: number,
  owner: Owner,
  edits: readonly Edit[],
): (readonly Edit[])[] {
  const { link, end } = count;
  const other = end === 0 ? 1 : 0;
  const linkedNow = new Set(linkedTo(edits, link, end, owner.id));
  const fits = new Map<string, Fit | null>();
  const found: (readonly Edit[])[] = [];
  const fields = tools.judge.readsAt(link, other);
  const readsId = tools.judge.readsIdAt(link, other);
  const singles = new Set<string>();
  for (const partner of partnersThrough(tools, count, owner, edits)) {
    if (found.length >= most) break;
    const { id, kind, values } = partner;
    if (linkedNow.has(id) || (kind.name === owner.kind.name && id === owner.id)) continue;
    const alike = JSON.stringify([fields.map((field) => values[field]), readsId ? id : null]);
    let fit = fits.get(alike);
    if (fit === undefined) fits.set(alike, (fit = fitOf(tools, count, owner, partner, edits)));
    if (fit === null) continue;
    const { key } = fit;
    // A key that takes one id takes no second one.
    if (takesOne(link, key)) {
      if (singles.has(key)) continue;
      singles.add(key);
    }
    found.push(linking(count, owner.id, id, fit));
  }
  return found;
}

/** Under which key, and with which values, a link between two would come through. */
export function fitOf(
  { source, judge, search }: MakingTools,
  { link, end }: Count,
  owner: Imagined,
  partner: Imagined,
  edits: readonly Edit[],
): Fit | null {
  const ends: readonly [Imagined, Imagined] = end === 0 ? [owner, partner] : [partner, owner];
  const ids = [ends[0].id, ends[1].id] as const;
  const places = link.section === null ? placesFor(source, link, ids, edits) : [{ key: '', first: [] }];
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

/** Whether some link between two might come through, once all is known. */
export function mayFit(
  { source, judge }: MakingTools,
  { link, end }: Count,
  owner: Imagined,
  partner: Sketch,
  edits: readonly Edit[],
): boolean {
  const ends: SketchedLink['ends'] = end === 0 ? [owner, partner] : [partner, owner];
  const values = link.fields.map(({ constant, from }) => (from === null ? constant : notKnown));
  // Of the ids those matter that are of whoever holds the list.
  const ids = end === 0 ? ([owner.id, ''] as const) : (['', owner.id] as const);
  const keys = link.section === null ? placesFor(source, link, ids, edits).map(({ key }) => [key]) : [[]];
  return keys.some((key) => judge.faults(link, { ends, keys: key, values }).length === 0);
}

/** The edits that link a record to a partner. */
export function linking({ link, end }: Count, owner: string, partner: string, { key, values, first }: Fit): Edit[] {
  const ids = end === 0 ? ([owner, partner] as const) : ([partner, owner] as const);
  return [...first, { type: 'link', kind: link.name, ids, key, values: hasValues(link) ? values : [] }];
}

/** The ids that edits link to one at an end. */
export function linkedTo(edits: readonly Edit[], link: LinkKind, end: 0 | 1, id: string): string[] {
  return edits.flatMap((edit) =>
    edit.type === 'link' && edit.kind === link.name && edit.ids[end] === id ? [edit.ids[end === 0 ? 1 : 0]] : [],
  );
}

function takesOne(link: LinkKind, key: string): boolean {
  return link.section === null && link.ends.some(({ keys }) => keys.some((one) => one.key === key && !one.list));
}
