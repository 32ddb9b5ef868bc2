/** The median seconds of a measure, minus those of another. */
export interface Term {
  readonly measure: string;
  readonly less?: string;
}

/** What the benchmark has to show: a ratio of two measures of one run, and its bound. */
export interface Target {
  readonly name: string;
  readonly of: Term;
  readonly to: Term;
  readonly bound: { readonly least: number } | { readonly most: number };
}

const first = { measure: 'ours: first load' };
const sameValues = { measure: 'ours: the same values' };
const onePercent = { measure: 'ours: 1 % edited' };
const duckdb = { measure: 'DuckDB' };
const parse = { measure: 'JSON.parse' };

export const targets: readonly Target[] = [
  {
    name: 'first load: times as fast as the careful composition',
    of: { measure: 'careful composition' },
    to: first,
    bound: { least: 8 },
  },
  {
    name: 'first load: times as fast as the careless composition',
    of: { measure: 'careless composition' },
    to: first,
    bound: { least: 20 },
  },
  {
    name: 'first load: its time to that of writing the rows alone',
    of: first,
    to: { measure: 'write rows to SQLite' },
    bound: { most: 1.5 },
  },
  {
    name: 'first load: its time to that of one whose people nobody finds over all schools',
    of: first,
    to: { measure: 'ours: first load, nobody to find' },
    bound: { most: 1.25 },
  },
  {
    name: 'first load into PostgreSQL: its time to that of one whose people nobody finds over all schools',
    of: { measure: 'ours into PostgreSQL: first load' },
    to: { measure: 'ours into PostgreSQL: first load, nobody to find' },
    bound: { most: 1.25 },
  },
  { name: 'first load: its time to that of DuckDB', of: first, to: duckdb, bound: { most: 1.5 } },
  { name: 'the same values: its time to that of DuckDB', of: sameValues, to: duckdb, bound: { most: 1 } },
  { name: '1 % edited: its time to that of DuckDB', of: onePercent, to: duckdb, bound: { most: 1 } },
  { name: 'the same values: its time to that of JSON.parse', of: sameValues, to: parse, bound: { most: 4 } },
  { name: '1 % edited: its time to that of JSON.parse', of: onePercent, to: parse, bound: { most: 4 } },
  {
    name: 'the same bytes, beyond start-up: its time to that of reading and hashing',
    of: { measure: 'ours: the same bytes', less: 'ours: start-up' },
    to: { measure: 'read and hash' },
    bound: { most: 1.5 },
  },
  {
    name: 'shipped rules: times as fast as engine.run',
    of: { measure: 'engine.run, shipped rules' },
    to: { measure: 'ours, shipped rules' },
    bound: { least: 30 },
  },
  {
    name: '50 rules: times as fast as engine.run',
    of: { measure: 'engine.run, 50 rules' },
    to: { measure: 'ours, 50 rules' },
    bound: { least: 30 },
  },
  {
    name: 'first load into PostgreSQL: its time to that of COPY',
    of: { measure: 'ours into PostgreSQL: first load' },
    to: { measure: 'COPY rows to PostgreSQL' },
    bound: { most: 2.5 },
  },
];
