/** What is wrong with a value that a file writes, and what to write. */
export interface Fault {
  readonly message: string;
  readonly hint: string | null;
}
