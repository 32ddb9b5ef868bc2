/** Tables that the program has beside those of the pipeline. */
export const programTables: readonly string[] = [
  ...['schools', 'runs', 'school_runs', 'latest_school_runs', 'changes', 'findings', 'forgotten'],
  ...['holds', 'held_items'],
  ...['accounts', 'account_schools', 'sessions', 'known_addresses', 'audit'],
];

/** Its indexes, which have their names in common with tables on SQLite and PostgreSQL. */
export const programIndexes: readonly string[] = [
  ...['schools_bytes_digest', 'changes_by_run', 'school_runs_by_run'],
  ...['audit_by_time', 'audit_by_school', 'audit_by_what'],
];
