import type { DocumentProblemCode } from '../extract.js';

/** The text is not JSON, or ends too early. */
export class SyntaxProblem extends Error {
  constructor(
    readonly code: DocumentProblemCode,
    message: string,
  ) {
    super(message);
  }
}
