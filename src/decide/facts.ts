import { isPeriodSide } from '../pipeline/kinds/period.js';
import { countReadBy, type Field } from '../pipeline/pipeline.js';
import { nowhere, type LinkSet, type RecordSet } from './world.js';

/** Gives, for the name of a fact, the function that reads it from a record or link, by index; null for a blank. */
export type FactSource = (fact: string) => (index: number) => unknown;

/** Facts besides a record's own fields: counts, and those over many records. */
export type MoreFacts = ReadonlyMap<string, (index: number) => unknown>;

const noFacts: MoreFacts = new Map();

export function recordFacts(set: RecordSet, more: MoreFacts = noFacts): FactSource {
  return (fact) => {
    const other = more.get(fact);
    if (other !== undefined) return other;
    if (fact === 'id') return (index) => set.ids[index];
    const count = countReadBy(fact);
    const end = count === null ? undefined : set.ends.find((one) => one.fact === count);
    if (end !== undefined) return (index) => end.namedBy(index);
    const field = fieldIndex(set.kind.fields, fact, set.kind.name);
    return (index) => set.rows.at(index, field);
  };
}

export function linkFacts(set: LinkSet): FactSource {
  return (fact) => {
    if (fact === 'fields') return (index) => set.keys[index];
    const ranks = set.ranks.get(fact);
    if (ranks !== undefined) return (index) => ranks.at[index] || null;
    const dot = fact.indexOf('.');
    if (dot < 0 || isPeriodSide(set.kind, fact)) {
      const field = fieldIndex(set.kind.fields, fact, set.kind.name);
      return (index) => set.rows.at(index, field);
    }
    const { at, records } = set.ends[set.kind.ends[0].name === fact.slice(0, dot) ? 0 : 1];
    const read = recordFacts(records)(fact.slice(dot + 1));
    return (index) => {
      const record = at[index];
      return record === nowhere ? null : read(record);
    };
  };
}

export function fieldIndex(fields: readonly Field[], name: string, kind: string): number {
  const index = fields.findIndex((field) => field.name === name);
  if (index < 0) throw new Error(`${kind} has no field or fact ${name}`);
  return index;
}
