/** The id that some parts make: no two lists of parts make the same. */
export function idOf(parts: readonly string[]): string {
  const [only, second] = parts;
  if (only !== undefined && second === undefined) return only;
  return parts.map((part) => part.replace(/[\\|]/g, '\\$&')).join('|');
}
