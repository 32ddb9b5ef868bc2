import type { Account } from '../load/people/accounts.js';
import { roles, type Role } from '../load/people/role.js';
import type { Store } from '../load/dialect.js';
import { unknownSchools } from '../load/runs/known-schools.js';
import { normalise } from '../pipeline/text/text.js';
import { noun } from '../pipeline/text/counted.js';
import { oneOf, textOf } from './requests.js';

/** What a form says of an account, as it was typed. */
export interface TypedAccount {
  readonly role: Role;
  readonly seesAll: boolean;
  /** Ids, a line each. */
  readonly schools: string;
  readonly evenIfUnknown: boolean;
}

/** As much as a form sends; more ids than fit are those of somebody who sees all schools. */
const longestSchools = 100_000;

export function readTyped(form: Readonly<Record<string, unknown>>): TypedAccount {
  return {
    // Without a role they may do least.
    role: oneOf(roles, form.role) ?? 'viewer',
    seesAll: form.sees === 'all',
    schools: textOf(form.schools).slice(0, longestSchools),
    evenIfUnknown: form.evenIfUnknown === 'yes',
  };
}

export function asTyped({ role, schools }: Pick<Account, 'role' | 'schools'>): TypedAccount {
  return { role, seesAll: schools === null, schools: [...(schools ?? [])].join('\n'), evenIfUnknown: false };
}

/** Null for all schools. */
export function schoolsIn({ seesAll, schools }: TypedAccount): ReadonlySet<string> | null {
  if (seesAll) return null;
  return new Set(
    schools
      .split(/[\r\n]+/)
      .map((line) => normalise(line))
      .filter((id) => id !== ''),
  );
}

/** What is wrong with it, and what to do; null if nothing is. */
export async function faultOf(store: Pick<Store, 'knex'>, typed: TypedAccount): Promise<string | null> {
  const schools = schoolsIn(typed);
  if (schools === null || typed.evenIfUnknown) return null;
  if (schools.size === 0) return 'Which schools do they see? Name them, or choose all schools.';
  const unknown = await unknownSchools(store, [...schools]);
  if (unknown.length === 0) return null;
  return `No run has met ${noun(unknown.length, 'school', 'schools')} ${unknown.join(', ')}: give the id as the extract has it, or tick that it is still to come.`;
}
