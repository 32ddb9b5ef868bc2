import type { Field } from '../../pipeline/pipeline.js';
import { isLookup } from '../../pipeline/source/lookups.js';
import { pathInList } from '../../pipeline/source/source-path.js';

/** The paths where a field's value may be, as findings name them; the first that has one counts. */
export function pathsOf({ source, further }: Field): string[] {
  if (source === null) return [];
  return [source, ...further].map((one) => {
    if (typeof one === 'string') return one;
    return isLookup(one) ? pathInList(one.lookup, one.value) : pathInList(one.list, one.value);
  });
}
