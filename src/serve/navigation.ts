import { addresses } from './addresses.js';
import type { Place } from './place.js';
import { may } from './visitor.js';

/** A page that every page of the same school, or of none, leads to. */
export interface Item {
  readonly label: string;
  readonly at: string;
}

export function navigation({ pipeline, school, visitor }: Omit<Place, 'at'>): readonly Item[] {
  if (!may(visitor, 'viewer')) return [];
  const overall: readonly Item[] = [{ label: 'Schools', at: addresses.schools }];
  const seesAudit = may(visitor, 'admin') && visitor.schools === null;
  if (school === null) return seesAudit ? [...overall, { label: 'Who did what', at: addresses.audit }] : overall;
  return [
    ...overall,
    ...pipeline.records.map((kind) => ({ label: kind.label, at: addresses.list(school.id, kind) })),
    { label: 'Not coming through', at: addresses.notThrough(school.id) },
  ];
}
