import type { Names } from '../words/mention.js';
import { textOf } from './requests.js';
import type { LookUps } from './look-ups.js';
import type { Visit } from './route.js';
import { may } from './visitor.js';

/** What is shown of names where they were asked for: none of them, or why there are none. */
export interface ShownNames {
  /** Null where nobody asked who may, or there is no extract to take them from. */
  readonly names: Names | null;
  /** Null where all is well. */
  readonly reason: string | null;
}

/** The extracts, where this visitor may look into them for those who do not come through; else null. */
export function lookUpsFor({ lookUps, visitor }: Pick<Visit, 'lookUps' | 'visitor'>): LookUps | null {
  return lookUps !== undefined && may(visitor, 'editor') ? lookUps : null;
}

/**
 * Names from the school's extract, where the address asks for them (`names=yes`). That somebody looked is written down
 * before they see any.
 * @param entry what of, for those who look at who did what
 */
export async function namesFor(
  visit: Visit,
  entry: { readonly kind?: string; readonly detail: string },
): Promise<ShownNames> {
  const school = visit.params.school ?? '';
  const lookUps = lookUpsFor(visit);
  if (lookUps === null || textOf(visit.query.names) !== 'yes') return { names: null, reason: null };
  const { lookUp, reason } = await lookUps.of(visit.db, school);
  if (lookUp === null) return { names: null, reason };
  await visit.note({ what: 'look-up', school, ...entry });
  return { names: lookUp.names(), reason: null };
}
