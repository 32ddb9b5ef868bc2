import { linkId } from '../extract/link-ids.js';
import { hasPeriod, isReversed, periodSides } from '../pipeline/kinds/period.js';
import { builtInRules } from '../pipeline/rules/rule.js';
import type { Finding } from './decision.js';
import { fieldIndex } from './facts.js';
import { placeIn, plainFinding } from './findings.js';
import type { LinkSet } from './world.js';

/** Once a kind of links: how many of its rows end before they begin, with the place of the first. */
export function reversedPeriods(set: LinkSet): Finding[] {
  const { kind, apart } = set;
  if (!hasPeriod(kind)) return [];
  const all = apart?.rows ?? set;
  const { rows, ends } = all;
  const [from, until] = [periodSides.from, periodSides.until].map((side) => fieldIndex(kind.fields, side, kind.name));
  let first = -1;
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    // Of those who were erased nobody needs to correct anything.
    if (!isReversed(rows.at(row, from), rows.at(row, until))) continue;
    if (ends.some(({ at, records }) => records.erased.has(at[row]))) continue;
    if (count++ === 0) first = row;
  }
  if (count === 0) return [];
  const [begins, last] = [from, until].map((at) => kind.fields[at]?.from ?? '');
  const so = `Its period ends (${last}) before it begins (${begins}), so it counts as past on every day.`;
  const more = count === 1 ? '' : ` So it is with ${String(count)} rows of ${kind.name}; this is the first.`;
  const about = { kind: kind.name, recordId: linkId(all.idsAt(first)) };
  const where = { field: `${begins}, ${last}`, ...placeIn(rows, first) };
  const fix = `Correct ${begins} or ${last}`;
  return [plainFinding('warning', builtInRules.periodReversed, { ...about, ...where, because: so + more, fix })];
}
