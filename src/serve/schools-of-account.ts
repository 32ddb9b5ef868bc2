const ofSchools = /^(.*: (?:viewer|editor|admin) of )school (.*)$/s;

/** The ids of the schools that an account was given, as the audit notes it. */
export function schoolsIn({ what, detail }: { readonly what: string; readonly detail: string | null }): string[] {
  const isOfAccount = what === 'account-added' || what === 'account-changed';
  return isOfAccount ? (ofSchools.exec(detail ?? '')?.[2]?.split(', ') ?? []) : [];
}

/** The same with the names that they have now: `office: editor of Oakfield Primary (9361234)`. */
export function withNamesOfSchools(
  entry: { readonly what: string; readonly detail: string },
  names: ReadonlyMap<string, string>,
): string {
  const ids = schoolsIn(entry);
  if (!ids.some((id) => names.has(id))) return entry.detail;
  const named = ids.map((id) => (names.has(id) ? `${names.get(id) ?? ''} (${id})` : id));
  return `${ofSchools.exec(entry.detail)?.[1] ?? ''}${named.join(', ')}`;
}
