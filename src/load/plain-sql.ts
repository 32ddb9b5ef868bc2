import type { Knex } from 'knex';
import { guarded } from './guarded.js';
import type { Store } from './dialect.js';

/** Runs the statements of the queue's engine on the same connections as all else. */
export interface PlainSql {
  /** @param values of `$1`, `$2`, … */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

interface Answer {
  readonly rows: unknown[];
}

interface Client {
  acquireConnection(): Promise<unknown>;
  releaseConnection(connection: unknown): Promise<void>;
}

/** On PostgreSQL, on a connection or in a transaction. Errors quote no value. */
export function plainSql({ knex }: Pick<Store, 'knex'>): PlainSql {
  return {
    executeSql: (text, values = []) =>
      guarded('Asking the queue', async () => {
        const answer = await (/^\s*begin\b/i.test(text)
          ? alone(knex, text)
          : knex.raw<Answer | Answer[]>(...inKnexWords(text, values)));
        return Array.isArray(answer) ? { rows: answer.flatMap(({ rows }) => rows) } : answer;
      }),
  };
}

/** Several statements that begin a transaction themselves: one that fails must not leave it open on a connection of the pool. */
async function alone(knex: Knex, text: string): Promise<Answer | Answer[]> {
  const client = knex.client as Client;
  const connection = await client.acquireConnection();
  const ask = (sql: string) => knex.raw<Answer | Answer[]>(sql.replaceAll('?', '\\?')).connection(connection);
  try {
    return await ask(text);
  } catch (error) {
    await ask('rollback').then(undefined, () => undefined);
    throw error;
  } finally {
    await client.releaseConnection(connection);
  }
}

/** knex marks values with `?`, each in its place. */
function inKnexWords(text: string, values: readonly unknown[]): [string, Knex.RawBinding[]] {
  const bindings: Knex.RawBinding[] = [];
  if (values.length === 0) return [text.replaceAll('?', '\\?'), bindings];
  const sql = text.replaceAll('?', '\\?').replace(/\$(\d+)/g, (_, number: string) => {
    bindings.push(values[Number(number) - 1] as Knex.RawBinding);
    return '?';
  });
  return [sql, bindings];
}
