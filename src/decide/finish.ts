import type { Field } from '../pipeline/pipeline.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import type { Through } from './decision.js';
import { fieldIndex } from './facts.js';
import type { Solution } from './fixpoint.js';
import { storedAs } from './stored-as.js';
import { endIdAt, indexesTo, linkIdsAt, setNamed, still, type LinkSet, type RecordSet, type World } from './world.js';

/** Of one field, the records that got their value of a link's field, which says what is stored of it. */
interface Filled {
  readonly by: Field;
  /** 1 at the index of such a record. */
  readonly at: Uint8Array;
}

/** By kind and the index of a field; none of fields whose links store what was read. */
export type FilledFields = ReadonlyMap<string, ReadonlyMap<number, Filled>>;

/** Fills what is blank from links that come through, where a field says so. */
export function fillBlanks(world: World, solution: Solution): FilledFields {
  const filled = new Map<string, Map<number, Filled>>();
  for (const set of world.records.values()) {
    set.kind.fields.forEach((field, index) => {
      if (field.else === null) return;
      const found = fillField(set, index, field.else, solution);
      if (found === null) return;
      const known = filled.get(set.kind.name) ?? new Map<number, Filled>();
      filled.set(set.kind.name, known.set(index, found));
    });
  }
  return filled;
}

/** What is put is what was read, as rules see all values. */
function fillField(
  set: RecordSet,
  index: number,
  from: { link: string; field: string },
  solution: Solution,
): Filled | null {
  const { out } = setNamed(solution.fates, set.kind.name);
  const counted = solution.counted.get(set.kind.name)?.find(({ links }) => links.kind.name === from.link);
  if (counted === undefined) return null;
  const { count, links, neighbours } = counted;
  const fate = setNamed(solution.fates, links.kind.name);
  const other = count.end === 0 ? 1 : 0;
  const field = fieldIndex(links.kind.fields, from.field, links.kind.name);
  const by = links.kind.fields[field];
  const filled: Filled | null = by.store === null ? null : { by, at: new Uint8Array(out.length) };
  for (let record = 0; record < out.length; record++) {
    if (out[record] !== still || set.rows.at(record, index) !== null) continue;
    const through = [...neighbours.of(record)].filter((link) => fate.out[link] === still);
    through.sort((a, b) => byCodeUnit(endIdAt(links, other, a), endIdAt(links, other, b)));
    const found = through.map((link) => links.rows.at(link, field)).find((value) => storedAs(by, value) !== null);
    if (found === undefined) continue;
    set.rows.put(record, index, found);
    if (filled !== null) filled.at[record] = 1;
  }
  return filled;
}

export function throughOf(set: RecordSet | LinkSet, out: Int32Array, filled: FilledFields): Through {
  const { rows } = set;
  const ofLinks = filled.get(set.kind.name);
  const kept = [...set.kind.fields.entries()]
    .filter(([, field]) => field.kept)
    .map(([index, field]) => ({ index, field, ofLinks: ofLinks?.get(index) }));
  const through = indexesTo(out.length).filter((index) => out[index] === still);
  return {
    length: through.length,
    width: kept.length,
    idsAt: idsOf(set, through),
    valueAt: (at, column) => {
      const { index, field, ofLinks } = kept[column];
      const isOfLink = ofLinks?.at[through[at]] === 1;
      return storedAs(isOfLink ? ofLinks.by : field, rows.at(through[at], index));
    },
  };
}

/** Holds no more of a set than the ids: the rest of it is not needed once a school is decided. */
function idsOf(set: RecordSet | LinkSet, through: Int32Array): Through['idsAt'] {
  if ('ids' in set) {
    const { ids } = set;
    return (at) => [ids[through[at]]];
  }
  const { joins, ends, missing } = set;
  const joining = { joins, ends, missing };
  return (at) => linkIdsAt(joining, through[at]);
}
