import type { Distinct } from '../../../extract/survey/distinct.js';
import type { PathNode } from '../../../extract/survey/path-node.js';
import type { LikelyWords } from '../likely-words.js';
import { partsIn } from './composite.js';
import { furtherKeys, ownWordsOf, type GuessedId } from './ids.js';
import { isDay, isYesOrNo } from './likeness.js';
import type { InnerList, SampleSection, ValuePath } from './sections.js';

/** A section whose entries have ids. */
export interface Target {
  readonly section: SampleSection;
  readonly id: ValuePath;
  /** What the id is made of, if no single value is one. */
  readonly parts: readonly ValuePath[] | null;
  /** Whether it is another key of the entries than their id. */
  readonly isFurther: boolean;
}

/** What entries of a section may be named by. */
export function targetsOf(
  section: SampleSection,
  guessed: GuessedId,
  words: LikelyWords,
  all: readonly SampleSection[],
): Target[] {
  const id = { section, id: guessed.value, parts: guessed.parts, isFurther: false };
  if (guessed.parts !== null) return [id];
  const keys = furtherKeys(section, guessed, words, all);
  const further = keys.map((key) => ({ section, id: key, parts: null, isFurther: true }));
  return [id, ...further];
}

/** Values of a section that are ids of another. */
export interface Reference {
  readonly from: SampleSection;
  readonly to: SampleSection;
  /** Of one id; null if a list names them, or several parts. */
  readonly value: ValuePath | null;
  readonly list: InnerList | null;
  /** The path of the id within the list's entries; null if the entries are ids. */
  readonly inList: ValuePath | null;
  /** The parts of the id, if it has several. */
  readonly parts: readonly ValuePath[] | null;
  /** The key of the entries that it names, if that is not their id. */
  readonly by: ValuePath | null;
  /** How many different ids there are, and how many of them are those of entries. */
  readonly ids: number;
  readonly found: number;
  /** How the id is in the text: behind the last `/` or `#`; null if it is all of it, or one of several. */
  readonly behind: '/' | '#' | null;
  /** What stands between the ids, if a text has several. */
  readonly split: ',' | ';' | null;
  /** Whether a name says so, too. */
  readonly isNamed: boolean;
}

/** Whether it can name several records: an entry that is a link names one at each end. */
export function namesSeveral({ list, split }: Reference): boolean {
  return list !== null || split !== null;
}

/** The least share of values that are ids elsewhere. */
const least = 0.8;
const leastNamed = 0.5;

/**
 * All references of a section to the entries of others.
 * @param ownId its own id, which is compared with the ids of others, and not with their further keys
 */
export function referencesOf(
  from: SampleSection,
  targets: readonly Target[],
  words: LikelyWords,
  ownId: ValuePath | null = null,
): Reference[] {
  const single = from.values.flatMap((value) => {
    if (targets.some(({ id, isFurther }) => id === value && !isFurther)) return [];
    const isOwn = value.node.distinct.count === from.node.count;
    const possible = value === ownId ? targets.filter(({ isFurther }) => !isFurther) : targets;
    const found = referenceOf(from, value.node, value.steps, possible, words);
    // What is different in each entry is more likely its own.
    return found
      .filter(({ isNamed }) => isNamed || !isOwn)
      .map((found) => ({
        ...found,
        value,
        parts: null,
        list: null,
        inList: null,
      }));
  });
  const listed = from.lists.flatMap((list) => {
    const values = list.values.length === 0 ? [null] : list.values;
    return values.flatMap((inList) => {
      const steps = [...list.steps, ...(inList?.steps ?? [])];
      return referenceOf(from, (inList ?? list).node, steps, targets, words).map((found) => ({
        ...found,
        value: null,
        parts: null,
        list,
        inList,
      }));
    });
  });
  // A single id where a list is expected is a list of one.
  const isMostlyList = (path: string, values: number) =>
    listed.some(({ list }) => list.path === path && list.node.filled >= values);
  const ids = single.filter(({ value }) => !isMostlyList(value.path, value.node.filled));
  const lists = listed.filter(({ list }) => !ids.some(({ value }) => value.path === list.path));
  return [...composed(from, targets), ...ids, ...onePerList(lists)];
}

