import type { Work } from '../ways/way.js';

const leastSeconds = 0.5;

/**
 * Runs passes untimed for as long as it then measures: so compiling does not count, however short a pass is.
 * @param describe what the first pass found, the same for all ways
 */
export async function untilSteady<T>(pass: () => Promise<T>, describe: (found: T) => string): Promise<Work> {
  const found = describe(await pass());
  await repeat(pass);
  return async () => ({ times: await repeat(pass), found });
}

/** @returns how many passes there were until the time was over, at least one */
async function repeat(pass: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  let times = 0;
  do {
    await pass();
    times++;
  } while ((performance.now() - started) / 1000 < leastSeconds);
  return times;
}
