import { readNightState } from '../browse/night-state.js';
import type { Store } from '../load/dialect.js';
import { whyNotReady } from '../load/readiness.js';
import type { Metrics } from '../operations/metrics.js';
import type { Served } from '../serve/route.js';
import type { CommandWorld } from './streams.js';
import { WrongCallError } from './wrong-call.js';

/** Where those who watch a process that stays find it. */
export interface OperationsOptions {
  /** Nowhere if it is not given. */
  readonly operationsPort?: string;
  readonly operationsHost: string;
}

/** @throws WrongCallError if the port is none */
export function checkOperationsPort({ operationsPort: port }: OperationsOptions): void {
  if (port !== undefined && (!/^\d{1,5}$/.test(port) || Number(port) > 65_535))
    throw new WrongCallError(`--operations-port ${port} is no port: give a number up to 65535.`);
}

/** A process that stays, as others see it. */
export interface Watched {
  /** Null if nobody asked to watch. */
  readonly origin: string | null;
  /** Null as well. */
  readonly metrics: Metrics | null;
  readonly close: () => Promise<void>;
}

/**
 * Answers those who watch, if that is asked for, until it is closed.
 * @returns null if it cannot listen there; then that was said
 */
export async function startWatched(
  { operationsHost: host, operationsPort: port }: OperationsOptions,
  store: Store,
  { stderr }: CommandWorld,
): Promise<Watched | null> {
  if (port === undefined) return { origin: null, metrics: null, close: () => Promise.resolve() };
  const { addNightState, addProcessMetrics, createMetrics } = await import('../operations/metrics.js');
  const { startOperations } = await import('../operations/server.js');
  const metrics = createMetrics();
  addProcessMetrics(metrics);
  addNightState(metrics, () => readNightState(store));
  try {
    const whyNot = () => whyNotReady(store);
    return { metrics, ...(await startOperations({ host, port: Number(port), metrics, whyNotReady: whyNot })) };
  } catch (error) {
    const { syscall, code = '' } = error as NodeJS.ErrnoException;
    if (syscall !== 'listen') throw error;
    stderr.write(`Port ${port} of ${host} cannot be listened on (${code}): try another --operations-port.\n`);
    return null;
  }
}

/** What counts the requests of pages that are watched. */
export async function countingRequests({ metrics }: Watched): Promise<Pick<Served, 'answered'>> {
  if (metrics === null) return {};
  const { requestCounter } = await import('../operations/metrics.js');
  return { answered: requestCounter(metrics) };
}
