import type { Knex } from 'knex';
import type { DatabaseProblemCode } from './database-error.js';
import type { RowList } from './write/row-list.js';
import type { SqlColumn, Stored } from './tables/tables.js';

/** An open connection or transaction, and how to speak on it. */
export interface Store {
  readonly knex: Knex;
  readonly dialect: Dialect;
  /** If nothing may be made: the pipeline's tables so far, with their columns. */
  readonly present?: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Access {
  /** How long to wait, on a server, for what another transaction holds. */
  readonly lockSeconds: number;
  /** Whether the database itself refuses every write on these connections. */
  readonly readOnly: boolean;
  /** Whether nobody may wait for what another does, as far as the database allows that. */
  readonly manyAtOnce?: boolean;
}

/** Where a URL leads. */
export interface DatabasePlace {
  /** As messages name it: without user and password. */
  readonly name: string;
  readonly config: Knex.Config;
  /** Of a connection for readings that are over sooner than another thread has been asked; missing where no thread is. */
  readonly brief?: Knex.Config;
  /** False only if it is plain without connecting that there is no such database, and that one can be made. */
  isThere(): boolean;
}

/** What only one may do at a time, and what to say if another does it for longer than anyone waits. */
export interface Lock {
  readonly name: string;
  readonly seconds: number;
  readonly heldByAnother: string;
}

/** Rows of a table, each a list of values in the order of `columns`. */
export interface RowsToPut {
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: readonly SqlColumn[];
  /** Columns to overwrite if there is a row with that key; none leaves the row as it is. */
  readonly update: readonly string[];
  /** One of these columns: an existing row is overwritten only if the new one has a greater number in it. */
  readonly onlyAfter?: string;
  readonly rows: RowList;
  /** Whether it is known that none of these keys has a row. */
  readonly isNew: boolean;
}

/** Rows of a table by their keys. */
export type Keys = Pick<RowsToPut, 'table' | 'key'> & { readonly keys: readonly (readonly string[])[] };

/** All of a school's rows of a table. */
export interface OfSchool {
  readonly table: string;
  readonly columns: readonly string[];
  readonly school: string;
}

/** An index that finds rows by some columns. */
export interface Index {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
}

/** Everything that differs between kinds of databases. */
export interface Dialect {
  /** What its URLs begin with. */
  readonly schemes: readonly string[];
  readonly example: string;
  /** What its codes mean, and those of its driver. */
  readonly problems: readonly (readonly [RegExp, DatabaseProblemCode])[];
  /** @throws DatabaseError if the URL is none */
  locate(url: string, access: Access): DatabasePlace;
  /** Whether a text column can be part of a key in the new table; otherwise it holds text of any length. */
  keyColumn(table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder;
  textColumn(table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder;
  /** What a new table needs besides its columns. */
  finishTable(table: Knex.CreateTableBuilder): void;
  /** Makes a column of numbers take any whole number up to 2^53; one that does already stays as it is. */
  widenColumn(knex: Knex, table: string, name: string): Promise<void>;
  /** Makes a table of many rows, which are found by their key. */
  createKeyed(knex: Knex, table: Knex.SchemaBuilder): Promise<void>;
  /** Rows as lists of values in the order of `columns`, in the fastest way for many; within a transaction. */
  read(trx: Knex, rows: OfSchool): Promise<readonly (readonly Stored[])[]>;
  /** Inserts rows, or overwrites existing ones; in the fastest way for many. */
  put(knex: Knex, rows: RowsToPut): Promise<void>;
  remove(knex: Knex, keys: Keys): Promise<void>;
  /** Sets one column of the rows with these keys. */
  mark(knex: Knex, keys: Keys, column: string, value: string): Promise<void>;
  /** Makes an index if it is missing. */
  addIndex(knex: Knex, index: Index): Promise<void>;
  /** The same over text columns of any length, some of which hold nothing in most rows. */
  addTextIndex(knex: Knex, index: Index): Promise<void>;
  /** SQL for a part of a text, from 1, each of which ends with U+001F; it compares by bytes. */
  part(sql: string, number: number): string;
  /**
   * SQL for the texts of the rows of a group, one after the other, in any order; null where it takes no less time than to
   * read the rows, and may be cut.
   */
  readonly joined: ((sql: string) => string) | null;
  /** SQL for a text as it compares by bytes. */
  byBytes(sql: string): string;
  /** SQL for the database's own time, so many seconds ago, as tables have times: ISO 8601 with milliseconds, UTC. */
  clock(secondsAgo: number): string;
  /**
   * Makes sure that deleted values are not left in the database's own files, if that is in our hands.
   * @throws DatabaseError `busy` if another program prevents that
   */
  scrub(knex: Knex): Promise<void>;
  /**
   * Does the work in one transaction, while nobody else has one of these locks. They go with the process.
   * @param locks are taken in this order; take several in the same order as others do
   * @throws DatabaseError `locked`
   */
  alone<T>(knex: Knex, locks: readonly Lock[], work: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
  /** Does the work in a transaction that sees one state throughout. */
  reading<T>(knex: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
}
