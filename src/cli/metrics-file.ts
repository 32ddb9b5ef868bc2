import type { Store } from '../load/dialect.js';
import type { Observer } from '../operations/observer.js';
import { prepareFile } from './out.js';
import type { CommandWorld } from './streams.js';

/** The numbers of a run that ends, which nobody could ask for later. */
export interface MetricsFile {
  readonly observers: readonly Observer[];
  /** @returns whether it could be written; if not, that was said */
  readonly write: (store: Store) => Promise<boolean>;
}

/**
 * @param path of no file if none is asked for
 * @throws WrongCallError if it cannot be written, which is better known before the work than after
 */
export async function prepareMetrics(path: string | undefined, { stderr }: CommandWorld): Promise<MetricsFile> {
  if (path === undefined) return { observers: [], write: () => Promise.resolve(true) };
  const out = await prepareFile(path, '--metrics');
  const { addNightState, createMetrics, metricsText, runObserver, schoolObserver } =
    await import('../operations/metrics.js');
  const { readNightState } = await import('../browse/night-state.js');
  const metrics = createMetrics();
  return {
    observers: [schoolObserver(metrics), runObserver(metrics)],
    write: async (store) => {
      addNightState(metrics, () => readNightState(store));
      try {
        await out.write(await metricsText(metrics));
        return true;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === undefined) throw error;
        stderr.write(`--metrics ${path} could not be written (${code}).\n`);
        return false;
      }
    },
  };
}
