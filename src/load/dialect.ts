import type { Knex } from 'knex';
import type { Column } from './tables.js';

/** An open connection or transaction, and how to speak on it. */
export interface Store {
  readonly knex: Knex;
  readonly dialect: Dialect;
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

/** An index that finds rows by some columns. */
export interface Index {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
}

/** All that differs from one kind of database to another. */
export interface Dialect {
  /** What its URLs begin with. */
  readonly schemes: readonly string[];
  readonly example: string;
  /** @throws DatabaseError where the URL is none */
  locate(url: string, lockSeconds: number): Place;
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
  /** Makes an index where it is missing. */
  addIndex(knex: Knex, index: Index): Promise<void>;
  /** The same over a text column that holds times in ISO 8601, and nothing in most rows. */
  addTimeIndex(knex: Knex, index: Index): Promise<void>;
  /**
   * Makes sure that what was deleted is not left in the database's own files, where that is in our hands.
   * @throws DatabaseError `busy` where another program keeps it from that
   */
  scrub(knex: Knex): Promise<void>;
  /**
   * Does the work in one transaction, while nobody else does what has the same lock. The lock goes with the process.
   * @throws DatabaseError `locked`
   */
  alone<T>(knex: Knex, lock: Lock, work: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
}
