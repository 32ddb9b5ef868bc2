import type { LikelyLabel, LikelyWords } from '../likely-words.js';
import { idOf, type GuessedId } from './ids.js';
import { isDay, isYesOrNo } from './likeness.js';
import { Names, singularName } from './names.js';
import { isNamedAfter, namesSeveral, referencesOf, targetsOf, type Reference, type Target } from './references.js';
import { envelopes, sectionsWithin, type Sample, type SampleSection } from './sections.js';
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
}

/** A section that holds links. */
export interface GuessedLinkSection {
  readonly section: SampleSection;
  readonly references: readonly Reference[];
}

export interface Detail {
  readonly section: SampleSection;
  readonly id: GuessedId;
  readonly of: SampleSection;
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
  const details = all.flatMap((one) => detailOf(one, all, words) ?? []);
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
    const hasId = withIds.some((one) => one.section === section);
    return hasTwoEnds(own) && (!hasId || hasLinkWord(section, words) || isThin(section, own, words));
  };
  const links = withTwoEnds.filter(isLinks);
  const records = withIds.filter(({ section }) => !links.includes(section));
  const recordTargets = records.flatMap(({ section, id }) => targetsOf(section, id, words, sections));
  return {
    kinds: namedKinds(records, words),
    linkSections: links.map((section) => ({ section, references: referencesOf(section, recordTargets, words) })),
    references: records.flatMap(({ section }) => referencesOf(section, recordTargets, words)),
    details: details.filter(({ section }) => !links.includes(section)),
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

/** A section whose ids are all those of another, and called so, has no records of its own. */
function detailOf(one: WithId, all: readonly WithId[], words: LikelyWords): Detail | null {
  const { value } = one.id;
  const name = value.steps.at(-1) ?? '';
  if (one.section.role !== null) return null;
  if (Object.values(words.kinds).some((kind) => kind.words.includes(nameStep(one.section.steps)))) return null;
  const of = all.find(({ section, id }) => {
    const isWithin = value.node.distinct.countIn(id.value.node.distinct) === value.node.distinct.count;
    const isSame = name === id.value.steps.at(-1) && name !== 'id';
    return section !== one.section && isWithin && (isSame || isNamedAfter(value.steps, section, id.value, words));
  });
  return of === undefined ? null : { ...one, of: of.section };
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

function nameStep(steps: readonly string[]): string {
  const name = steps.findLast((step) => !envelopes.has(step)) ?? steps.at(-1) ?? '';
  return name.replace(/(?<=.)(?:personal|info|record|detail|profile)$/, '');
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

interface WithId {
  readonly section: SampleSection;
  readonly id: GuessedId;
}

function namedKinds(records: readonly WithId[], words: LikelyWords): GuessedKind[] {
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
  return records.map(({ section, id }): GuessedKind => {
    const kind = known.get(section);
    const found = kind === undefined ? undefined : words.kinds[kind];
    if (kind !== undefined && found !== undefined) {
      const { one, label } = found;
      return { name: kind, one, label, isKnown: true, isSure: sure.has(kind), section, id };
    }
    const name = names.nameOf(withoutEnvelope(section));
    return { name, one: singularName(name), label: null, isKnown: false, isSure: false, section, id };
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
