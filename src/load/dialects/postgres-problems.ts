/** What SQLSTATEs mean (PostgreSQL, appendix A), and messages of the driver that have no code. */
export const postgresProblems = [
  [/^(28000|28P01)$/, 'refused'],
  [/^SASL:/, 'refused'],
  [/^3D000$/, 'no-database'],
  [/^42501$/, 'no-rights'],
  [/^The server does not support SSL/, 'tls'],
  [/^There was an error establishing an SSL connection/, 'tls'],
  [/^(08...|57P0[1-5]|25P03)$/, 'lost'],
  // knex puts the statement before the driver's message.
  [/(^| - )(timeout expired|Connection terminated due to connection timeout)$/, 'no-server'],
  [/(^| - )(Connection terminated.*|Connection ended.*|Client has encountered a connection error.*)$/, 'lost'],
  [/^(40001|40P01|55P03)$/, 'conflict'],
  [/^53300$/, 'too-many'],
  [/^53100$/, 'full'],
  [/^25006$/, 'read-only'],
  [/^(23...|P0001)$/, 'constraint'],
  [/^(54...|22001)$/, 'too-large'],
] as const;
