import type { Knex } from 'knex';
import type { Column } from './tables.js';

/** An open connection or transaction, and how to speak on it. */
export interface Store {
  readonly knex: Knex;
  readonly dialect: Dialect;
  /** Where nothing may be made: the pipeline's tables that there are so far, with their columns. */
  readonly present?: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Access {
  /** For how long to wait for what another transaction holds, on a server. */
  readonly lockSeconds: number;
  /** Whether the database itself refuses every write on these connections. */
  readonly readOnly: boolean;
}

/** Where a URL leads. */
export interface Place {
  /** As messages call it: without user and password. */
  readonly name: string;
  readonly config: Knex.Config;
  /** False only where it is plain without connecting that there is no such database. */
  isThere(): boolean;
}

/** What only one may do at a time, and what to say where another does it for longer than anyone waits. */
export interface Lock {
  readonly name: string;
  readonly seconds: number;
  readonly heldByAnother: string;
}

/** A statement, with what stands for its question marks. */
export interface Statement {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
}

/** A set of rows to write: its JSON is a list of lists of values, in the order of `columns`. */
export interface Part {
  readonly table: string;
  readonly json: string;
}

/** All that differs from one kind of database to another. */
export interface Dialect {
  /** What its URLs begin with. */
  readonly schemes: readonly string[];
  readonly example: string;
  /** @throws DatabaseError where the URL is none */
  locate(url: string, access: Access): Place;
  /** Whether a text column can be part of a key in the table being made, and else holds text of any length. */
  keyColumn(table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder;
  textColumn(table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder;
  /** What a new table needs beside its columns. */
  finishTable(table: Knex.CreateTableBuilder): void;
  /** Inserts rows, or overwrites the `update` columns of those that are there. */
  put(
    part: Part,
    rows: { readonly key: readonly string[]; readonly columns: readonly Column[]; readonly update: readonly string[] },
  ): Statement;
  /** Deletes the rows with these keys. */
  remove(part: Part, key: readonly string[]): Statement;
  /** Sets one column of the rows with these keys. */
  mark(part: Part, key: readonly string[], column: string, value: string): Statement;
  /**
   * Does the work in one transaction, while nobody else does what has the same lock. The lock goes with the process.
   * @throws DatabaseError `locked`
   */
  alone<T>(knex: Knex, lock: Lock, work: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
  /** Does the work in a transaction that sees one state all along. */
  reading<T>(knex: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
}
