import type { RawScalar } from './raw.js';

/** What the tokenizer gives: the start or end of something, a key, or a whole scalar. */
export interface Token {
  readonly name: string;
  readonly value?: string | boolean | null;
}

/** Whether an object or a list begins, of which more tokens follow. */
export function begins({ name }: Token): boolean {
  return name === 'startObject' || name === 'startArray';
}

export function scalarOf(token: Token): RawScalar {
  if (token.name !== 'numberValue') return token.value ?? null;
  const number = Number(token.value);
  // ajv takes an infinite number for none at all, but the literal of one is text like any other.
  return Number.isFinite(number) ? number : Number.MAX_VALUE;
}

export function literalOf(token: Token): string | undefined {
  return token.name === 'numberValue' ? String(token.value) : undefined;
}
