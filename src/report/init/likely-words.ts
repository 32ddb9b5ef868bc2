import { singular, wordsOf } from '../../extract/survey/words-of.js';

/** What assets/likely-words.json has. */
export interface LikelyWords {
  readonly kinds: Readonly<Record<string, LikelyKind>>;
  readonly links: Readonly<Record<string, LikelyLink>>;
  readonly linkWords: readonly string[];
  /** By kind, the values of a role that a person of that kind has. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** By kind, the words of each field, the likeliest first. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly ids: readonly string[];
  readonly roleNames: readonly string[];
  readonly period: { readonly from: readonly string[]; readonly until: readonly string[] };
  readonly school: {
    readonly id: readonly string[];
    readonly name: readonly string[];
    readonly extractedAt: readonly string[];
    /** Objects and sections that hold what is said of the school. */
    readonly within: readonly string[];
  };
  readonly others: readonly string[];
}

/** What people call several of them; or one and several, if commands have another word for one. */
export type LikelyLabel = string | { readonly one: string; readonly many: string };

export interface LikelyKind {
  readonly one: string;
  readonly label: LikelyLabel;
  readonly words: readonly string[];
  /** Words that it has only where there are other kinds that are known. */
  readonly perhaps?: readonly string[];
  /** The kinds with which it has links, by which it is known if no section is called so. */
  readonly between?: readonly string[];
  /** The fields of its name. */
  readonly name: readonly string[];
  /** Fields that must not be blank. */
  readonly filled?: readonly string[];
  /** What its rules begin with, by the field that it is about. */
  readonly about?: Readonly<Record<string, string>>;
  /** Links of which it needs one. */
  readonly needs: readonly string[];
  /** The field by whose values a school chooses which of them come through. */
  readonly chosen?: string;
  /** Where a field is taken from if the sample has none. */
  readonly else?: Readonly<Record<string, string>>;
  /** Fields that people type. */
  readonly local?: object;
}

export interface LikelyLink {
  readonly one: string;
  readonly label: LikelyLabel;
  /** The kind at each end. */
  readonly ends: Readonly<Record<string, string>>;
  /** What a field has if the sample has nothing of it. */
  readonly constants?: Readonly<Record<string, string | number>>;
  /** Whether a stale one must go even while a school is held. */
  readonly letGo?: boolean;
}

/** Whether a key has a word that keys of extracts have, so it is no value. */
export function knownKeys(words: LikelyWords): (key: string) => boolean {
  const { kinds, fields, ids, roleNames, period, school, linkWords, others } = words;
  const all = new Set([
    ...Object.values(kinds).flatMap((kind) => [...kind.words, ...(kind.perhaps ?? [])]),
    ...Object.values(fields).flatMap((of) => Object.values(of).flat()),
    ...[ids, roleNames, period.from, period.until, linkWords, others].flat(),
    ...Object.values(school).flat(),
  ]);
  return (key) => {
    const parts = wordsOf(key);
    return all.has(parts.join('')) || parts.some((part) => all.has(part) || all.has(singular(part)));
  };
}
