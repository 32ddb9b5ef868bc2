import { LinkSet, type RecordSet } from '../../src/decide/world.js';
import type { Extract } from '../../src/extract/extract.js';
import type { Pipeline } from '../../src/pipeline/pipeline.js';
import { Tables } from '../../src/table/tables.js';
import type { Value } from '../../src/table/value.js';

export type Values = Readonly<Record<string, Value>>;
/** A row in short: its id, or the two of a link; what is not blank of it; the key of the extract that named a link. */
export type Short = readonly [ids: string | readonly [string, string], values?: Values, key?: string];

/** An extract of rows, by kind and in short. A kind that is not given has none. */
export function extractOf(pipeline: Pipeline, given: Readonly<Record<string, readonly Short[]>>): Extract {
  const kinds = [...pipeline.records, ...pipeline.links];
  const rows = kinds.map(({ name, fields }) => {
    const ofKind = (given[name] ?? []).map(([ids, values = {}, key = ''], position) => ({
      ids: typeof ids === 'string' ? [ids] : ids,
      position,
      key,
      values: fields.map((field) => values[field.name] ?? field.constant),
    }));
    return [name, ofKind] as const;
  });
  return {
    ...{ school: '1', name: null, extractedAt: null, extractedInstant: null },
    ...{ rejected: new Map(), outside: new Map(), leftOut: [], absent: [], findings: [], furtherFindings: 0 },
    tables: Tables.of(kinds, new Map(rows)),
  };
}

/** The records or links of a kind, in short. */
export function inShort(set: RecordSet | LinkSet): Short[] {
  return Array.from({ length: set.size }, (_, index) => {
    const values = set.kind.fields.flatMap(({ name, constant }, field) => {
      const value = set.rows.at(index, field);
      return value === constant ? [] : [[name, value] as const];
    });
    return [set instanceof LinkSet ? set.idsAt(index) : set.ids[index], Object.fromEntries(values)];
  });
}
