import type { Value } from '../table/value.js';
import type { Field } from '../pipeline/pipeline.js';

/** What is stored of a value. */
export function storedAs(field: Field, value: Value): Value {
  if (field.store === null || value === null) return value;
  return field.store.get(String(value)) ?? (field.otherwise === undefined ? value : field.otherwise);
}
