/** What a person may do, each with all that those before it may: look; type and release; look at who did what. */
export const roles = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Whoever asks for a page. */
export interface Visitor {
  /** Null where nobody has an account: whoever is at this machine. */
  readonly name: string | null;
  readonly role: Role;
  /** Whose pages they see; null for all schools. */
  readonly schools: ReadonlySet<string> | null;
}

/** Where nobody has an account, only this machine reaches the pages, and whoever is at it could read the database itself. */
export const whoeverIsHere: Visitor = { name: null, role: 'admin', schools: null };

export function may({ role }: Visitor, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

export function sees({ schools }: Visitor, school: string): boolean {
  return schools === null || schools.has(school);
}
