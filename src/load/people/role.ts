/** Each role may do what those before it may, and more: look; type and release; look at who did what. */
export const roles = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof roles)[number];
