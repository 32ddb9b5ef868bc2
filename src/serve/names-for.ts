import type { Names } from '../report/report.js';
import { textOf } from './requests.js';
import type { Visit } from './route.js';

/** What is shown of names where they were asked for: none of them, or why there are none. */
export interface ShownNames {
  /** Null where nobody asked, or there is no extract to take them from. */
  readonly names: Names | null;
  /** Null where all is well. */
  readonly reason: string | null;
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
  if (visit.lookUps === undefined || textOf(visit.query.names) !== 'yes') return { names: null, reason: null };
  const { lookUp, reason } = await visit.lookUps.of(visit.db, school);
  if (lookUp === null) return { names: null, reason };
  await visit.note({ what: 'look-up', school, ...entry });
  return { names: lookUp.names(), reason: null };
}
