import type { LikelyLabel, LikelyWords } from '../likely-words.js';
import { detailsAmong, type Detail, type WithId } from './details.js';
import { pairOf } from './composite.js';
import { hasOwnName, idOf, type GuessedId } from './ids.js';
import { isDay, isYesOrNo } from './likeness.js';
import { Names, singularName } from './names.js';
import { namesSeveral, referencesOf, targetsOf, type Reference, type Target } from './references.js';
import { envelopes, nameStep, sectionsWithin, type Sample, type SampleSection, type ValuePath } from './sections.js';
import { slicesOf } from './slices.js';

/** A section that holds records. */
export interface GuessedKind {
  readonly name: string;
  readonly one: string;
  readonly label: LikelyLabel | null;
  /** Whether the product has a kind of this name. */
  readonly isKnown: boolean;
  /** Whether the section is called so. */
  readonly isSure: boolean;
  readonly section: SampleSection;
  readonly id: GuessedId;
  /** Sections whose entries say more of its own. */
  readonly details: readonly Detail[];
}

/** A section that holds links. */
export interface GuessedLinkSection {
  readonly section: SampleSection;
  readonly references: readonly Reference[];
}

export interface Guess {
  readonly kinds: readonly GuessedKind[];
  readonly linkSections: readonly GuessedLinkSection[];
  /** Of the kinds, to the kinds. */
  readonly references: readonly Reference[];
  /** Sections whose entries say more of those of another. */
  readonly details: readonly Detail[];
  /** Sections that are none of these. */
  readonly others: readonly SampleSection[];
}

/** What each section of a sample is, by the words in its path, its ids and what its values name. */
export function guessKinds({ sections: lists }: Sample, words: LikelyWords): Guess {
  const top = lists.flatMap((section) => slicesOf(section, words));
  const sections = [...top, ...peopleWithin(top, words)];
  const all = sections.flatMap((section) => {
    const id = idOf(section, words, sections);
    return id === null ? [] : [{ section, id }];
  });
  const details = detailsAmong(all, words);
  const withIds = all.filter(({ section }) => !details.some((detail) => detail.section === section));
  const targets = withIds.flatMap(({ section, id }) => targetsOf(section, id, words, sections));
  const others = (section: SampleSection): Target[] => targets.filter((target) => target.section !== section);
  const ownId = (section: SampleSection) => withIds.find((one) => one.section === section)?.id.value ?? null;
  const withTwoEnds = sections.filter((section) =>
    hasTwoEnds(referencesOf(section, others(section), words, ownId(section))),
  );
  const isLinks = (section: SampleSection): boolean => {
    // Links name records, no other links.
    const records = others(section).filter((target) => !withTwoEnds.includes(target.section));
    const own = referencesOf(section, records, words, ownId(section));
    // Where only several values together are one, these are mostly its ends.
    const hasId = withIds.some((one) => one.section === section && one.id.parts === null);
    return hasTwoEnds(own) && (!hasId || hasLinkWord(section, words) || isThin(section, own, words));
  };
  const links = withTwoEnds.filter(isLinks);
  const isDetail = (section: SampleSection) => details.some((detail) => detail.section === section);
  const named = once(() => sections.flatMap((section) => referencesOf(section, others(section), words)));
  const records = sections
    .filter((section) => !links.includes(section) && !isDetail(section))
    .flatMap((section): WithId[] => {
      const id = withIds.find((one) => one.section === section)?.id ?? null;
      const pair = pairAsId(section, id, words, named);
      const found = pair ?? id;
      return found === null ? [] : [{ section, id: found }];
    });
  const recordTargets = records.flatMap(({ section, id }) => targetsOf(section, id, words, sections));
  const ofRecords = details.filter(({ section }) => !links.includes(section));
  const linkSections = links.map((section) => ({ section, references: referencesOf(section, recordTargets, words) }));
  const references = records.flatMap(({ section }) => referencesOf(section, recordTargets, words));
  const areLinked = (one: SampleSection, other: SampleSection): boolean =>
    references.some(({ from, to }) => (from === one && to === other) || (from === other && to === one)) ||
    linkSections.some((link) => [one, other].every((end) => link.references.some(({ to }) => to === end)));
  return {
    kinds: namedKinds(records, ofRecords, areLinked, words),
    linkSections,
    references,
    details: ofRecords,
    others: sections.filter(
      (section) => !links.includes(section) && ![...records, ...details].some((other) => other.section === section),
    ),
  };
}

/** Lists within entries that hold records of a kind which no section has: contacts of students, each with all that there is. */
function peopleWithin(sections: readonly SampleSection[], words: LikelyWords): SampleSection[] {
  const has = (own: readonly string[], { steps }: SampleSection) => own.includes(nameStep(steps));
  const found = sections.flatMap(sectionsWithin);
  return Object.values(words.kinds).flatMap(({ words: own, filled = [] }) => {
    if (filled.length === 0 || sections.some((section) => section.role !== null || has(own, section))) return [];
    const within = found.find(
      (section) =>
        has(own, section) && section.values.length > filled.length && idOf(section, words, sections) !== null,
    );
    return within ?? [];
  });
}

