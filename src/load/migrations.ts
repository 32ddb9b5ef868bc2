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

export const migrationTable = 'pullthrough_migrations';

/** knex reads migrations from here instead of from files. */
export const migrationSource: Knex.MigrationSource<Migration> = {
  getMigrations: () => Promise.resolve([...migrations]),
  getMigrationName: (migration) => migration.name,
  getMigration: (migration) =>
    Promise.resolve({ up: migration.up, down: () => Promise.reject(new Error('Migrations only go forward.')) }),
};
