/** Bytes given to the tokenizer in one go. All of their tokens are in memory at once, and more take longer (docs/performance.md). */
export const parsedAtATime = 16 * 1024;

/** What the tokenizer gives: the start or end of something, a key, or a whole scalar. */
export interface Token {
  readonly name: string;
  readonly value?: string | boolean | null;
}

/** Whether an object or a list begins, so more of its tokens follow. */
export function begins({ name }: Token): boolean {
  return name === 'startObject' || name === 'startArray';
}
