import type { Work } from '../ways/way.js';

const leastSeconds = 0.5;

/**
 * Does a pass once untimed, so that compiling it does not count, and then as often as it takes to be measured.
 * @param describe what the first pass found, the same for all ways
 */
export async function untilSteady<T>(pass: () => Promise<T>, describe: (found: T) => string): Promise<Work> {
  const found = describe(await pass());
  return async () => {
    const started = performance.now();
    let times = 0;
    do {
      await pass();
      times++;
    } while ((performance.now() - started) / 1000 < leastSeconds);
    return { times, found };
  };
}
