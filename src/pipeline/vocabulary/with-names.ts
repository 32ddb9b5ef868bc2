/** The objects of a table, each with its name in the table. */
export function withNames<Name extends string, One extends object>(
  table: Readonly<Record<Name, One>>,
): Readonly<Record<Name, One & { readonly name: Name }>> {
  const entries = Object.entries<One>(table).map(([name, one]) => [name, { name, ...one }] as const);
  return Object.fromEntries(entries) as Record<Name, One & { readonly name: Name }>;
}
