/** The command was called in a way that cannot be done; nothing was touched. */
export class WrongCallError extends Error {}
