import type { LikelyWords } from '../likely-words.js';
import { dayFieldOf, fieldOf, knownFields, type GuessedField } from './fields.js';
import type { GuessedLink } from './links.js';
import { likeliest, namedDayFormsOf } from './likeness.js';
import { Names } from './names.js';
import type { InnerList, SampleSection, ValuePath } from './sections.js';

export interface LinkFields {
  readonly known: readonly GuessedField[];
  readonly offered: readonly GuessedField[];
  /** The days on which it begins and ends; null if it has none. */
  readonly period: { readonly from: GuessedField | null; readonly until: GuessedField | null } | null;
}

/** The values of a link: of its own entry, or of the entry of the list that names it. */
export function linkFields({ name, section, entries, ends }: GuessedLink, words: LikelyWords): LinkFields {
  const own = section ?? (entries === null ? null : asSection(entries));
  if (own === null) return { known: [], offered: [], period: null };
  const used = new Set(
    ends
      .flatMap((end) => end.references.flatMap((one) => [one.value, one.inList, ...(one.parts ?? [])]))
      .filter(isValue),
  );
  const known = knownFields(own, name, words, used);
  const names = new Names([
    ...known.map((field) => field.name),
    ...Object.keys(words.links[name]?.constants ?? {}),
    ...ends.map((end) => `${end.name}Id`),
  ]);
  for (const { value } of known) used.add(value);
  const days = own.values.filter((value) => !used.has(value) && namedDayFormsOf(value.node).length > 0);
  const [from, until] = [likeliest(words.period.from, days), likeliest(words.period.until, days)];
  const rest = own.values.filter((value) => !used.has(value) && value !== from && value !== until);
  const day = (name: string, value: ValuePath) => dayFieldOf(name, value, own.node.count);
  return {
    known,
    offered: rest.map((value) => fieldOf(names.nameOf(value.path), value, own.node.count)),
    period:
      from === null && until === null ? null : { from: from && day('from', from), until: until && day('until', until) },
  };
}

function asSection({ path, steps, node, values }: InnerList): SampleSection {
  return { path, steps, node, values, lists: [], hidden: [], where: null, role: null };
}

function isValue(value: ValuePath | null): value is ValuePath {
  return value !== null;
}
