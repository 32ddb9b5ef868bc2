import type { Value } from '../extract/extract.js';
import type { Field } from '../pipeline/pipeline.js';
import { byCodeUnit } from '../pipeline/text.js';
import type { Through } from './decision.js';
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
    through.sort((a, b) => byCodeUnit(links.endIds[other][a], links.endIds[other][b]));
    const found = through.map((link) => links.values[link]?.[field] ?? null).find((value) => value !== null);
    if (found !== undefined) set.values[record] = values.with(index, found);
  });
}

export function throughOf(set: RecordSet | LinkSet, out: Int32Array): Through {
  const store = storing(set.kind.fields);
  const isThrough = (_: unknown, index: number): boolean => out[index] === still;
  const values: (readonly Value[])[] = [];
  for (let index = 0; index < out.length; index++) if (out[index] === still) values.push(store(set.values[index]));
  if ('ids' in set) return { ids: [set.ids.filter(isThrough)], values };
  return { ids: [set.endIds[0].filter(isThrough), set.endIds[1].filter(isThrough)], values };
}

/** Makes what is stored of the values of a kind's fields: of many kinds the values themselves. */
function storing(fields: readonly Field[]): (values: readonly Value[]) => readonly Value[] {
  const kept = [...fields.entries()].filter(([, field]) => field.kept);
  if (kept.length === 0) return () => nothing;
  if (fields.every((field) => field.kept && field.store === null)) return (values) => values;
  return (values) => kept.map(([index, field]) => storedAs(field, values[index]));
}

const nothing: readonly Value[] = [];

function storedAs(field: Field, value: Value): Value {
  if (field.store === null || value === null) return value;
  return field.store.get(String(value)) ?? (field.otherwise === undefined ? value : field.otherwise);
}
