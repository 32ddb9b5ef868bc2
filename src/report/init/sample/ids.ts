import type { LikelyWords } from '../likely-words.js';
import { idPartsOf } from './composite.js';
import { isDay, isMostly, isNearlyUnique, isYesOrNo, rankAmong } from './likeness.js';
import { envelopes, type SampleSection, type ValuePath } from './sections.js';

export interface GuessedId {
  readonly value: ValuePath;
  /** The values that only together are an id; null if `value` is one. */
  readonly parts: readonly ValuePath[] | null;
  /** How many entries have the same parts as one before. */
  readonly repeats: number;
  /** Whether every entry has one, and no two the same. */
  readonly isUnique: boolean;
  readonly isCertain: boolean;
}

/** The path that most likely is the id of a section's entries; null if none can be. */
export function idOf(section: SampleSection, words: LikelyWords, all: readonly SampleSection[]): GuessedId | null {
  const scored = withoutShared(
    section.values.filter(({ node }) => canBeId(section, node)),
    section,
    words,
    all,
  )
    .map((value) => ({ value, score: scoreOf(value, section, words, all) }))
    .sort((a, b) => b.score - a.score);
  const [best] = scored;
  if (best === undefined || best.score < leastScore) {
    const composite = idPartsOf(section, all, words);
    const value = composite?.parts[0];
    return composite === null || value === undefined ? null : { value, ...composite, isUnique: true, isCertain: false };
  }
  const isUnique = isUniqueIn(best.value, section);
  const isOne = isNearlyUnique(best.value.node, section.node.count) || hasOwnName(best.value, section, words);
  const composite = isOne ? null : idPartsOf(section, all, words);
  if (composite !== null) return { value: best.value, ...composite, isUnique: true, isCertain: true };
  return { value: best.value, parts: null, repeats: 0, isUnique, isCertain: isUnique && best.score >= certainScore };
}

/** Whether a value is called the id of such an entry. */
export function hasOwnName(value: ValuePath, section: SampleSection, words: LikelyWords): boolean {
  return nameScore(value, section, words) >= ownName;
}

/** Values that are different in each entry, and called like ids: others may name entries by them instead. */
export function furtherKeys(
  section: SampleSection,
  { value }: GuessedId,
  words: LikelyWords,
  all: readonly SampleSection[],
): ValuePath[] {
  const { values, node } = section;
  return values.filter(
    (one) =>
      one !== value &&
      isNearlyUnique(one.node, node.count) &&
      one.node.filled > 1 &&
      /(?:id|number|no|code|ref|key|upn)$/.test(one.steps.at(-1) ?? '') &&
      !isDay(one.node) &&
      // One other section that has them may name these entries. Where more begin again with them, they only count.
      (nameScore(one, section, words) >= leastScore || sharing(one, section, all) < 2),
  );
}

/** What a name scores that says whose id it is. */
const ownName = 4;
const leastScore = 2;
const certainScore = 6;

function canBeId(section: SampleSection, node: ValuePath['node']): boolean {
  if (node.filled * 2 < section.node.count) return false;
  // One that is none is a mistake in the data.
  if ((node.types.list + node.types.object) * 10 > section.node.count) return false;
  // A text of several ids is none.
  const lists = (node.forms.get('comma') ?? 0) + (node.forms.get('semicolon') ?? 0);
  if (lists * 2 >= node.filled) return false;
  return !isDay(node) && !isYesOrNo(node) && !isMostly(node, 'email') && !isMostly(node, 'no id');
}

/** Numbers that begin again in each section name nothing, if there is an id besides: they look as if others named them. */
function withoutShared(
  values: readonly ValuePath[],
  section: SampleSection,
  words: LikelyWords,
  all: readonly SampleSection[],
): readonly ValuePath[] {
  const isId = (value: ValuePath): boolean =>
    nameScore(value, section, words) >= leastOfId && isUniqueIn(value, section) && sharing(value, section, all) === 0;
  if (!values.some(isId)) return values;
  return values.filter((value) => nameScore(value, section, words) >= leastScore || sharing(value, section, all) === 0);
}

/** What a name scores that only ids have. */
const leastOfId = 3;

/** How many other sections have the same values at the same path, each once as well. */
function sharing(value: ValuePath, section: SampleSection, all: readonly SampleSection[]): number {
  const path = value.steps.join('.');
  const { distinct } = value.node;
  return all.filter((other) => {
    if (other === section || other.path === section.path) return false;
    const same = other.values.find(({ steps }) => steps.join('.') === path);
    if (same === undefined || !isUniqueIn(same, other)) return false;
    const fewer = Math.min(distinct.count, same.node.distinct.count);
    return fewer > 1 && same.node.distinct.countIn(distinct) === fewer;
  }).length;
}

function isUniqueIn({ node }: ValuePath, section: SampleSection): boolean {
  return node.filled === section.node.count && node.distinct.count === node.filled;
}

function scoreOf(value: ValuePath, section: SampleSection, words: LikelyWords, all: readonly SampleSection[]): number {
  const { node, steps } = value;
  const unique = node.distinct.count / node.filled;
  const uniqueness = unique === 1 ? 3 : unique >= 0.9 ? 2 : unique >= 0.5 ? 1 : -1;
  return (
    nameScore(value, section, words) +
    uniqueness +
    (isNamedElsewhere(value, section, all) ? 2 : 0) -
    3 * (steps.filter((step) => !envelopes.has(step) || step === steps.at(-1)).length - 1)
  );
}

function nameScore(value: ValuePath, section: SampleSection, words: LikelyWords): number {
  const last = value.steps.at(-1) ?? '';
  const own = ownWordsOf(section, words);
  if (own.some((word) => last.startsWith(word) && /^(?:unique|ref|source|local)?id$/.test(last.slice(word.length))))
    return ownName;
  if (own.some((word) => ['no', 'ref', 'code'].some((end) => last === word + end))) return 2;
  if (last === 'id' || last === words.ids[1]) return ownName;
  const rank = rankAmong(words.ids, value);
  if (rank !== null) return rank < idWords ? 3 : 1;
  return last.endsWith('id') ? 2 : words.ids.some((word) => last.endsWith(word)) || /(?:no|nr)$/.test(last) ? 1 : 0;
}

/** How many of the words for ids stand for nothing else. */
const idWords = 6;

/** What an entry of the section may be called: by the section's own keys, and by the words of a kind that has one of them. */
export function ownWordsOf({ steps, role }: SampleSection, words: LikelyWords): string[] {
  const own = steps.slice(-2);
  if (role !== null) return [...own, ...(words.kinds[role]?.words ?? [])];
  const kinds = Object.values(words.kinds).filter((kind) => kind.words.some((word) => own.includes(word)));
  return [...own, ...kinds.flatMap((kind) => kind.words)];
}

/** Whether another section names entries by these values. */
function isNamedElsewhere(value: ValuePath, section: SampleSection, all: readonly SampleSection[]): boolean {
  const { distinct } = value.node;
  if (distinct.count < 2) return false;
  return all.some((other) => {
    const paths = [...other.values, ...other.lists, ...other.lists.flatMap((list) => list.values)];
    return (
      other !== section &&
      paths.some(({ node }) => node.distinct.count > 1 && node.distinct.countIn(distinct) >= node.distinct.count * 0.8)
    );
  });
}
