import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import type { Value } from '../table/value.js';

/** The values of a record or link that the source says nothing about. */
export function blankOf(kind: RecordKind | LinkKind): readonly Value[] {
  return kind.fields.map(({ constant }) => constant);
}
