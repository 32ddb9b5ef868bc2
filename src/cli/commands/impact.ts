import { setTimeout as wait } from 'node:timers/promises';
import { columnChanges } from '../../report/impact/column-changes.js';
import { Comparison } from '../../report/impact/comparison.js';
import { ComparedDocuments, readAlike } from '../../report/impact/compared-documents.js';
import { configurationChanges } from '../../report/impact/configuration-changes.js';
import { daysAhead, usualDays } from '../../report/impact/days-to-decide.js';
import { configurationFormats } from '../../report/impact/configuration-formats.js';
import { impactFormats } from '../../report/impact/formats.js';
import { chooseFormat } from '../formats.js';
import { prepare } from '../common-options.js';
import { otherFolder, readOther, type ComparedOptions } from '../other-version.js';
import { prepareOut } from '../out.js';
import { findAllInputs } from '../find-inputs.js';
import { exit, type CommandWorld } from '../streams.js';
import { tellPassedOver } from '../tell-passed-over.js';
import { WrongCallError } from '../wrong-call.js';

export interface ImpactOptions extends ComparedOptions {
  readonly format?: string;
  readonly out?: string;
  readonly values?: boolean;
  readonly configuration?: boolean;
  readonly days?: string;
}

/** `pullthrough impact`: whose data would change between two versions of the configuration. */
export async function impact(args: readonly string[], options: ImpactOptions, world: CommandWorld): Promise<number> {
  if (options.configuration === true) return compareConfigurations(args, options, world);
  const format = chooseFormat(impactFormats, options);
  const { configuration, database } = prepare(options, world);
  const mostDays = mostDaysOf(options);
  const out = await prepareOut(options.out, world);
  const other = await otherFolder(options, world);
  const { Loads } = await import('../../report/impact/loads.js');
  const loads = await Loads.of(database, configuration.pipeline);
  try {
    const before = readOther(other, options, configuration, world);
    const { pipeline } = configuration;
    const named = args.length > 0 ? args : pipeline.source.inputs;
    const inputs = await findAllInputs(named, pipeline, options, world, tellPassedOver(world));
    if (!readAlike(before.pipeline, pipeline) && !inputs.every(({ reopens }) => reopens))
      throw new WrongCallError(
        'The two versions read the extract in different ways, so it is needed twice: give a file instead of -.',
      );
    const comparison = new Comparison([before, configuration], options.school, loads, mostDays);
    const documents = new ComparedDocuments([before.pipeline, pipeline], mostDays, world.now);
    for (const input of inputs)
      for await (const document of documents.of(input)) {
        await comparison.take(document);
        // Signals arrive between turns of the event loop, which a batch of small schools may never reach.
        await wait(0);
        if (world.interrupted.aborted) return exit.interrupted;
      }
    const result = { ...comparison.result(), readOnOneDay: documents.readOnOneDay };
    const asked = { database: { name: loads.name, notAsked: loads.notAsked }, hasValues: options.values === true };
    const columns = columnChanges([before.pipeline, pipeline]);
    await out.write(format.write({ against: options.against, pipeline, ...result, ...asked, columns }));
    return result.failed.length > 0 ? exit.failed : exit.done;
  } finally {
    await loads.close();
    await other.remove();
  }
}

function mostDaysOf({ days = String(usualDays) }: ImpactOptions): number {
  if (!/^\d{1,3}$/.test(days) || Number(days) > daysAhead)
    throw new WrongCallError(`--days ${days} is no number of days from 0 to ${String(daysAhead)}.`);
  return Number(days);
}

/** What the configuration itself says otherwise, by school; it needs no extract. */
async function compareConfigurations(
  args: readonly string[],
  options: ImpactOptions,
  world: CommandWorld,
): Promise<number> {
  const format = chooseFormat(configurationFormats, options);
  if (args.length > 0) throw new WrongCallError('--configuration compares the configuration alone: omit the inputs.');
  const { configuration } = prepare(options, world);
  const out = await prepareOut(options.out, world);
  const other = await otherFolder(options, world);
  try {
    const before = readOther(other, options, configuration, world);
    const changes = configurationChanges(options.against, [before, configuration], options.school);
    await out.write(format.write(changes));
    return changes.schools.some(({ reason }) => reason !== null) ? exit.failed : exit.done;
  } finally {
    await other.remove();
  }
}
