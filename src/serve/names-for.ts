import type { Names } from '../words/mention.js';
import type { LookUps } from './look-ups.js';
import type { Visit } from './route.js';
import { may } from './visitor.js';

/** The names to show: none, those asked for, or why there are none. */
export interface ShownNames {
  /** Null if nobody with the right to asked, or there is no extract to take them from. */
  readonly names: Names | null;
  /** Null if all is well. */
  readonly reason: string | null;
}

/** The extracts, if this visitor may search them for those who do not come through; otherwise null. */
export function lookUpsFor({ lookUps, visitor }: Pick<Visit, 'lookUps' | 'visitor'>): LookUps | null {
  return lookUps !== undefined && may(visitor, 'editor') ? lookUps : null;
}

/**
 * Names from the school's extract, if the address asks for them (`names=yes`). The audit notes it before anybody sees
 * any.
 * @param entry what they are the names of, for the audit
 */
export async function namesFor(
  visit: Visit,
  entry: { readonly kind?: string; readonly detail: string },
): Promise<ShownNames> {
  const school = visit.params.school ?? '';
  const lookUps = lookUpsFor(visit);
  const isAsked = visit.query.isYes('names');
  if (lookUps === null || !isAsked) return { names: null, reason: null };
  const { lookUp, reason } = await lookUps.of(visit.db, school);
  if (lookUp === null) return { names: null, reason };
  await visit.note({ what: 'look-up', school, ...entry });
  return { names: lookUp.namesAtSource(), reason: null };
}
