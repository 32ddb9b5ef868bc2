import type { LikelyWords } from '../likely-words.js';
import { isDay, likeliest } from './likeness.js';
import type { Sample, ValuePath } from './sections.js';

/** What a document says of its school. */
export interface GuessedSchool {
  readonly id: ValuePath | null;
  readonly name: ValuePath | null;
  readonly extractedAt: ValuePath | null;
  readonly isCertain: boolean;
}

/** The values outside of sections that name the school. */
export function guessSchool({ values }: Sample, { school, ids }: LikelyWords): GuessedSchool {
  const within = values.filter(({ steps }) => steps.slice(0, -1).some((step) => school.within.includes(step)));
  const texts = values.filter(({ node }) => !isDay(node));
  const named = likeliest(school.id, texts) ?? likeliest(ids, within);
  const id = named ?? texts.find(({ steps }) => (steps.at(-1) ?? '').endsWith('id')) ?? null;
  const others = values.filter((value) => value !== id);
  return {
    id: id ?? texts[0] ?? null,
    name:
      likeliest(school.name, others) ??
      likeliest(
        ['name', 'title'],
        within.filter((value) => value !== id),
      ),
    extractedAt: likeliest(
      school.extractedAt,
      others.filter(({ node }) => isDay(node)),
    ),
    isCertain: named !== null,
  };
}
