import type { LikelyWords } from '../likely-words.js';
import type { Detail } from './details.js';
import { fieldOf, knownFields, type GuessedField, type LookedUp } from './fields.js';
import type { GuessedKind } from './kinds.js';
import { dayFormsOf, isMostly, isNearlyUnique, likeliest } from './likeness.js';
import type { Names } from './names.js';

/** The fields of a kind that its own section lacks, and that another list has of the same records. */
export function lookedUpFields(kind: GuessedKind, known: readonly GuessedField[], words: LikelyWords): GuessedField[] {
  const names = new Set(known.map(({ name }) => name));
  return kind.details.flatMap((detail) =>
    knownFields(detail.section, kind.name, words, new Set([detail.id.value])).flatMap((field) => {
      // A look-up takes a value, and no list of them.
      if (names.has(field.name) || typeof field.from !== 'string') return [];
      names.add(field.name);
      return lookedUp(field, field.from, kind, detail, words);
    }),
  );
}

/** What else these lists have, to be turned on. */
export function offeredLookups(
  kind: GuessedKind,
  known: readonly Pick<GuessedField, 'value'>[],
  names: Names,
  words: LikelyWords,
): GuessedField[] {
  const used = new Set(known.map(({ value }) => value));
  return kind.details.flatMap((detail) =>
    detail.section.values
      .filter((value) => value !== detail.id.value && !used.has(value))
      .map((value) => {
        const field = fieldOf(names.nameOf(value.path), value, detail.section.node.count);
        return lookedUp(field, value.path, kind, detail, words);
      }),
  );
}

function lookedUp(
  field: GuessedField,
  value: string,
  { id }: GuessedKind,
  { section, id: by }: Detail,
  words: LikelyWords,
): GuessedField {
  const { order, said } = isNearlyUnique(by.value.node, section.node.count)
    ? { order: {}, said: 'has one entry for each' }
    : orderOf(section, words);
  const from: LookedUp = { lookup: section.path, match: { [by.value.path]: id.value.path }, ...order, value };
  return { ...field, from, comments: [`${section.path} ${said}`, ...field.comments], isUncertain: true };
}

/** Which of several entries comes first. */
function orderOf(
  { values }: Detail['section'],
  words: LikelyWords,
): { readonly order: Pick<LookedUp, 'lowest' | 'highest' | 'first'>; readonly said: string } {
  const rank = values.find(
    ({ node, steps }) => isMostly(node, 'whole number') && /priority|order|rank/.test(steps.at(-1) ?? ''),
  );
  if (rank !== undefined)
    return { order: { lowest: rank.path }, said: `may have several: the one with the lowest ${rank.path}` };
  const days = values.filter(({ node }) => dayFormsOf(node)[0] === 'YYYY-MM-DD');
  const begins = likeliest(words.period.from, days);
  if (begins === null) return { order: { first: true }, said: 'may have several: the first' };
  return {
    order: { highest: { from: begins.path, type: 'date' } },
    said: `may have several: the one with the last ${begins.path}`,
  };
}
