import type { LikelyWords } from '../likely-words.js';
import { fieldOf, knownFields, type GuessedField } from './fields.js';
import { rankAmong } from './likeness.js';
import type { GuessedKind } from './kinds.js';
import { lookedUpFields } from './looked-up.js';
import type { GuessedLink } from './links.js';
import type { ValuePath } from './sections.js';

/** The fields of a kind that the product has: values that name other records are links, and no fields. */
export function kindFields(kind: GuessedKind, links: readonly GuessedLink[], words: LikelyWords): GuessedField[] {
  if (!kind.isKnown) return [];
  const own = knownFields(kind.section, kind.name, words, new Set([...idOf(kind), ...namedBy(kind, links)]));
  const named = [...own, ...nameInId(kind, own, words)];
  return [...named, ...lookedUpFields(kind, named, words)];
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

/** What people call a record by may be its id, which nobody sees: then it is kept, too. */
function nameInId(
  { name: kind, id, section }: GuessedKind,
  own: readonly GuessedField[],
  words: LikelyWords,
): GuessedField[] {
  if (id.parts !== null) return [];
  return (words.kinds[kind]?.name ?? [])
    .filter((name) => !own.some((field) => field.name === name))
    .filter((name) => rankAmong(words.fields[kind]?.[name] ?? [], id.value) !== null)
    .slice(0, 1)
    .map((name) => ({ ...fieldOf(name, id.value, section.node.count), type: 'text' }));
}
