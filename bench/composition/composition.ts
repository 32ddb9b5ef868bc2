import type { Knex } from 'knex';
import { openKnex } from '../stores.js';
import { benchTables } from '../tables.js';
import { filesOf, type Way } from '../ways/way.js';
import { decideWorld, type FactsGiven } from './decide-world.js';
import { readRules } from './engines.js';
import { readInManyPasses, readInOnePass, type ReadDocument } from './read-document.js';
import { rowsOf } from './world-rows.js';
import { makeWorld } from './world.js';

/**
 * The five packages, put together as their own documentation shows: what there is without this program. It gives the
 * same rows, and nothing else: no reasons, no warnings, no differences, no history.
 */
function composition(readDocument: ReadDocument, given: FactsGiven): Way {
  return ({ input, database }) => {
    const files = filesOf(input);
    return async () => {
      const rules = readRules();
      const knex = openKnex(database);
      await createTables(knex);
      for (const file of files) {
        const world = makeWorld(await readDocument(file));
        await decideWorld(world, rules, given);
        await knex.transaction(async (trx) => {
          for (const [table, rows] of rowsOf(world)) await insert(trx, table, rows);
        });
      }
      await knex.destroy();
    };
  };
}

/** One pass of the parser, and only the facts that rules read. */
export const careful = composition(readInOnePass, 'read');

/** A pass for each section, whole records as facts. */
export const careless = composition(readInManyPasses, 'all');

async function createTables(knex: Knex): Promise<void> {
  for (const { name, columns, key, integers } of benchTables()) {
    await knex.schema.createTable(name, (table) => {
      for (const column of columns) {
        if (integers.has(column)) table.integer(column);
        else table.text(column);
      }
      table.primary([...key]);
    });
  }
}

/** More than 500 rows a statement fail on SQLite: knex joins them by unions. */
const rowsAStatement = 500;

async function insert(trx: Knex, table: string, rows: readonly object[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAStatement) {
    await trx(table).insert(rows.slice(at, at + rowsAStatement));
  }
}
