import { join } from 'node:path';
import { Readable } from 'node:stream';
import { jsonParser } from 'stream-json/core/parser.js';
import { decide } from '../../src/decide/decide.js';
import { noneThrough, valuesAt, type Decision } from '../../src/decide/decision.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { readDocuments } from '../../src/extract/json/documents.js';
import type { Extract } from '../../src/extract/extract.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { valuesDigest } from '../../src/extract/items/values-digest.js';
import { openDatabase } from '../../src/load/database.js';
import { loadSchool } from '../../src/load/load-school.js';
import { startRun } from '../../src/load/runs/runs.js';
import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import { today } from '../places.js';
import { shippedConfiguration } from '../tables.js';
import { insertsInto } from '../ways/write-rows.js';

export interface Stage {
  readonly name: string;
  /** @returns what to time, with the school's bytes */
  readonly prepare: (bytes: Buffer) => Promise<() => unknown>;
  readonly close?: () => Promise<void>;
}

/** How many bytes the parser gets at once, as in a run. */
const piece = 64 * 1024;

/** Reading, deciding and loading as a run does them, and for each what it cannot be faster than. */
export async function makeStages(folder: string): Promise<Stage[]> {
  const configuration = shippedConfiguration();
  const { pipeline } = configuration;
  const plan = planReading(pipeline);
  const memory = new RuleMemory();
  const databaseIn = (file: string) => openDatabase(`sqlite:${join(folder, file)}`, pipeline);
  const [loaded, limit] = [await databaseIn('loaded.db'), await databaseIn('limit.db')];
  const run = await startRun(loaded, { startedAt: new Date(), random: () => 'steady' });
  let document = 0;

  const read = async (bytes: Buffer): Promise<Extract> => {
    const input = { name: 'school', reopens: true, open: () => Readable.from([bytes]) };
    for await (const result of readDocuments(input, plan)) if (result.type === 'extract') return result.extract;
    throw new Error('the school cannot be read');
  };
  const decided = async (extract: Extract): Promise<Decision> =>
    decide(extract, configuration.forSchool(extract.school), today, memory);

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
          for (let at = 0; at < bytes.length; at += piece) parse(bytes.toString('latin1', at, at + piece));
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
        return () => loadSchool(loaded, pipeline, decision, { ...run, document: ++document, now: new Date() });
      },
      close: () => loaded.close(),
    },
  ];
}

function stored(value: unknown): unknown {
  return typeof value === 'boolean' ? String(value) : value;
}