/** An id of two values of a section that has none by itself, and that nothing names by what looks like one. */
function pairAsId(
  section: SampleSection,
  id: GuessedId | null,
  words: LikelyWords,
  named: () => readonly Reference[],
): GuessedId | null {
  // What is called the id of such an entry is one, also where entries repeat it: a class has one for each student.
  if (id !== null && (id.isUnique || hasOwnName(id.value, section, words))) return null;
  const isOfPerson = (value: ValuePath): boolean =>
    named().some((one) => one.from === section && one.value === value && arePeople(one.to, words));
  const pair = pairOf(section, words, (value) => !isOfPerson(value));
  const value = pair?.parts[0];
  if (value === undefined || pair === null || named().some(({ to, isNamed }) => to === section && isNamed)) return null;
  return { value, ...pair, isUnique: true, isCertain: false };
}

function arePeople({ steps, role }: SampleSection, { kinds, roles }: LikelyWords): boolean {
  return Object.keys(roles).some((kind) => role === kind || kinds[kind]?.words.includes(nameStep(steps)) === true);
}

/** Worked out when it is first asked for: large samples have many values, and hardly any section needs it. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function hasTwoEnds(references: readonly Reference[]): boolean {
  return new Set(references.filter((one) => !namesSeveral(one)).map(({ to }) => to)).size > 1;
}

/** Whether an entry has little beside its id, what it names, and days: what it is then is a link. */
function isThin(section: SampleSection, references: readonly Reference[], { kinds }: LikelyWords): boolean {
  if (Object.values(kinds).some(({ words }) => words.includes(nameStep(section.steps)))) return false;
  const named = new Set(references.flatMap(({ value, parts }) => [value, ...(parts ?? [])]));
  const others = section.values.filter((value) => !named.has(value) && !isDay(value.node) && !isYesOrNo(value.node));
  // One of them is its id.
  return others.length <= 2 && section.lists.length === 0;
}

/** Whether a section is called after links, or after two kinds: `StudentContacts`. */
function hasLinkWord({ steps }: SampleSection, { linkWords, kinds }: LikelyWords): boolean {
  const name = nameStep(steps);
  if (linkWords.some((word) => name.endsWith(word))) return true;
  const found = Object.values(kinds).filter((kind) =>
    kind.words.some((word) => word.length > 4 && name.includes(word)),
  );
  return found.length > 1 && !Object.values(kinds).some((kind) => kind.words.includes(name));
}

/** The path up to the key that says what is in the list. */
function withoutEnvelope({ path, steps }: SampleSection): string {
  const last = steps.findLastIndex((step) => !envelopes.has(step));
  return last < 0
    ? path
    : path
        .split(/(?<!\\)\./)
        .slice(0, last + 1)
        .join('.');
}

function namedKinds(
  records: readonly WithId[],
  all: readonly Detail[],
  areLinked: (one: SampleSection, other: SampleSection) => boolean,
  words: LikelyWords,
): GuessedKind[] {
  const names = new Names([...Object.keys(words.kinds), ...Object.keys(words.links)]);
  const known = new Map<SampleSection, string>();
  const sure = new Set<string>();
  const know = (kind: string, own: readonly string[], isPerhaps: boolean): void => {
    if ([...known.values()].includes(kind)) return;
    const best = records
      .filter(({ section }) => !known.has(section))
      .map((record) => ({ ...record, rank: rankOf(record.section, own, words.linkWords) }))
      .filter(({ rank }) => rank < noRank)
      .sort((a, b) => a.rank - b.rank || b.section.node.count - a.section.node.count)[0];
    if (best === undefined) return;
    known.set(best.section, kind);
    if (best.rank < partRank && !isPerhaps) sure.add(kind);
  };
  for (const { section } of records)
    if (section.role !== null && !sure.has(section.role)) {
      known.set(section, section.role);
      sure.add(section.role);
    }
  const likely = Object.entries(words.kinds);
  for (const [kind, { words: own }] of likely) know(kind, own, false);
  if (known.size > 0) for (const [kind, { perhaps = [] }] of likely) know(kind, perhaps, true);
  for (const [kind, { between = [] }] of likely) {
    if (between.length === 0 || [...known.values()].includes(kind)) continue;
    const ends = between.map((name) => [...known].filter(([, other]) => other === name).map(([section]) => section));
    const found = records.find(
      ({ section }) => !known.has(section) && ends.every((sections) => sections.some((end) => areLinked(section, end))),
    );
    if (found !== undefined) known.set(found.section, kind);
  }
  return records.map(({ section, id }): GuessedKind => {
    const kind = known.get(section);
    const found = kind === undefined ? undefined : words.kinds[kind];
    const details = all.filter(({ of }) => of === section && id.parts === null);
    if (kind !== undefined && found !== undefined) {
      const { one, label } = found;
      return { name: kind, one, label, isKnown: true, isSure: sure.has(kind), section, id, details };
    }
    const name = names.nameOf(withoutEnvelope(section));
    return { name, one: singularName(name), label: null, isKnown: false, isSure: false, section, id, details };
  });
}

const noRank = 100;
/** From here on a name only has the word in it. */
const partRank = 20;

/** How well a section's name fits: the word itself, or one that it ends or begins with. */
function rankOf({ steps }: SampleSection, own: readonly string[], linkWords: readonly string[]): number {
  const name = nameStep(steps);
  const exact = own.indexOf(name);
  if (exact >= 0) return exact;
  if (linkWords.some((word) => name.endsWith(word))) return noRank;
  const part = own.findIndex((word) => word.length > 4 && (name.endsWith(word) || name.startsWith(word)));
  return part >= 0 ? partRank + part : noRank;
}
