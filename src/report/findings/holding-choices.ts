import { mostThrough, plus } from './corrections.js';
import type { Group, ReportedSchool } from './report.js';

/** A rule by which the school chose to keep out records of a kind, and what stays out because they do. */
export interface HoldingChoice extends Pick<Group, 'kind' | 'rule' | 'because' | 'count'> {
  /** By kind: the other records. */
  readonly keepsOut: Readonly<Record<string, number>>;
}

/**
 * Of a first load that is held, because nothing comes through: the choices that keep out more than any correction would
 * bring through. Nothing may be wrong with what they keep out, but to correct only the rest would load nobody.
 */
export function holdingChoices({ held, choices, mistakes, toCorrect }: ReportedSchool): HoldingChoice[] {
  if (held !== true) return [];
  const found = new Map<string, HoldingChoice>();
  for (const { kind, rule, because, count, cause } of choices) {
    if (cause !== null) continue;
    const key = JSON.stringify([kind, rule]);
    found.set(key, { kind, rule, because, count: count + (found.get(key)?.count ?? 0), keepsOut: {} });
  }
  for (const { kind, count, cause } of [...choices, ...mistakes]) {
    if (cause === null || kind === null) continue;
    const key = JSON.stringify([cause.kind, cause.rule]);
    const end = found.get(key);
    if (end !== undefined) found.set(key, { ...end, keepsOut: plus(end.keepsOut, { [kind]: count }) });
  }
  const most = toCorrect.reduce((sum, one) => Math.max(sum, mostThrough(one)), 0);
  return [...found.values()].filter((one) => weightOf(one) > most).sort((a, b) => weightOf(b) - weightOf(a));
}

function weightOf({ count, keepsOut }: HoldingChoice): number {
  return Object.values(keepsOut).reduce((sum, of) => sum + of, count);
}
