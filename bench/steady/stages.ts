import { join } from 'node:path';
import { jsonParser } from 'stream-json/core/parser.js';
import { noneThrough, valuesAt } from '../../src/decide/decision.js';
import { valuesDigest } from '../../src/extract/items/values-digest.js';
import { parsedAtATime } from '../../src/extract/json/token.js';
import { openDatabase } from '../../src/load/database.js';
import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import { shippedConfiguration } from '../tables.js';
import { makeSchoolWork } from './school-work.js';
import { insertsInto } from '../ways/write-rows.js';

export interface Stage {
  readonly name: string;
  /** @returns what to time, with the school's bytes */
  readonly prepare: (bytes: Buffer) => Promise<() => unknown>;
  readonly close?: () => Promise<void>;
}

/** Reading, deciding and loading as a run does them, and for each what it cannot be faster than. */
export async function makeStages(folder: string): Promise<Stage[]> {
  const configuration = shippedConfiguration();
  const { pipeline } = configuration;
  const { read, decided, load, close } = await makeSchoolWork(configuration, join(folder, 'loaded.db'));
  const limit = await openDatabase(`sqlite:${join(folder, 'limit.db')}`, pipeline);

  const connection = new (sqliteDriver())(join(folder, 'limit.db'));
  connection.pragma('synchronous = normal');
  const statements = insertsInto(connection);
  const write = connection.transaction((rows: readonly [table: string, row: readonly unknown[]][]) => {
    for (const [table, row] of rows) statements.get(table)?.run(...row);
  });

  return [
    { name: 'JSON.parse', prepare: (bytes) => Promise.resolve(() => JSON.parse(bytes.toString()) as unknown) },
    {
      name: 'stream-json, its tokens thrown away',
      prepare: (bytes) =>
        Promise.resolve(() => {
          const parse = jsonParser({ streamValues: false }) as unknown as (text: string) => unknown;
          for (let at = 0; at < bytes.length; at += parsedAtATime)
            parse(bytes.toString('latin1', at, at + parsedAtATime));
        }),
    },
    {
      name: 'reading',
      prepare: (bytes) => Promise.resolve(async () => valuesDigest(await read(bytes))),
    },
    {
      name: 'deciding',
      prepare: async (bytes) => {
        const extract = await read(bytes);
        return () => decided(extract);
      },
    },
    {
      name: 'inserting the rows that come through',
      prepare: async (bytes) => {
        const { school, name, through } = await decided(await read(bytes));
        const rows: [string, unknown[]][] = [['schools', [school, name]]];
        for (const { name: kind, table } of [...pipeline.records, ...pipeline.links]) {
          const of = through.get(kind) ?? noneThrough;
          for (let at = 0; at < of.length; at++)
            rows.push([table, [school, ...of.idsAt(at), ...valuesAt(of, at).map(stored)]]);
        }
        return () => {
          write(rows);
        };
      },
      close: async () => {
        connection.close();
        await limit.close();
      },
    },
    {
      name: 'loading',
      prepare: async (bytes) => {
        const decision = await decided(await read(bytes));
        return () => load(decision);
      },
      close,
    },
  ];
}

function stored(value: unknown): unknown {
  return typeof value === 'boolean' ? String(value) : value;
}
