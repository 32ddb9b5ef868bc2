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
  disk: 'The disk gave an error. Is it well, and has this user room left on it?',
  full: 'There is no room left on its disk. Make room, and run again.',
  'read-only': 'The database cannot be written to. May this user write to it, and is its disk open for writing?',
  unsupported: 'This version does not know that kind of database.',
  failed: 'A statement failed.',
} as const;

export type DatabaseProblemCode = keyof typeof databaseProblemCodes;

/** Says what was being done, never with which values. */
export class DatabaseError extends Error {
  constructor(
    readonly code: DatabaseProblemCode,
    message: string,
  ) {
    super(message);
    this.name = 'DatabaseError';
  }
}

const codes: readonly [RegExp, DatabaseProblemCode][] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'busy'],
  [/^SQLITE_CONSTRAINT/, 'constraint'],
  [/^SQLITE_FULL/, 'full'],
  [/^SQLITE_IOERR/, 'disk'],
  [/^SQLITE_READONLY/, 'read-only'],
  [/^SQLITE_CANTOPEN/, 'cannot-open'],
  [/^SQLITE_(NOTADB|CORRUPT)/, 'damaged'],
];

/** knex puts every value of a failed statement into its error: of that error only the database's code is kept. */
export async function guarded<T>(
  doing: string,
  work: () => PromiseLike<T>,
  otherwise: DatabaseProblemCode = 'failed',
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    const given = (error as { code?: unknown }).code;
    const code = typeof given === 'string' ? given : 'no code';
    const known = codes.find(([pattern]) => pattern.test(code))?.[1] ?? otherwise;
    throw new DatabaseError(known, `${doing} failed (${code}): ${databaseProblemCodes[known]}`);
  }
}
