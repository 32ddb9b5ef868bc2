import type { Task, Way } from './way.js';

/** The ways by name, loaded one at a time: a process that takes a sample has no other way's modules in memory. */
const ways: Readonly<Record<string, () => Promise<Way>>> = {
  ours: async () => (await import('./ours.js')).ours,
  careful: async () => (await import('../composition/composition.js')).careful,
  careless: async () => (await import('../composition/composition.js')).careless,
  duckdb: async () => (await import('../duckdb/duckdb.js')).duckdb,
  parse: async () => (await import('./limits.js')).parse,
  hash: async () => (await import('./limits.js')).hash,
  writeSqlite: async () => (await import('./write-rows.js')).writeSqlite,
  parseThenWrite: async () => (await import('./write-rows.js')).parseThenWrite,
  copyPostgres: async () => (await import('./write-rows.js')).copyPostgres,
  insertMariadb: async () => (await import('./write-rows.js')).insertMariadb,
  rules: async () => (await import('../engine/rules.js')).rules,
  shippedRules: async () => (await import('../engine/shipped-rules.js')).shippedRules,
};

/** What one sample took. */
export interface Sample {
  readonly seconds: number;
  /** Processor time of this process: more than `seconds` if several cores worked. */
  readonly cpuSeconds: number;
  /** The most memory that the process had in use. */
  readonly megabytes: number;
  /** What the way found, if it does not write it to a database. */
  readonly found: string | null;
}

/** Runs a way once in this process: the clock runs from when everything is loaded until the work is done. */
export async function sampleHere(name: string, task: Task): Promise<Omit<Sample, 'megabytes'>> {
  const load = ways[name];
  if (load === undefined) throw new Error(`there is no way ${name}`);
  const work = await (await load())(task);
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  const { times, found } = (await work()) ?? { times: 1, found: null };
  const seconds = (performance.now() - started) / 1000 / times;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { seconds, cpuSeconds: (user + system) / 1e6 / times, found };
}
