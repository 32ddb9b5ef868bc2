import type Database from 'better-sqlite3';
import { parentPort, workerData } from 'node:worker_threads';
import { mapped, prepareQuery, readLists, runEach, settle, type SqliteConnection } from './sqlite-connection.js';
import { sqliteDriver } from './sqlite-driver.js';
import type { AskedOfThread, RowsByColumn, ThreadAnswer, ThreadFile } from './thread-connection.js';

const { file, readOnly } = workerData as ThreadFile;

type Answer = Extract<ThreadAnswer, { type: 'done' }>['answer'];

answering(() => {
  const connection = new (sqliteDriver())(file);
  settle(connection, { readOnly, mapped });
  parentPort?.on('message', (asked: AskedOfThread) => {
    if (asked.what === 'close') {
      connection.close();
      parentPort?.close();
    } else answering(() => answerTo(connection, asked));
  });
  return null;
});

function answerTo(connection: SqliteConnection, asked: Exclude<AskedOfThread, { what: 'close' }>): Answer {
  if (asked.what === 'lists') return readLists(connection, asked.sql, asked.values);
  if (asked.what === 'each') {
    runEach(connection, asked.sql, asked.rows);
    return null;
  }
  const statement = prepareQuery(connection, asked.sql);
  return statement.reader ? byColumn(statement, asked.bindings) : statement.run(...asked.bindings);
}

function byColumn(statement: Database.Statement<unknown[]>, bindings: readonly unknown[]): RowsByColumn {
  const rows = statement.raw().all(...bindings) as unknown[][];
  const names = statement.columns().map(({ name }) => name);
  return { names, columns: names.map((_, at) => rows.map((row) => row[at])) };
}

/** Says what the work gave, or why it failed. */
function answering(work: () => Answer): void {
  let answer: ThreadAnswer;
  try {
    answer = { type: 'done', answer: work() };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    answer = { type: 'failed', code: code ?? null, message };
  }
  parentPort?.postMessage(answer);
}
