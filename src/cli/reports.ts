import { findFormat, type NamedFormat } from './formats.js';
import { prepareFile, prepareOut, type Out } from './out.js';
import type { CommandWorld } from './streams.js';
import { WrongCallError } from './wrong-call.js';

/** A format in which a result is written besides standard output, and where to. */
export interface Report<F> {
  readonly format: F;
  readonly path: string;
  readonly out: Out;
}

export interface ReportsOptions {
  /** Each `FORMAT=FILE`; `-` is standard output. */
  readonly report?: readonly string[];
}

/**
 * What `--report` asks for: one run then serves a log, a job's summary and scripts.
 * @param isForPeople whether standard output has text, below which more may follow
 * @throws WrongCallError if one cannot be written, which is better known before the work than after
 */
export async function prepareReports<F extends NamedFormat>(
  formats: readonly F[],
  { report: asked = [] }: ReportsOptions,
  isForPeople: boolean,
  world: CommandWorld,
): Promise<Report<F>[]> {
  const paths = new Set<string>();
  const reports: Report<F>[] = [];
  for (const one of asked) {
    const [, name = '', path = ''] = /^([^=]*)=(.+)$/s.exec(one) ?? [];
    if (path === '') throw new WrongCallError(`--report ${one} is not FORMAT=FILE, as in json=run.json.`);
    const format = findFormat(formats, name);
    if (paths.has(path) && path !== '-') throw new WrongCallError(`--report writes to ${path} twice.`);
    paths.add(path);
    if (path !== '-') reports.push({ format, path, out: await prepareFile(path, '--report') });
    else if (format.name === 'json') throw new WrongCallError('For JSON on standard output there is --json.');
    else if (isForPeople) reports.push({ format, path, out: await prepareOut(undefined, world) });
    else throw new WrongCallError(`--report ${one} would be mixed with the result on standard output: give it a file.`);
  }
  return reports;
}

/**
 * Writes all of them, even if one fails.
 * @returns whether all could be written: by now the work is done, and its result must be shown anyway
 */
export async function writeReports<F>(
  reports: readonly Report<F>[],
  write: (format: F) => string,
  world: CommandWorld,
): Promise<boolean> {
  let isWritten = true;
  for (const { format, path, out } of reports) {
    try {
      await out.write(write(format));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      world.stderr.write(`--report ${path} could not be written (${code}).\n`);
      isWritten = false;
    }
  }
  return isWritten;
}
