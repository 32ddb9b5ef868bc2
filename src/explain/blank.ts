import type { Value } from '../extract/extract.js';
import { hasValues, type LinkKind, type RecordKind } from '../pipeline/pipeline.js';

/** The values of a record or link of which the source says nothing. */
export function blankOf(kind: RecordKind | LinkKind): readonly Value[] {
  return kind.fields.map(({ constant }) => constant);
}

/** The same of a link that is written: none where links of the kind are but ids within records. */
export function blankLink(link: LinkKind): readonly Value[] {
  return hasValues(link) ? blankOf(link) : [];
}
