import { addresses } from './addresses.js';
import type { Place } from './place.js';

/** A page that every page of the same school, or of none, leads to. */
export interface Item {
  readonly label: string;
  readonly at: string;
}

export function navigation({ pipeline, school }: Pick<Place, 'pipeline' | 'school'>): readonly Item[] {
  const overall: readonly Item[] = [{ label: 'Schools', at: addresses.schools }];
  if (school === null) return overall;
  return [
    ...overall,
    ...pipeline.records.map((kind) => ({ label: kind.label, at: addresses.list(school.id, kind) })),
    { label: 'Not coming through', at: addresses.notThrough(school.id) },
    { label: 'To correct', at: addresses.toCorrect(school.id) },
  ];
}
