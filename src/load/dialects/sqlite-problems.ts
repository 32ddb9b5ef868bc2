/** What SQLite's codes mean. */
export const sqliteProblems = [
  [/^SQLITE_(BUSY|LOCKED)/, 'busy'],
  [/^SQLITE_CONSTRAINT/, 'constraint'],
  [/^SQLITE_FULL/, 'full'],
  [/^SQLITE_READONLY/, 'read-only'],
  [/^SQLITE_IOERR/, 'disk'],
  [/^SQLITE_CANTOPEN/, 'cannot-open'],
  [/^SQLITE_(NOTADB|CORRUPT)/, 'damaged'],
] as const;
