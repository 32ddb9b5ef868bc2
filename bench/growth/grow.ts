import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Circumstances } from '../measure/results.js';
import { median } from '../measure/statistics.js';
import { takeSample } from '../measure/take-sample.js';
import { givenOf, makeRun, type Axis, type Run } from './axes.js';

/** What one point took: medians. */
export interface Grown {
  readonly point: number;
  readonly seconds: number;
  readonly megabytes: number;
  readonly inputMegabytes: number;
  readonly samples: readonly number[];
}

export interface GrownAxis {
  readonly name: Axis['name'];
  readonly title: string;
  readonly unit: string;
  readonly grown: readonly Grown[];
}

export interface GrowthResults extends Circumstances {
  readonly axes: readonly GrownAxis[];
}

export interface GrowthOptions {
  readonly repeats: number;
  /** The last point of an axis to measure. */
  readonly most: (axis: Axis) => number;
}

/** A point that took this long is not measured again. */
const longSeconds = 60;

/** Runs our own way, a first load into SQLite or the night after, at every point of an axis. */
export async function grow(
  axis: Axis,
  { repeats, most }: GrowthOptions,
  progress: (text: string) => void,
): Promise<GrownAxis> {
  const grown: Grown[] = [];
  for (const point of axis.points.filter((one) => one <= most(axis))) {
    const folder = mkdtempSync(join(tmpdir(), 'pullthrough-growth-'));
    try {
      progress(`${axis.name}: ${point} ${axis.unit}, making it`);
      const run = makeRun(axis, folder, point);
      progress(`${axis.name}: ${point} ${axis.unit}`);
      grown.push(await growPoint(point, run, folder, repeats));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const { name, title, unit } = axis;
  return { name, title, unit, grown };
}

async function growPoint(point: number, run: Run, folder: string, repeats: number): Promise<Grown> {
  const [loaded, file] = [join(folder, 'loaded.db'), join(folder, 'run.db')];
  const sample = (input: string, database: string) =>
    takeSample('ours', {
      input,
      database: `sqlite:${database}`,
      rows: '',
      given: givenOf(run),
    });
  if (run.before !== undefined) await sample(run.before, loaded);
  const seconds: number[] = [];
  const megabytes: number[] = [];
  do {
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    if (run.before !== undefined) copyFileSync(loaded, file);
    const taken = await sample(run.input, file);
    seconds.push(taken.seconds);
    megabytes.push(taken.megabytes);
  } while (seconds.length < repeats && Math.max(...seconds) < longSeconds);
  const inputMegabytes = statSync(run.input).size / 1e6;
  return { point, seconds: median(seconds), megabytes: median(megabytes), inputMegabytes, samples: seconds };
}
