import type { LikelyWords } from '../likely-words.js';
import type { GuessedId } from './ids.js';
import { isNearlyUnique } from './likeness.js';
import { isNamedAfter } from './references.js';
import { nameStep, type SampleSection } from './sections.js';

export interface WithId {
  readonly section: SampleSection;
  readonly id: GuessedId;
}

/** A section whose entries say more of those of another, and by which of their values. */
export interface Detail extends WithId {
  readonly of: SampleSection;
}

/** Of the ids of a section that says more of another's entries, as many must be theirs: some dangle, or are of a role that is not known. */
const most = 0.8;

/** Sections whose ids are those of others, and called so: they have no records of their own. */
export function detailsAmong(all: readonly WithId[], words: LikelyWords): Detail[] {
  const found = all.flatMap((one) => detailsOf(one, all, words));
  // Of two that say more of each other, the first with the most values has the records.
  const comesFirst = (one: SampleSection, other: SampleSection): boolean => {
    const [first, second] = [one.values.length, other.values.length];
    const places = all.map(({ section }) => section);
    return first > second || (first === second && places.indexOf(one) < places.indexOf(other));
  };
  return found.filter(
    ({ section, of }) =>
      !found.some((other) => other.section === of && other.of === section) || comesFirst(of, section),
  );
}

/** One for each section whose entries it says more of: those of one list, each with a role of its own, are several. */
function detailsOf(one: WithId, all: readonly WithId[], words: LikelyWords): Detail[] {
  const { value } = one.id;
  const name = value.steps.at(-1) ?? '';
  if (one.section.role !== null) return [];
  if (Object.values(words.kinds).some((kind) => kind.words.includes(nameStep(one.section.steps)))) return [];
  const named = all.filter(({ section, id }) => {
    // What repeats its ids has none of its own.
    if (id.parts !== null || !isNearlyUnique(id.value.node, section.node.count)) return false;
    const isSame = name === id.value.steps.at(-1) && name !== 'id';
    return section.path !== one.section.path && (isSame || isNamedAfter(value.steps, section, id.value, words));
  });
  const { count } = value.node.distinct;
  const idsOf = ({ id }: WithId) => id.value.node.distinct;
  const foundIn = (other: WithId) => value.node.distinct.countIn(idsOf(other));
  for (const { section } of named) {
    const same = named.filter((other) => other.section.path === section.path).sort((a, b) => foundIn(b) - foundIn(a));
    const found = same.reduce((sum, other) => sum + foundIn(other), 0);
    if (found < count * most) continue;
    const some = same.filter((other, at) => at === 0 || foundIn(other) * 2 >= idsOf(other).count);
    return some.map((other) => ({ ...one, of: other.section }));
  }
  return [];
}
