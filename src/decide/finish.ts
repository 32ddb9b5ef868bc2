import type { Field } from '../pipeline/pipeline.js';
import type { Through } from './decision.js';
import { fieldIndex } from './facts.js';
import type { Solution } from './solution.js';
import { storedAs } from './stored-as.js';
import { RecordSet, type LinkSet } from './world.js';

/** For one field, the records that got its value from a link's field, which says how it is stored. */
interface Filled {
  readonly by: Field;
  /** 1 at the index of such a record. */
  readonly at: Uint8Array;
}

/** By kind and index of the field; only fields filled from a link's field that does not store what was read. */
export type FilledFields = ReadonlyMap<string, ReadonlyMap<number, Filled>>;

/** Fills blanks from links that come through, for the fields that say so. */
export function fillBlanks(solution: Solution): FilledFields {
  const filled = new Map<string, Map<number, Filled>>();
  for (const set of solution.world.records) {
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

/** Puts what was read, not what is stored: rules see values as read. */
function fillField(
  set: RecordSet,
  index: number,
  from: { link: string; field: string },
  solution: Solution,
): Filled | null {
  const end = set.ends.find(({ links }) => links.kind.name === from.link);
  if (end === undefined) return null;
  const { links, other } = end;
  const field = fieldIndex(links.kind.fields, from.field, links.kind.name);
  const by = links.kind.fields[field];
  const filled: Filled | null = by.store === null ? null : { by, at: new Uint8Array(set.size) };
  for (const record of solution.of(set).through) {
    if (set.rows.at(record, index) !== null) continue;
    const through = other.inOrder(solution.linksThrough(end, record));
    const found = through.map((link) => links.rows.at(link, field)).find((value) => storedAs(by, value) !== null);
    if (found === undefined) continue;
    set.rows.put(record, index, found);
    if (filled !== null) filled.at[record] = 1;
  }
  return filled;
}

export function throughOf(set: RecordSet | LinkSet, solution: Solution, filled: FilledFields): Through {
  const { rows } = set;
  const ofLinks = filled.get(set.kind.name);
  const kept = [...set.kind.fields.entries()]
    .filter(([, field]) => field.kept)
    .map(([index, field]) => ({ index, field, ofLinks: ofLinks?.get(index) }));
  const { through } = solution.of(set);
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

/** Holds only the ids of a set: the rest is not needed once a school is decided. */
function idsOf(set: RecordSet | LinkSet, through: Int32Array): Through['idsAt'] {
  if (set instanceof RecordSet) {
    const { ids } = set;
    return (at) => [ids[through[at]]];
  }
  const [[firstIds, first], [secondIds, second]] = set.ends.map(({ records, at }) => [records.ids, at] as const);
  return (at) => [firstIds[first[through[at]]], secondIds[second[through[at]]]];
}
