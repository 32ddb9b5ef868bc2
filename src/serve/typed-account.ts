import type { Account } from '../load/people/accounts.js';
import { roles, type Role } from '../load/people/role.js';
import type { Store } from '../load/dialect.js';
import { namesOfSchools, schoolsToSearch } from '../browse/schools-to-search.js';
import { unknownSchools } from '../load/runs/known-schools.js';
import { fold } from '../pipeline/text/folding.js';
import { normalise } from '../pipeline/text/text.js';
import { joined, noun } from '../pipeline/text/counted.js';
import { oneOf, textOf } from './requests.js';

/** What a form says of an account, as it was typed. */
export interface TypedAccount {
  readonly role: Role;
  readonly seesAll: boolean;
  /** By name or id, a line each. */
  readonly schools: string;
  readonly evenIfUnknown: boolean;
}

/** As much as a form sends; more ids than fit are those of somebody who sees all schools. */
const longestSchools = 100_000;

const ways = ['named', 'all'] as const;

/** With what is wrong with it, if the form's own boxes cannot have sent it. Where it does not say, they may do least. */
export function readTyped(form: Readonly<Record<string, unknown>>): {
  readonly typed: TypedAccount;
  readonly fault: string | null;
} {
  const role = oneOf(roles, form.role);
  const sees = oneOf(ways, form.sees);
  const typed = {
    role: role ?? 'viewer',
    seesAll: sees === 'all',
    schools: textOf(form.schools).slice(0, longestSchools),
    evenIfUnknown: form.evenIfUnknown === 'yes',
  };
  if (role === null) return { typed, fault: `There is no such role: choose ${joined(roles, 'or')}.` };
  if (sees === null) return { typed, fault: 'Which schools do they see? Choose those named below, or all schools.' };
  return { typed, fault: null };
}

/** @param named schools as people name them (`namedSchools`) */
export function asTyped(
  { role, schools }: Pick<Account, 'role' | 'schools'>,
  named: ReadonlyMap<string, string>,
): TypedAccount {
  const lines = [...(schools ?? [])].map((id) => withId(named.get(id) ?? id, id));
  return { role, seesAll: schools === null, schools: lines.join('\n'), evenIfUnknown: false };
}

/** `Oakfield Primary (9361234)`; a school without a name is called by its id. */
function withId(name: string, id: string): string {
  return name === id ? id : `${name} (${id})`;
}

const idBehindName = / \(([^()]+)\)$/;

export type TypedSchools =
  /** The ids; null for all schools. */
  { readonly schools: ReadonlySet<string> | null; readonly fault: null } | { readonly fault: string };

/** The schools of a form, or what is wrong with them and what to do. */
export async function schoolsTyped(
  store: Pick<Store, 'knex'>,
  { seesAll, schools, evenIfUnknown }: TypedAccount,
): Promise<TypedSchools> {
  if (seesAll) return { schools: null, fault: null };
  const lines = new Set(schools.split(/[\r\n]+/).map(normalise));
  lines.delete('');
  if (lines.size === 0 && !evenIfUnknown)
    return { fault: 'Which schools do they see? Name them, or choose all schools.' };
  const names = await namesOfSchools(store, await schoolsToSearch(store, null));
  const byName = new Map<string, string[]>();
  for (const [id, name] of names) byName.set(fold(name), [...(byName.get(fold(name)) ?? []), id]);
  const ids = new Set<string>();
  for (const line of lines) {
    const [, behind = ''] = idBehindName.exec(line) ?? [];
    const called = byName.get(fold(line)) ?? [];
    if (names.has(line)) ids.add(line);
    else if (names.has(behind)) ids.add(behind);
    else if (called.length > 1)
      return {
        fault: `${String(called.length)} schools are called ${line}: give the id of the one, ${called.join(' or ')}.`,
      };
    else ids.add(called[0] ?? line);
  }
  const unknown = evenIfUnknown ? [] : await unknownSchools(store, [...ids]);
  if (unknown.length === 0) return { schools: ids, fault: null };
  return {
    fault: `No run has met ${noun(unknown.length, 'school')} ${joined(unknown, 'or')}: give the name as the list of schools has it, or the id as the extract has it, or tick that it is still to come.`,
  };
}
