import type { Knex } from 'knex';
import type { Pipeline } from '../pipeline/pipeline.js';
import { DatabaseError } from './database-error.js';
import { tablesOf, type Table } from './tables.js';

/** What was written down of a table when it was made. */
interface Shape {
  readonly key: readonly string[];
  readonly kept: Readonly<Record<string, string>>;
  readonly local: readonly string[];
}

function shapeOf(table: Table): Shape {
  return {
    key: table.key,
    kept: Object.fromEntries(table.kept.map((column) => [column.name, column.type])),
    local: table.local,
  };
}

/**
 * Creates the pipeline's tables where they are missing, and columns for fields that are new. Nothing is dropped or
 * renamed: a database whose tables have another shape is refused.
 */
export async function preparePipelineTables(knex: Knex, pipeline: Pipeline): Promise<void> {
  const rows = await knex<{ table_name: string; shape: string }>('pullthrough_tables').select();
  const known = new Map(rows.map((row) => [row.table_name, JSON.parse(row.shape) as Shape]));
  for (const table of tablesOf(pipeline)) {
    const shape = known.get(table.name);
    if (shape === undefined) await createTable(knex, table);
    else await extendTable(knex, table, shape);
  }
}

async function createTable(knex: Knex, table: Table): Promise<void> {
  if (await knex.schema.hasTable(table.name)) {
    throw new DatabaseError(
      'incompatible',
      `The database has a table ${table.name} that pullthrough did not make. Use another database, or rename that table.`,
    );
  }
  await knex.schema.createTable(table.name, (create) => {
    for (const column of ['school_id', ...table.key]) create.text(column).notNullable();
    for (const column of table.kept) create[column.type](column.name);
    for (const column of table.local) create.text(column);
    if (table.keepsLeft) create.text('left_at');
    create.primary(['school_id', ...table.key]);
  });
  await knex('pullthrough_tables').insert({ table_name: table.name, shape: JSON.stringify(shapeOf(table)) });
}

async function extendTable(knex: Knex, table: Table, before: Shape): Promise<void> {
  const now = shapeOf(table);
  const gone = [...Object.keys(before.kept), ...before.local].filter(
    (column) => !(column in now.kept) && !now.local.includes(column),
  );
  const moved = Object.entries(before.kept).filter(([column, type]) => column in now.kept && now.kept[column] !== type);
  if (JSON.stringify(before.key) !== JSON.stringify(now.key) || gone.length > 0 || moved.length > 0) {
    const differing = [...gone, ...moved.map(([column]) => column)].join(', ') || 'its key';
    throw new DatabaseError(
      'incompatible',
      `An incompatible pipeline made this database: table ${table.name} differs in ${differing}. Nothing is dropped or renamed here: use another database, or change the table and its row in pullthrough_tables.`,
    );
  }
  const added = table.kept.filter((column) => !(column.name in before.kept));
  const addedLocal = table.local.filter((column) => !before.local.includes(column));
  if (added.length + addedLocal.length === 0) return;
  await knex.schema.alterTable(table.name, (alter) => {
    for (const column of added) alter[column.type](column.name);
    for (const column of addedLocal) alter.text(column);
  });
  await knex('pullthrough_tables')
    .where({ table_name: table.name })
    .update({ shape: JSON.stringify(now) });
}
