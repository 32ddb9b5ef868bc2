/** Why a notice could not be sent: a code, and never an address, a secret or what a server answered. */
export class Unsent extends Error {
  /** @param isOfServer whether others by the same server would fail in the same way */
  constructor(
    readonly reason: string,
    readonly isOfServer: boolean,
  ) {
    super(reason);
    this.name = 'Unsent';
  }
}
