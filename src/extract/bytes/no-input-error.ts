/** An input on the command line gives no file. */
export class NoInputError extends Error {}
