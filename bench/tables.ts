import { readConfiguration } from '../src/pipeline/configuration.js';
import { tablesOf } from '../src/load/tables/tables.js';
import { shippedPipeline, today } from './places.js';

/** A table that every way of doing the job has to fill with the same rows. */
export interface BenchTable {
  readonly name: string;
  /** The first columns of a row, which say which one it is. */
  readonly key: readonly string[];
  /** All columns to compare, those of the key first. */
  readonly columns: readonly string[];
  readonly integers: ReadonlySet<string>;
  /** Whether ours marks in it rows that no longer come through. */
  readonly keepsLeft: boolean;
}

/** The shipped configuration, as ours reads it. */
export function shippedConfiguration() {
  return readConfiguration(shippedPipeline, { set: [], today: () => today });
}

const schools: BenchTable = {
  name: 'schools',
  key: ['school_id'],
  columns: ['school_id', 'name'],
  integers: new Set(),
  keepsLeft: false,
};

/** The tables of schools, of records and of links, as the shipped pipeline has them. */
export function benchTables(): BenchTable[] {
  const tables = tablesOf(shippedConfiguration().pipeline).map(({ name, key, kept, keepsLeft }) => ({
    name,
    key: ['school_id', ...key],
    columns: ['school_id', ...key, ...kept.map((column) => column.name)],
    integers: new Set(kept.filter(({ type }) => type === 'integer').map((column) => column.name)),
    keepsLeft,
  }));
  return [schools, ...tables];
}
