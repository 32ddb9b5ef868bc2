interface Connection {
  query(sql: string, done: (error: unknown) => void): unknown;
}

/** For knex to call with each new connection to a server: runs these statements on it, one after the other. */
export function afterConnecting(statements: readonly string[]) {
  return (connection: Connection, done: (error: unknown, connection: Connection) => void): void => {
    const [first, ...rest] = statements;
    if (first === undefined) {
      done(null, connection);
      return;
    }
    connection.query(first, (error) => {
      if (error === null || error === undefined) afterConnecting(rest)(connection, done);
      else done(error, connection);
    });
  };
}
