/** The command was called in a way that cannot be done; nothing was touched. */
export class WrongCallError extends Error {
  /** @param wayOut a line with the command that helps, which has no credentials in it */
  constructor(
    message: string,
    readonly wayOut: string | null = null,
  ) {
    super(message);
  }
}
