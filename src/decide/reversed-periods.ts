import { linkId } from '../extract/link-ids.js';
import { hasPeriod, isReversed, periodSides } from '../pipeline/kinds/period.js';
import { builtInRules } from '../pipeline/rules/rule.js';
import type { Finding } from './decision.js';
import { fieldIndex } from './facts.js';
import { placeIn, plainFinding } from './findings.js';
import type { LinkSet } from './world.js';

/** One period that is reversed is a mistake in the data; if most of several are, the mapping is wrong. */
const few = 2;

/** The rows of a kind of links whose period ends before it begins. */
interface Reversed {
  readonly count: number;
  readonly first: number;
  /** How many rows have both days. */
  readonly both: number;
}

function reversedIn(set: LinkSet): Reversed {
  const { kind, apart } = set;
  const { rows, ends } = apart?.rows ?? set;
  const [from, until] = [periodSides.from, periodSides.until].map((side) => fieldIndex(kind.fields, side, kind.name));
  let first = -1;
  let count = 0;
  let both = 0;
  for (let row = 0; row < rows.length; row++) {
    const [begins, last] = [rows.at(row, from), rows.at(row, until)];
    if (begins !== null && last !== null) both++;
    // Of those who were erased nobody needs to correct anything.
    if (!isReversed(begins, last)) continue;
    if (ends.some(({ at, records }) => records.erased.has(at[row]))) continue;
    if (count++ === 0) first = row;
  }
  return { count, first, both };
}

function areMost({ count, both }: Reversed): boolean {
  return count >= few && count * 2 > both;
}

/** Where the paths of the two days are as the pipeline has them. */
function pathsOf({ fields }: LinkSet['kind']): readonly [begins: string, last: string] {
  const of = (side: string) => fields.find(({ name }) => name === side)?.from ?? '';
  return [of(periodSides.from), of(periodSides.until)];
}

/** Of links most of whose periods are reversed: what to ask of the mapping; null for others. */
export function swappedPeriod(set: LinkSet): string | null {
  return hasPeriod(set.kind) && areMost(reversedIn(set)) ? askOf(set) : null;
}

function askOf({ kind }: LinkSet): string {
  const [begins, last] = pathsOf(kind);
  return `Most rows of ${kind.name} end (${last}) before they begin (${begins}): are from and until of their period swapped in the pipeline?`;
}

/** Once a kind of links: how many of its rows end before they begin, with the place of the first. */
export function reversedPeriods(set: LinkSet): Finding[] {
  const { kind, apart } = set;
  if (!hasPeriod(kind)) return [];
  const reversed = reversedIn(set);
  const { count, first } = reversed;
  if (count === 0) return [];
  const all = apart?.rows ?? set;
  const [begins, last] = pathsOf(kind);
  const so = `Its period ends (${last}) before it begins (${begins}), so it counts as past on every day.`;
  const more = count === 1 ? '' : ` So it is with ${String(count)} rows of ${kind.name}; this is the first.`;
  const areSwapped = areMost(reversed);
  const ask = areSwapped ? ` ${askOf(set)}` : '';
  const about = { kind: kind.name, recordId: linkId(all.idsAt(first)) };
  const where = { field: `${begins}, ${last}`, ...placeIn(all.rows, first) };
  const fix = areSwapped
    ? `Swap from and until of the period of ${kind.name} in the pipeline, or correct ${begins} and ${last}`
    : `Correct ${begins} or ${last}`;
  return [plainFinding('warning', builtInRules.periodReversed, { ...about, ...where, because: so + more + ask, fix })];
}
