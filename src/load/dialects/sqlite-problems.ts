/** What SQLite's codes mean. */
export const sqliteProblems = [
  [/^SQLITE_(BUSY|LOCKED)/, 'busy'],
  [/^SQLITE_CONSTRAINT/, 'constraint'],
  [/^SQLITE_FULL/, 'full'],
  [/^SQLITE_READONLY/, 'read-only'],
  [/^SQLITE_(CANTOPEN|NOTADB|CORRUPT)/, 'cannot-open'],
] as const;
