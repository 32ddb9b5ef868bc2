/**
 * The extracts of which night: the first; the same with another time in them; with that and a key that nobody reads;
 * with a hundredth edited; with all edited.
 */
export type Night = 'first' | 'other time' | 'other key' | 'one percent' | 'all' | 'nothing';

/** What a database can hold before it is used. */
export type Before = Extract<Night, 'first' | 'nothing'>;

export type Backend = 'sqlite' | 'duckdb' | 'postgres' | 'mariadb';

/** One thing that is timed. */
export interface Measure {
  readonly name: string;
  readonly group: 'schools' | 'limits' | 'postgres' | 'mariadb' | 'engine';
  /** The way, as sample.ts knows it. */
  readonly way: string;
  readonly night: Night;
  /** Where it writes, and which night is there already, if any; null if it writes nothing. */
  readonly into: { readonly backend: Backend; readonly after: Before | null } | null;
  readonly given: Readonly<Record<string, string | number>>;
  /** Measures with the same name here have to find the same. */
  readonly finds: string | null;
}

/** What is read, and what the database has before. */
export const nights: readonly (readonly [name: string, night: Night, after: Before | null])[] = [
  ['first load', 'first', null],
  ['the same bytes', 'first', 'first'],
  ['the same values', 'other time', 'first'],
  ['the same values, read', 'other key', 'first'],
  ['1 % edited', 'one percent', 'first'],
  ['all edited', 'all', 'first'],
];

const plain = { night: 'first', given: {}, finds: null } as const;
const ours = { ...plain, way: 'ours' } as const;
const empty = (backend: Backend) => ({ backend, after: null }) as const;

/** What it costs that people are found over all schools. */
const findingNobody = (backend: Backend, name: string, group: Measure['group']): Measure => ({
  ...ours,
  ...{ name, group, into: empty(backend), given: { find: 'nobody' } },
});

const oursInto = (backend: 'postgres' | 'mariadb', title: string): Measure[] =>
  nights.map(([name, night, after]) => ({
    ...ours,
    name: `ours into ${title}: ${name}`,
    group: backend,
    night,
    into: { backend, after },
  }));

/** How many contacts the engines judge in a pass. */
export const judgedRecords = 2000;

const judges = { ours: 'ours', engine: 'engine.run', predicates: 'by hand' } as const;
const madeRules: Measure[] = [1, 6, 50].flatMap((rules) =>
  Object.entries(judges).map(([judge, name]) => ({
    ...plain,
    name: `${name}, ${rules} ${rules === 1 ? 'rule' : 'rules'}`,
    group: 'engine' as const,
    way: 'rules',
    into: null,
    given: { judge, rules, records: judgedRecords },
    finds: `${rules} rules`,
  })),
);
const shippedRules: Measure[] = (['ours', 'engine'] as const).map((judge) => ({
  ...plain,
  name: `${judges[judge]}, shipped rules`,
  group: 'engine',
  way: 'shippedRules',
  into: null,
  given: { judge },
  finds: 'shipped rules',
}));

/** Everything that `npm run bench` times, in the order of the report. */
export const measures: readonly Measure[] = [
  ...nights.map(([name, night, after]): Measure => ({
    ...ours,
    name: `ours: ${name}`,
    group: 'schools',
    night,
    into: { backend: 'sqlite', after },
  })),
  findingNobody('sqlite', 'ours: first load, nobody to find', 'schools'),
  {
    ...ours,
    name: 'ours: start-up',
    group: 'limits',
    night: 'nothing',
    into: { backend: 'sqlite', after: 'nothing' },
  },
  { ...plain, name: 'careful composition', group: 'schools', way: 'careful', into: empty('sqlite') },
  { ...plain, name: 'careless composition', group: 'schools', way: 'careless', into: empty('sqlite') },
  { ...plain, name: 'DuckDB', group: 'schools', way: 'duckdb', into: empty('duckdb') },
  { ...plain, name: 'JSON.parse', group: 'limits', way: 'parse', into: null },
  { ...plain, name: 'read and hash', group: 'limits', way: 'hash', into: null },
  { ...plain, name: 'write rows to SQLite', group: 'limits', way: 'writeSqlite', into: empty('sqlite') },
  { ...plain, name: 'JSON.parse, then write', group: 'limits', way: 'parseThenWrite', into: empty('sqlite') },
  ...oursInto('postgres', 'PostgreSQL'),
  findingNobody('postgres', 'ours into PostgreSQL: first load, nobody to find', 'postgres'),
  { ...plain, name: 'COPY rows to PostgreSQL', group: 'postgres', way: 'copyPostgres', into: empty('postgres') },
  ...oursInto('mariadb', 'MariaDB'),
  findingNobody('mariadb', 'ours into MariaDB: first load, nobody to find', 'mariadb'),
  { ...plain, name: 'insert rows into MariaDB', group: 'mariadb', way: 'insertMariadb', into: empty('mariadb') },
  ...madeRules,
  ...shippedRules,
];
