import type { Role } from '../load/people/role.js';

export type { Role } from '../load/people/role.js';

/** Who may ask for a page: anybody at all, or who has at least this role. */
export type Needs = 'nobody' | Role;

const ranks: readonly Needs[] = ['nobody', 'viewer', 'editor', 'admin'];

/** Whoever asks for a page. */
export interface Visitor {
  /** Null where nobody has an account: whoever is at this machine; and for who has not signed in. */
  readonly name: string | null;
  /** `nobody` for who has not signed in. */
  readonly role: Needs;
  /** Whose pages they see; null for all schools. */
  readonly schools: ReadonlySet<string> | null;
  /** What the form to sign out has to send along; only there where somebody is signed in. */
  readonly token?: () => string;
}

/** Where nobody has an account, only this machine reaches the pages, and whoever is at it could read the database itself. */
export const whoeverIsHere: Visitor = { name: null, role: 'admin', schools: null };

export const nobody: Visitor = { name: null, role: 'nobody', schools: new Set() };

export function may({ role }: Visitor, needed: Needs): boolean {
  return ranks.indexOf(role) >= ranks.indexOf(needed);
}

export function sees({ schools }: Visitor, school: string): boolean {
  return schools === null || schools.has(school);
}
