/** The most texts to pair. */
const few = 6;

/** Each of some texts with each other, in both orders. */
export function pairsOf(texts: readonly string[]): (readonly [string, string])[] {
  const first = texts.slice(0, few);
  return first.flatMap((a) => first.filter((b) => b !== a).map((b) => [a, b] as const));
}
