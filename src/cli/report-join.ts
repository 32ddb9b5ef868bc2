import { filesFingerprint } from '../pipeline/files-fingerprint.js';
import { fitTogether } from '../report/join/fit.js';
import { join } from '../report/join/join.js';
import { readPart, UnfitPartsError } from '../report/join/part-file.js';
import { runFormats } from '../report/run/formats.js';
import { areExpectedThere } from '../run/looking.js';
import { version } from '../run/version.js';
import { printable } from '../words/words.js';
import { prepare, readOptions, type CommonOptions } from './common-options.js';
import { chooseFormat } from './formats.js';
import { prepareOut } from './out.js';
import { prepareReports, writeReports, type ReportsOptions } from './reports.js';
import { sameOptions } from './same-options.js';
import { exit, type CommandWorld } from './streams.js';
import { WrongCallError } from './wrong-call.js';

export interface JoinOptions extends CommonOptions, ReportsOptions {
  readonly format?: string;
  readonly out?: string;
  readonly names?: boolean;
  /** The results of the parts of a night. */
  readonly join?: readonly string[];
}

/** `pullthrough report --join`: one result of the parts of a night, in every format that a run's result has. */
export async function reportJoin(
  paths: readonly string[],
  inputs: readonly string[],
  options: JoinOptions,
  world: CommandWorld,
): Promise<number> {
  if (inputs.length > 0)
    throw new WrongCallError(`--join takes the results of all parts at once, and ${inputs[0] ?? ''} is beside them.`);
  if (options.names === true || options.school.length > 0)
    throw new WrongCallError('--join has whole results, without names: omit --school and --names.');
  const format = chooseFormat(runFormats, options);
  const { configuration } = prepare(options, world);
  const { pipeline } = configuration;
  const out = await prepareOut(options.out, world);
  const isForPeople = format.name === 'text' || options.out !== undefined;
  const reports = await prepareReports(runFormats, options, isForPeople, world);
  const fingerprint = filesFingerprint(options.config, readOptions(options, world), version);
  const { joined, database } = await readAndJoin(paths, fingerprint);
  for (const message of joined.trouble) world.stderr.write(`${printable(message)}\n`);
  const { report, reasons } = joined;
  const ended = { pipeline, report, reasons, places: { database, same: sameOptions(options) } };
  await out.write(format.write(ended));
  const isTold = await writeReports(reports, ({ write }) => write(ended), world);
  if (report.interrupted === true) return exit.interrupted;
  const isWell = joined.isWell && areExpectedThere({ configuration }, report);
  return isWell && isTold ? exit.done : exit.failed;
}

async function readAndJoin(paths: readonly string[], configuration: string) {
  try {
    const parts = await Promise.all(paths.map(readPart));
    fitTogether(parts, configuration);
    return { joined: join(parts), database: parts[0]?.part.database ?? '' };
  } catch (error) {
    if (error instanceof UnfitPartsError) throw new WrongCallError(error.message);
    throw error;
  }
}
