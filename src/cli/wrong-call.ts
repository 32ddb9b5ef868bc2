/** The call asks for something that cannot be done; nothing was touched. */
export class WrongCallError extends Error {
  /** @param wayOut a line with the command that helps, without credentials */
  constructor(
    message: string,
    readonly wayOut: string | null = null,
  ) {
    super(message);
  }
}
