import { foldTitle, secondHalf, type Pair } from '../pipeline/parts.js';
import { splitOf, type Rule } from '../pipeline/rules/rule.js';
import type { ErasedAs, Erasures, Met } from './erasures.js';
import { fieldIndex } from './facts.js';
import { foldedName } from './folded-name.js';
import { storedAs } from './stored-as.js';
import type { RecordSet } from './world.js';

/**
 * Notes which records of a kind an erasure keeps out.
 * @param splitBy the rules that split records of the kind
 * @returns those that an erasure is about, out or not
 */
export function erasedAmong(set: RecordSet, erasures: Erasures, splitBy: readonly Rule[]): readonly Met[] {
  const out = new Map<number, ErasedAs>();
  const met: Met[] = [];
  const [first] = splitBy;
  const split = first === undefined ? null : splitOf(first);
  const by = split === null ? null : fieldIndex(set.kind.fields, split.by, set.kind.name);
  const valueOf = (index: number): string =>
    by === null ? '' : foldTitle(String(storedAs(set.kind.fields[by], set.rows.at(index, by)) ?? ''));
  const nameFields = set.kind.nameFields.filter((name) => by === null || name !== set.kind.fields[by].name);
  const nameIndexes = nameFields.map((name) => fieldIndex(set.kind.fields, name, set.kind.name));
  const nameOf = (index: number | undefined): string | null =>
    index === undefined
      ? null
      : foldedName(nameIndexes.map((at) => storedAs(set.kind.fields[at], set.rows.at(index, at))));
  const ask = (id: string, halves: Pair | null, at: readonly (number | undefined)[]): void => {
    const standing = { kind: set.kind.name, id, halves, mayBeSplit: by !== null };
    const named = { fields: nameFields, of: (half: 0 | 1) => nameOf(at[half]) };
    const found = erasures(standing, halves === null ? null : named);
    if (found === null) return;
    met.push({ ...standing, haveMoved: found.haveMoved });
    found.why.forEach((as, half) => {
      const index = at[half];
      if (as !== null && index !== undefined) out.set(index, as);
    });
  };
  for (let index = 0; index < set.firstSecondHalf; index++) {
    const id = set.ids[index];
    const second = set.otherHalf.get(index);
    const halves = second === undefined ? null : ([valueOf(index), valueOf(second)] as const);
    ask(id, halves, [index, second]);
    // A record of the extract may have the id of a half: then it too is the one that was erased.
    if (id.endsWith(secondHalf)) ask(id.slice(0, -secondHalf.length), null, [undefined, index]);
  }
  set.erased = out;
  return met;
}
