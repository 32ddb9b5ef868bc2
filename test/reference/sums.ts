import type { Extract } from './read.js';
import type { LinkKind, Options, RecordKind, School, State } from './rules.js';
import { LINK_KINDS, RECORD_KINDS, linkComesThrough } from './rules.js';
import type { Split } from './split.js';

export interface Sum {
  read: number;
  through: number;
  not: number;
  rejected: number;
  merged: number;
  split: number;
}

export type Sums = Record<RecordKind | LinkKind, Sum>;

/** Throws where a section's sum does not add up: nothing may be lost without a word. */
export function sumsOf(extract: Extract, school: School, state: State, split: Split, options: Options): Sums {
  const sums: Partial<Sums> = {};
  for (const kind of RECORD_KINDS) {
    const through = school[kind].filter((item) => state[kind].has(item.id)).length;
    const { read, rejected, merged } = extract[kind];
    sums[kind] = { read, through, not: school[kind].length - through, rejected, merged, split: 0 };
  }
  for (const kind of LINK_KINDS) {
    const through = school[kind].filter((link) => linkComesThrough(kind, link, state, options)).length;
    const { read, rejected, merged } = extract[kind];
    sums[kind] = { read, through, not: school[kind].length - through, rejected, merged, split: 0 };
  }
  sums.contacts!.split = split.halved.size;
  sums.contactLinks!.split = extract.contactLinks.items.filter((link) => split.halved.has(link.ends[1])).length;

  for (const [name, sum] of Object.entries(sums)) {
    const accounted = sum.through + sum.not + sum.rejected + sum.merged;
    if (sum.read + sum.split !== accounted) throw new Error(`${name} does not add up: ${JSON.stringify(sum)}`);
  }
  return sums as Sums;
}
