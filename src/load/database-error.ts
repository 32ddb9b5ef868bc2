/** What can be wrong with the database, one line for each as docs/errors.md lists them. */
export const databaseProblemCodes = {
  'cannot-open': 'The database cannot be opened or reached.',
  missing: 'There is no such database, and the command only reads one.',
  incompatible: 'An incompatible pipeline made the database, or a table of that name is not ours.',
  newer: 'A newer version of pullthrough made the database.',
  busy: 'Another program holds the database.',
  constraint: 'A constraint or trigger of the database refused a write.',
  full: 'There is no room left.',
  'read-only': 'The database cannot be written to.',
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
  [/^SQLITE_READONLY/, 'read-only'],
  [/^SQLITE_(CANTOPEN|NOTADB|CORRUPT)/, 'cannot-open'],
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
