import type { LikelyWords } from '../likely-words.js';
import { fieldOf, knownFields, type GuessedField } from './fields.js';
import type { GuessedLink } from './links.js';
import { Names } from './names.js';
import type { InnerList, SampleSection, ValuePath } from './sections.js';

/** The values of a link: of its own entry, or of the entry of the list that names it. */
export function linkFields(
  { name, section, entries, ends }: GuessedLink,
  words: LikelyWords,
): { readonly known: readonly GuessedField[]; readonly offered: readonly GuessedField[] } {
  const own = section ?? (entries === null ? null : asSection(entries));
  if (own === null) return { known: [], offered: [] };
  const used = new Set(ends.flatMap((end) => end.references.flatMap((one) => [one.value, one.inList])).filter(isValue));
  const known = knownFields(own, name, words, used);
  const names = new Names([
    ...known.map((field) => field.name),
    ...Object.keys(words.links[name]?.constants ?? {}),
    ...ends.map((end) => `${end.name}Id`),
  ]);
  for (const { value } of known) used.add(value);
  const rest = own.values.filter((value) => !used.has(value));
  return { known, offered: rest.map((value) => fieldOf(names.nameOf(value.path), value, own.node.count)) };
}

function asSection({ path, steps, node, values }: InnerList): SampleSection {
  return { path, steps, node, values, lists: [], hidden: [], where: null, role: null };
}

function isValue(value: ValuePath | null): value is ValuePath {
  return value !== null;
}
