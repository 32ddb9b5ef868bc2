import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { shippedConfiguration } from '../tables.js';
import type { Way } from '../ways/way.js';
import { readDocuments, readLinks, readRecords } from './read.js';
import { left, round, start, write } from './solve.js';
import { splitContacts } from './split.js';

/**
 * The same job in SQL, all schools at once, into a new file: no reasons, no differences, and everything again each
 * night. DuckDB uses all cores and as much memory as it likes.
 */
export const duckdb: Way = ({ input, database }) => {
  const titles = shippedConfiguration().forSchool('').options.get('titles') as readonly string[];
  return async () => {
    const instance = await DuckDBInstance.create(database.slice('duckdb:'.length));
    const connection = await instance.connect();
    const steps = [readDocuments(`${input}/*.json`), ...readRecords, ...readLinks, splitContacts(titles), start];
    for (const sql of steps) await connection.run(sql);
    await solve(connection);
    await connection.run(write);
    connection.closeSync();
    instance.closeSync();
  };
};

async function solve(connection: DuckDBConnection): Promise<void> {
  const count = async () => Number((await connection.runAndReadAll(left)).getRows()[0][0]);
  for (let before = NaN, now = await count(); now !== before;) {
    before = now;
    await connection.run(round);
    now = await count();
  }
}
