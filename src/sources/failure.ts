import { SyntaxProblem } from '../extract/json/syntax-problem.js';

/** Why an extract could not be fetched: its document fails, and the others are loaded. */
export class FetchFailure extends SyntaxProblem {}

/** An address that may not be connected to. */
export class RefusedAddress extends Error {}

/** What may pass by itself. */
export class Passing extends Error {
  /** @param after how many milliseconds the source asks to wait; null if it does not say */
  constructor(
    message: string,
    readonly after: number | null = null,
  ) {
    super(message);
  }
}
