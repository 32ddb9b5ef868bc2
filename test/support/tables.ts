import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import type { TestDatabase } from './databases.js';

const Database = sqliteDriver();

/** The columns that the worked cases show, in their order. */
export const columns: Readonly<Record<string, string>> = {
  schools: 'school_id, name',
  students: 'school_id, id, known_name, surname, year_group, class_name, date_of_birth',
  contacts: 'school_id, id, title, forename, surname, email, phone, relationship',
  teachers: 'school_id, id, title, forename, surname, email',
  classes: 'school_id, id, code, description, type',
  class_students: 'school_id, class_id, student_id',
  class_teachers: 'school_id, class_id, teacher_id, role',
  contact_links: 'school_id, student_id, contact_id, relationship, priority',
  groups: 'school_id, id, description, type, heading',
  group_students: 'school_id, group_id, student_id',
};

const records = new Set(['students', 'contacts', 'teachers', 'classes', 'groups']);

export type Tables = Record<string, unknown[][]>;

const selects = Object.entries(columns).map(([table, names]) => ({
  table,
  sql: `select ${names} from "${table}" ${records.has(table) ? 'where left_at is null' : ''}`,
}));

/** What a SQLite file holds of what comes through, each table's rows in one order. */
export function readTables(file: string): Tables {
  const db = new Database(file, { readonly: true });
  try {
    return Object.fromEntries(
      selects.map(({ table, sql }) => [table, sorted(db.prepare(sql).raw().all() as unknown[][])]),
    );
  } finally {
    db.close();
  }
}

/** The same of any database. */
export async function readTablesOf({ query: ask }: TestDatabase): Promise<Tables> {
  const tables: Tables = {};
  for (const { table, sql } of selects) tables[table] = sorted((await ask(sql)).map((row) => Object.values(row)));
  return tables;
}

/** Everything in the tables, but for the times and ids of runs, by which two databases differ. */
export async function dumpOf({ query: ask }: TestDatabase): Promise<Tables> {
  const tables: Tables = {};
  for (const table of [...Object.keys(columns), 'school_runs', 'changes', 'findings', 'pullthrough_tables']) {
    const rows = await ask(`select * from "${table}"`);
    tables[table] = sorted(
      rows.map((row) =>
        Object.entries(row)
          .map(([name, value]) => [name, /_at$|run_id$/.test(name) ? value !== null : value])
          .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      ),
    );
  }
  return tables;
}

/** Rows in one order, so that they compare as a set. */
export function sorted(rows: readonly unknown[][]): unknown[][] {
  return rows
    .map((row) => JSON.stringify(row))
    .sort()
    .map((row) => JSON.parse(row) as unknown[]);
}

export function query(file: string, sql: string, ...values: unknown[]): unknown[] {
  const db = new Database(file);
  try {
    const statement = db.prepare(sql);
    if (statement.reader) return statement.all(...values);
    statement.run(...values);
    return [];
  } finally {
    db.close();
  }
}

/** Empties every table that holds data of schools. */
export async function emptyTables(database: TestDatabase): Promise<void> {
  for (const table of [
    ...Object.keys(columns),
    'school_runs',
    'changes',
    'findings',
    'holds',
    'held_items',
    'forgotten',
  ]) {
    await database.query(`delete from "${table}"`);
  }
}
