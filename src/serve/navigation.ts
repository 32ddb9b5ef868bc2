import { addresses } from './addresses.js';
import type { PagePlace } from './place.js';
import { may } from './visitor.js';

/** A page that every page of the same school, or of none, leads to. */
export interface Item {
  readonly label: string;
  readonly at: string;
}

export function navigation({ pipeline, school, visitor }: Omit<PagePlace, 'at'>): readonly Item[] {
  if (!may(visitor, 'viewer')) return [];
  const schools = { label: 'Schools', at: addresses.schools };
  const audit = { label: 'Who did what', at: addresses.audit };
  const morning = { label: 'This morning', at: addresses.morning };
  if (school === null)
    return [
      morning,
      schools,
      { label: 'Runs', at: addresses.allRuns },
      { label: 'Rules', at: addresses.baseRules },
      ...(may(visitor, 'admin') && visitor.schools === null ? [audit] : []),
    ];
  return [
    schools,
    ...pipeline.records.map((kind) => ({ label: kind.label, at: addresses.list(school.id, kind) })),
    { label: 'Not coming through', at: addresses.notThrough(school.id) },
    { label: 'To correct', at: addresses.toCorrect(school.id) },
    { label: 'Runs', at: addresses.runs(school.id) },
    { label: 'Rules', at: addresses.rules(school.id) },
  ];
}
