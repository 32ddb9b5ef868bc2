import type { Night, Simulated } from './night.js';

/** What a night would be faster with more of. */
export type Limit = 'workers' | 'database' | 'log' | 'source' | 'connections' | 'the largest school';

/** A part that is busy for so much of the night is what the others wait for. */
const isFull = 0.9;
/** Workers that are refused this often for each school wait for the source, even if their waits leave it idle at times. */
const isRefusing = 0.1;

/** What breaks first: what is used up, or else what there is too little of. */
export function limitOf(night: Night, simulated: Simulated): Limit {
  const { busy, withoutConnection, seconds, tooMany } = simulated;
  for (const part of ['database', 'log', 'source'] as const) if (busy[part] >= isFull) return part;
  if (tooMany > isRefusing * night.schools.length) return 'source';
  if (withoutConnection > 0) return 'connections';
  const longest = night.schools.reduce((most, { worker, database }) => Math.max(most, worker + database), 0);
  return longest > seconds / 2 ? 'the largest school' : 'workers';
}

export const nextSteps: Readonly<Record<Limit, string>> = {
  workers: 'more workers',
  database: 'more cores for the database, then a database for each trust or region',
  log: 'a faster disk for the log, then a database for each trust or region',
  source: 'a higher limit, or a longer night',
  connections: 'pgbouncer in transaction mode',
  'the largest school': 'nothing: one school is one transaction',
};
