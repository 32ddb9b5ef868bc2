import type { Pipeline } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import type { Extract } from '../extract.js';

/** Clocks differ, and a zone may be left out; neither makes a difference of more than a day. */
const mostAhead = 24 * 60 * 60 * 1000;

export function isFuture(instant: number, now: Date): boolean {
  return instant > now.getTime() + mostAhead;
}

/** An extract from the future does not say when it was made: taken at its word, it would make every later one old. */
export function withoutFutureTime(extract: Extract, { source }: Pipeline, now: Date): Extract {
  const { extractedInstant, findings } = extract;
  if (extractedInstant === null || !isFuture(extractedInstant, now)) return extract;
  const field = source.school.extractedAt;
  const because = `${field ?? ''} is in the future, so nobody knows whether the extract is older than the last.`;
  const about = { kind: null, recordId: null, field, position: null };
  const finding = { severity: 'warning', rule: builtInRules.badValue, ...about, because } as const;
  return { ...extract, extractedInstant: null, findings: [finding, ...findings] };
}