function composed(from: SampleSection, targets: readonly Target[]): Reference[] {
  return targets.flatMap(({ section: to, parts: wanted }) => {
    const found = wanted === null || to === from ? null : partsIn(from, to, wanted);
    if (found === null) return [];
    const single = { value: null, list: null, inList: null, by: null, behind: null, split: null, isNamed: true };
    return [{ from, to, ...single, ...found }];
  });
}

/** Of several values in the entries of a list, one names the record. */
function onePerList(references: readonly Reference[]): Reference[] {
  return references.filter(
    (one) => !references.some((other) => other.list === one.list && other.to === one.to && isBetter(other, one)),
  );
}

function isBetter(a: Reference, b: Reference): boolean {
  if (a === b) return false;
  const [first, second] = [certaintyOf(a), certaintyOf(b)];
  if (first !== second) return first > second;
  return (a.inList?.path ?? '') < (b.inList?.path ?? '');
}

/** How likely it is meant: an id by itself rather than one at the end of an address beside it. */
export function certaintyOf({ isNamed, found, ids, behind, split }: Reference): number {
  return (isNamed ? 1 : 0) + found / ids - (behind === null && split === null ? 0 : 0.1);
}

type Found = Pick<Reference, 'from' | 'to' | 'by' | 'ids' | 'found' | 'behind' | 'split' | 'isNamed'>;

function referenceOf(
  from: SampleSection,
  node: PathNode,
  steps: readonly string[],
  targets: readonly Target[],
  words: LikelyWords,
): Found[] {
  if (node.distinct.count === 0 || isDay(node) || isYesOrNo(node)) return [];
  const candidates = targets
    .filter(({ section, parts }) => section !== from && parts === null)
    .map(({ section, id, isFurther }): Found => ({
      from,
      to: section,
      by: isFurther ? id : null,
      ...bestOf(node, id.node.distinct),
      isNamed: isNamedAfter(steps, section, id, words),
    }))
    .filter(({ isNamed, found, ids }) => found >= ids * (isNamed ? leastNamed : least));
  const named = candidates.filter(({ isNamed }) => isNamed);
  const [best] = (named.length > 0 ? named : candidates.filter((one) => one.ids > 2 && looksLikeReference(steps))).sort(
    (a, b) => b.found / b.ids - a.found / a.ids || Number(a.by !== null) - Number(b.by !== null),
  );
  return best === undefined ? [] : [best];
}

function bestOf(node: PathNode, ids: Distinct): Pick<Reference, 'ids' | 'found' | 'behind' | 'split'> {
  const ways = [
    { behind: null, split: null, distinct: node.distinct },
    { behind: '/' as const, split: null, distinct: node.parts.get('slash') },
    { behind: '#' as const, split: null, distinct: node.parts.get('hash') },
    { behind: null, split: ',' as const, distinct: node.parts.get('comma') },
    { behind: null, split: ';' as const, distinct: node.parts.get('semicolon') },
  ];
  let best: Pick<Reference, 'ids' | 'found' | 'behind' | 'split'> = {
    ids: node.distinct.count,
    found: 0,
    behind: null,
    split: null,
  };
  for (const { behind, split, distinct } of ways) {
    if (distinct === undefined || distinct.count === 0) continue;
    const found = distinct.countIn(ids);
    if (found / distinct.count > best.found / best.ids) best = { ids: distinct.count, found, behind, split };
  }
  return best;
}

/** Whether a path is called as the entries of a section, or as their id, are. */
export function isNamedAfter(
  steps: readonly string[],
  section: SampleSection,
  id: ValuePath,
  words: LikelyWords,
): boolean {
  const own = ownWordsOf(section, words).filter((word) => !carriers.has(word));
  const idName = id.steps.at(-1) ?? '';
  return steps.slice(-3).some((step) => {
    const bare = step.replace(/(?:unique|reference|ref|sourced|local)?(?:id|ref|key|code|number)?\d{0,3}$/, '');
    return own.includes(bare) || own.includes(step) || (step === idName && !carriers.has(step) && step !== 'sourcedid');
  });
}

/** Keys that every section may have. */
const carriers = new Set(['id', 'data', 'item', 'result', 'value', 'name', 'code', 'key', 'number', 'node']);

function looksLikeReference(steps: readonly string[]): boolean {
  const last = steps.at(-1) ?? '';
  return /(?:id|ref|href|key|code|number)\d{0,3}$/.test(last) || steps.length > 1;
}
