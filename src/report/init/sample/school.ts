import type { LikelyWords } from '../likely-words.js';
import { isDay, likeliest } from './likeness.js';
import { nameStep, type Sample, type SampleSection, type ValuePath } from './sections.js';
import { spellings } from './slices.js';

/** What a document says of its school. */
export interface GuessedSchool {
  /** As `source.school` says it: a path, or a value of a list. */
  readonly id: unknown;
  readonly name: unknown;
  readonly extractedAt: ValuePath | null;
  /** The list that these are read from; null if it is none. */
  readonly section: SampleSection | null;
  readonly isCertain: boolean;
}

/** The values outside of sections that name the school. */
export function guessSchool({ values, sections }: Sample, words: LikelyWords): GuessedSchool {
  const { school, ids } = words;
  const within = values.filter(({ steps }) => steps.slice(0, -1).some((step) => school.within.includes(step)));
  const texts = values.filter(({ node }) => !isDay(node));
  const named = likeliest(school.id, texts) ?? likeliest(ids, within);
  const extractedAt = likeliest(
    school.extractedAt,
    values.filter(({ node }) => isDay(node)),
  );
  const listed = named === null ? inList(sections, words) : null;
  if (listed !== null) return { ...listed, extractedAt, isCertain: true };
  const id = named ?? texts.find(({ steps }) => (steps.at(-1) ?? '').endsWith('id')) ?? null;
  const others = values.filter((value) => value !== id);
  const name =
    likeliest(school.name, others) ??
    likeliest(
      ['name', 'title'],
      within.filter((value) => value !== id),
    );
  return {
    id: (id ?? texts[0])?.path ?? null,
    name: name?.path ?? null,
    extractedAt,
    section: null,
    isCertain: named !== null,
  };
}

/** A list of one entry that is the school, and not its only class; or of which one is of the type of schools. */
function inList(
  sections: readonly SampleSection[],
  { school: { within }, ids, kinds, roleNames }: LikelyWords,
): Pick<GuessedSchool, 'id' | 'name' | 'section'> | null {
  const others = Object.values(kinds).flatMap((kind) => kind.words);
  for (const section of sections) {
    const called = nameStep(section.steps);
    if (!within.some((word) => called.startsWith(word)) || others.some((word) => called.endsWith(word))) continue;
    const where = section.node.count === 1 ? {} : ofTypeSchool(section, roleNames);
    const own = section.values;
    const id = likeliest(ids, own) ?? own.find(({ steps }) => (steps.at(-1) ?? '').endsWith('id'));
    if (where === null || id === undefined) continue;
    const name = own.find(({ steps }) => /^(?:name|title|schoolname|nameof)/.test(steps.at(-1) ?? ''));
    const of = ({ path }: ValuePath) => ({ list: section.path, ...where, value: path });
    return { id: of(id), name: name === undefined ? null : of(name), section };
  }
  return null;
}

/** What only one of several entries is: beside a school there is the trust that it is of. */
function ofTypeSchool({ values }: SampleSection, names: readonly string[]): { readonly where: object } | null {
  for (const { node, path, steps } of values) {
    if (!names.some((word) => (steps.at(-1) ?? '').endsWith(word))) continue;
    for (const word of spellings('school'))
      if (node.rows.filter((hash) => node.distinct.isOf(word, hash)).length === 1) return { where: { [path]: word } };
  }
  return null;
}
