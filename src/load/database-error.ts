/** What can be wrong with the database, one line for each as docs/errors.md lists them. */
export const databaseProblemCodes = {
  'cannot-open':
    'The database cannot be opened or reached. Is its folder there, and may this user write to it and to its folder?',
  damaged: 'The file is no SQLite database, or is damaged. Name another one, or restore it from a copy.',
  missing: 'There is no such database, and the command only reads one.',
  incompatible: 'An incompatible pipeline made the database, or a table of that name is not ours.',
  newer: 'A newer version of pullthrough made the database.',
  busy: 'Another program holds the database. Run again when it is done.',
  constraint: 'A constraint or trigger of the database refused a write. Was something added to its tables?',
  disk: 'The disk gave an error. Is it all right, and has this user room left on it?',
  full: 'There is no room left on its disk. Make room, and run again.',
  'read-only': 'The database cannot be written to. May this user write to it, and is its disk open for writing?',
  unsupported: 'This version does not know that kind of database.',
  'bad-url': 'The URL of the database cannot be used as it is written.',
  'no-server': 'No server answers there: is it started, and are host and port right?',
  refused: 'The server does not let this user in: are user and password right, and may it come from this machine?',
  'no-database': 'The server has no database of that name: create it, or correct the name.',
  'no-rights': 'The user may not do that: a run needs to create, read and write tables.',
  tls: 'Server and program do not agree on TLS: see sslmode and sslrootcert in docs/operating.md.',
  'too-many': 'The server accepts no more connections: end some, or let it accept more.',
  lost: 'The connection to the server was lost: is it still running?',
  conflict: 'Other transactions were in the way again and again: what else writes to these tables?',
  locked: 'Another run was doing the same, and took too long.',
  overtaken: 'A person was erased, or an erasure undone, while the school was being decided: run it again.',
  uncertain: 'The connection was lost while the school was being committed: run it again, which is safe.',
  'too-large': 'A value is larger than the server accepts: raise its limit (max_allowed_packet on MySQL).',
  failed: 'A statement failed.',
} as const;

export type DatabaseProblemCode = keyof typeof databaseProblemCodes;

/** Says what was being done, never the values. */
export class DatabaseError extends Error {
  constructor(
    readonly code: DatabaseProblemCode,
    message: string,
  ) {
    super(message);
    this.name = 'DatabaseError';
  }
}
