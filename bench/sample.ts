import { readFileSync } from 'node:fs';
import type { Task, Way } from './ways/way.js';

/** One sample, in a process of its own: what is loaded before the clock starts, and for which way alone. */
const ways: Readonly<Record<string, () => Promise<Way>>> = {
  ours: async () => (await import('./ways/ours.js')).ours,
  careful: async () => (await import('./composition/composition.js')).careful,
  careless: async () => (await import('./composition/composition.js')).careless,
  duckdb: async () => (await import('./duckdb/duckdb.js')).duckdb,
  parse: async () => (await import('./ways/limits.js')).parse,
  hash: async () => (await import('./ways/limits.js')).hash,
  writeSqlite: async () => (await import('./ways/write-rows.js')).writeSqlite,
  parseThenWrite: async () => (await import('./ways/write-rows.js')).parseThenWrite,
  copyPostgres: async () => (await import('./ways/write-rows.js')).copyPostgres,
  insertMariadb: async () => (await import('./ways/write-rows.js')).insertMariadb,
  rules: async () => (await import('./engine/rules.js')).rules,
  shippedRules: async () => (await import('./engine/shipped-rules.js')).shippedRules,
};

/** What a process of its own says on its last line. */
export interface Sample {
  readonly seconds: number;
  /** Of the processor, in this process: more than the seconds where several cores worked. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
  /** What the way found, where it does not write it to a database. */
  readonly found: string | null;
}

/** The most memory that was in use; the kernel's own count where there is one, since maxRSS begins with the parent's. */
function peakMegabytes(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) / 1024;
  } catch {
    // No such file on this system.
  }
  return process.resourceUsage().maxRSS / 1024;
}

const [name = '', text = '{}'] = process.argv.slice(2);
const load = ways[name];
if (load === undefined) throw new Error(`there is no way ${name}`);
const work = await (await load())(JSON.parse(text) as Task);
const cpuBefore = process.cpuUsage();
const started = performance.now();
const { times, found } = (await work()) ?? { times: 1, found: null };
const seconds = (performance.now() - started) / 1000 / times;
const { user, system } = process.cpuUsage(cpuBefore);
const cpuSeconds = (user + system) / 1e6 / times;
const sample: Sample = { seconds, cpuSeconds, megabytes: peakMegabytes(), found };
process.stdout.write(`\n${JSON.stringify(sample)}\n`);
