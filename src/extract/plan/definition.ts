import { sourceTypeNamed, sourceTypes, type SourceTypeName } from '../../pipeline/vocabulary/source-types.js';

/** What a value may have to be, as scalars name it: its place among all types. */
export function definitionOf(type: SourceTypeName): number {
  return sourceTypes.indexOf(sourceTypeNamed[type]);
}

export const asId = definitionOf('id');
