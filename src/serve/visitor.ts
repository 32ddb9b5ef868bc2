import type { Role } from '../load/people/role.js';

export type { Role } from '../load/people/role.js';

/** Who may ask for a page: anybody, or people with at least this role. */
export type Needs = 'nobody' | Role;

const ranks: readonly Needs[] = ['nobody', 'viewer', 'editor', 'admin'];

/** A person who asks for a page. */
export interface Visitor {
  /** Null for somebody who has not signed in, and for anybody at this machine as long as nobody has an account. */
  readonly name: string | null;
  /** `nobody` if they have not signed in. */
  readonly role: Needs;
  /** Whose pages they see; null for all schools. */
  readonly schools: ReadonlySet<string> | null;
  /** The token that the form to sign out sends along; present only if somebody is signed in. */
  readonly token?: () => string;
}

/** If nobody has an account, only this machine reaches the pages, and anybody at it could read the database itself. */
export const whoeverIsHere: Visitor = { name: null, role: 'admin', schools: null };

export const nobody: Visitor = { name: null, role: 'nobody', schools: new Set() };

export function may({ role }: Visitor, needed: Needs): boolean {
  return ranks.indexOf(role) >= ranks.indexOf(needed);
}

export function sees({ schools }: Visitor, school: string): boolean {
  return schools === null || schools.has(school);
}
