import type { Knex } from 'knex';

interface Migration {
  readonly name: string;
  readonly up: (knex: Knex) => Promise<void>;
}

/** Tables that every pipeline has. Those of its records and links follow from pipeline.yaml (pipeline-tables.ts). */
const migrations: readonly Migration[] = [
  {
    name: '001-runs-changes-findings',
    up: async (knex) => {
      await knex.schema.createTable('pullthrough_tables', (table) => {
        table.text('table_name').primary();
        table.text('shape').notNullable();
      });
      await knex.schema.createTable('schools', (table) => {
        table.text('school_id').primary();
        for (const column of ['name', 'last_run_id', 'loaded_at', 'findings_digest']) table.text(column);
      });
      await knex.schema.createTable('runs', (table) => {
        table.text('id').primary();
        for (const column of ['started_at', 'finished_at', 'status', 'counts']) table.text(column);
      });
      await knex.schema.createTable('school_runs', (table) => {
        for (const column of ['school_id', 'run_id']) table.text(column).notNullable();
        // A run may meet a school twice, and documents that do not say their school.
        table.integer('document').notNullable();
        for (const column of ['status', 'counts', 'reason']) table.text(column);
        table.primary(['school_id', 'run_id', 'document']);
      });
      await knex.schema.createTable('changes', (table) => {
        for (const column of ['school_id', 'run_id', 'table_name', 'record_id']) table.text(column).notNullable();
        for (const column of ['kind', 'fields']) table.text(column).notNullable();
        table.primary(['school_id', 'run_id', 'table_name', 'record_id']);
      });
      await knex.schema.createTable('findings', (table) => {
        table.text('school_id').notNullable();
        table.integer('number').notNullable();
        for (const column of findingColumns) {
          if (column === 'position' || column === 'round' || column === 'line') table.integer(column);
          else table.text(column);
        }
        table.primary(['school_id', 'number']);
      });
    },
  },
];

export const findingColumns = [
  'severity',
  'kind',
  'record_id',
  'rule',
  'because',
  'cause_kind',
  'cause_id',
  'field',
  'position',
  'fix',
  'among',
  'round',
  'file',
  'line',
] as const;

const migrationTable = 'pullthrough_migrations';

/**
 * Makes the migrations that the database does not have yet. (Those of knex keep their lock in a table, where a process that
 * is killed leaves it for good.)
 * @param trx a transaction in which nothing was read yet
 * @returns false where it has migrations that this version does not know
 */
export async function migrate(trx: Knex): Promise<boolean> {
  // The first statement writes, so that two first runs at once wait for each other.
  await trx.raw('create table if not exists ?? (name text primary key, batch integer)', [migrationTable]);
  const rows = await trx<{ name: string }>(migrationTable).select('name');
  const done = new Set(rows.map(({ name }) => name));
  const known = new Set(migrations.map(({ name }) => name));
  if ([...done].some((name) => !known.has(name))) return false;
  for (const { name, up } of migrations) {
    if (done.has(name)) continue;
    await up(trx);
    await trx(migrationTable).insert({ name, batch: 1 });
  }
  return true;
}
