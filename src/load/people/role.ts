/** What a person may do, each with all that those before it may: look; type and release; look at who did what. */
export const roles = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof roles)[number];
