import { sqliteDriver } from '../../src/load/sqlite-driver.js';

const Database = sqliteDriver();

/** The columns that the worked cases show, in their order. */
const columns: Readonly<Record<string, string>> = {
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

/** What a SQLite file holds of what comes through, each table's rows in one order. */
export function readTables(file: string): Tables {
  const db = new Database(file, { readonly: true });
  try {
    const read = (table: string, names: string) => {
      const where = records.has(table) ? 'where left_at is null' : '';
      return sorted(db.prepare(`select ${names} from "${table}" ${where}`).raw().all() as unknown[][]);
    };
    return Object.fromEntries(Object.entries(columns).map(([table, names]) => [table, read(table, names)]));
  } finally {
    db.close();
  }
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
