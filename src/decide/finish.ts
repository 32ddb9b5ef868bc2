import type { Value } from '../extract/extract.js';
import type { Field } from '../pipeline/pipeline.js';
import { byCodeUnit } from '../pipeline/text.js';
import type { DecidedLink, DecidedRow } from './decision.js';
import { fieldIndex } from './facts.js';
import type { Solution } from './fixpoint.js';
import { setNamed, still, type LinkSet, type RecordSet, type World } from './world.js';

/** Fills what is blank from links that come through, where a field says so. */
export function fillBlanks(world: World, solution: Solution): void {
  for (const set of world.records.values()) {
    set.kind.fields.forEach((field, index) => {
      if (field.else !== null) fillField(set, index, field.else, solution);
    });
  }
}

function fillField(set: RecordSet, index: number, from: { link: string; field: string }, solution: Solution): void {
  const { out } = setNamed(solution.fates, set.kind.name);
  const counted = solution.counted.get(set.kind.name)?.find(({ links }) => links.kind.name === from.link);
  if (counted === undefined) return;
  const { count, links, neighbours } = counted;
  const fate = setNamed(solution.fates, links.kind.name);
  const other = count.end === 0 ? 1 : 0;
  const field = fieldIndex(links.kind.fields, from.field, links.kind.name);
  set.values.forEach((values, record) => {
    if (out[record] !== still || values[index] !== null) return;
    const through = [...neighbours.of(record)].filter((link) => fate.out[link] === still);
    through.sort((a, b) => byCodeUnit(links.ids[a]?.[other] ?? '', links.ids[b]?.[other] ?? ''));
    values[index] = through.map((link) => links.values[link]?.[field] ?? null).find((value) => value !== null) ?? null;
  });
}

export function rowsThrough(set: RecordSet, out: Int32Array): DecidedRow[] {
  const store = storing(set.kind.fields);
  const rows: DecidedRow[] = [];
  for (let index = 0; index < out.length; index++) {
    if (out[index] === still) rows.push({ id: set.ids[index], values: store(set.values[index]) });
  }
  return rows;
}

export function linksThrough(set: LinkSet, out: Int32Array): DecidedLink[] {
  const store = storing(set.kind.fields);
  const rows: DecidedLink[] = [];
  for (let index = 0; index < out.length; index++) {
    if (out[index] === still) rows.push({ ids: set.ids[index], values: store(set.values[index]) });
  }
  return rows;
}

/** Makes what is stored of the values of a kind's fields; of links that have no fields it is one and the same. */
function storing(fields: readonly Field[]): (values: readonly Value[]) => readonly Value[] {
  const kept = [...fields.entries()].filter(([, field]) => field.kept);
  if (kept.length === 0) return () => nothing;
  return (values) => kept.map(([index, field]) => storedAs(field, values[index]));
}

const nothing: readonly Value[] = [];

function storedAs(field: Field, value: Value): Value {
  if (field.store === null || value === null) return value;
  return field.store.get(String(value)) ?? (field.otherwise === undefined ? value : field.otherwise);
}
