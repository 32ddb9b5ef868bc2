import { kindsOf, type Field, type FieldSource, type Lookup, type Pipeline } from '../pipeline.js';

export function isLookup(source: FieldSource | null): source is Lookup {
  return typeof source === 'object' && source !== null && 'lookup' in source;
}

/** All that fields look up, in the order of the pipeline. */
export function lookupsOf(pipeline: Pipeline): Lookup[] {
  const fields = kindsOf(pipeline).flatMap(({ views }) => [...views].flatMap((view): readonly Field[] => view.fields));
  return fields.flatMap(({ source, further }) => [source, ...further].filter(isLookup));
}
