import { parentPort, workerData } from 'node:worker_threads';
import { readLists, runEach, settle, type SqliteConnection } from './sqlite-connection.js';
import { sqliteDriver } from './sqlite-driver.js';
import type { AskedOfThread, ThreadAnswer, ThreadFile } from './thread-connection.js';

const { file, readOnly } = workerData as ThreadFile;

/** The most that SQLite maps. */
const mapped = 2_147_418_112;

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
  const statement = connection.prepare<unknown[]>(asked.sql);
  return statement.reader ? statement.all(...asked.bindings) : statement.run(...asked.bindings);
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
