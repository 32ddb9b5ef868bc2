/** Pieces of a statement, one for each of `items`, with commas between them. */
export function listOf<T>(items: readonly T[], piece: (item: T, index: number) => string): string {
  return items.map(piece).join(', ');
}

/** Question marks for names, as knex writes them for identifiers. */
export function placeholders(items: readonly unknown[]): string {
  return listOf(items, () => '??');
}
