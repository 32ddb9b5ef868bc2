import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import type { Value } from '../table/value.js';

/** The values of a record or link of which the source says nothing. */
export function blankOf(kind: RecordKind | LinkKind): readonly Value[] {
  return kind.fields.map(({ constant }) => constant);
}
