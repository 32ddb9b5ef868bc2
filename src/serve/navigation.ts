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
  const rules = { label: 'Rules', at: addresses.baseRules };
  const audit = { label: 'Who did what', at: addresses.audit };
  if (school === null) return [...overall, rules, ...(seesAudit ? [audit] : [])];
  return [
    ...overall,
    ...pipeline.records.map((kind) => ({ label: kind.label, at: addresses.list(school.id, kind) })),
    { label: 'Not coming through', at: addresses.notThrough(school.id) },
    { label: 'Rules', at: addresses.rules(school.id) },
  ];
}
