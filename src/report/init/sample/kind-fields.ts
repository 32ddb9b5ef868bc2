import type { LikelyWords } from '../likely-words.js';
import { knownFields, type GuessedField } from './fields.js';
import type { GuessedKind } from './kinds.js';
import { lookedUpFields } from './looked-up.js';
import type { GuessedLink } from './links.js';
import type { ValuePath } from './sections.js';

/** The fields of a kind that the product has: values that name other records are links, and no fields. */
export function kindFields(kind: GuessedKind, links: readonly GuessedLink[], words: LikelyWords): GuessedField[] {
  if (!kind.isKnown) return [];
  const own = knownFields(kind.section, kind.name, words, new Set([...idOf(kind), ...namedBy(kind, links)]));
  return [...own, ...lookedUpFields(kind, own, words)];
}

export function idOf({ id }: GuessedKind): readonly ValuePath[] {
  return id.parts ?? [id.value];
}

/** Values of a kind that name other records. */
export function namedBy(kind: GuessedKind, links: readonly GuessedLink[]): ValuePath[] {
  return links
    .filter(({ within }) => within === kind)
    .flatMap(({ ends }) => ends.flatMap(({ references }) => references.flatMap(({ value }) => value ?? [])));
}
