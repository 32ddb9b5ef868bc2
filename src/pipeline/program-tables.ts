/** Tables that the program has beside those of the pipeline. */
export const programTables: readonly string[] = [
  ...['schools', 'runs', 'school_runs', 'latest_school_runs', 'changes', 'findings', 'forgotten'],
  ...['feeds', 'feed_schools', 'unseen_schools', 'source_schools', 'source_marks', 'run_parts', 'notices'],
  ...['holds', 'held_items', 'hold_answers', 'search_words'],
  ...['accounts', 'account_schools', 'sessions', 'known_addresses', 'password_links', 'audit'],
  ...['recovery_codes', 'begun_sign_ins', 'account_identities'],
];

/** Whether an index of the program could have the name: on SQLite and PostgreSQL, no table can have that name too. */
export function isProgramIndex(name: string): boolean {
  return name === 'schools_bytes_digest' || programTables.some((table) => name.startsWith(`${table}_by_`));
}
