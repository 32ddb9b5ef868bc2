/** An input as given on the command line gives no file. */
export class NoInputError extends Error {}
