/** What the tokenizer gives: the start or end of something, a key, or a whole scalar. */
export interface Token {
  readonly name: string;
  readonly value?: string | boolean | null;
}

/** Whether an object or a list begins, so more of its tokens follow. */
export function begins({ name }: Token): boolean {
  return name === 'startObject' || name === 'startArray';
}
