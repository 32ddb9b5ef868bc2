import { findingFormats } from '../../report/findings/formats.js';
import { printable } from '../../words/words.js';
import { chooseFormat } from '../formats.js';
import { prepare } from '../common-options.js';
import { prepareOut } from '../out.js';
import { findAllInputs } from '../find-inputs.js';
import type { JoinOptions } from '../report-join.js';
import { exit, type CommandWorld } from '../streams.js';
import { tellPassedOver } from '../tell-passed-over.js';
import { WrongCallError } from '../wrong-call.js';

/** `pullthrough report`: what did not come through, and what to do about it. Nothing is loaded. */
export async function report(args: readonly string[], options: JoinOptions, world: CommandWorld): Promise<number> {
  if (options.join !== undefined)
    return (await import('../report-join.js')).reportJoin(options.join, args, options, world);
  if ((options.report ?? []).length > 0)
    throw new WrongCallError('--report is for the results that --join puts together: use --format and --out.');
  const format = chooseFormat(findingFormats, options);
  if (options.names === true && args.length === 0) {
    throw new WrongCallError('Names come from an extract, and none is given: name its file, or omit --names.');
  }
  const prepared = prepare(options, world);
  const inputs = await findAllInputs(args, prepared.configuration.pipeline, options, world, tellPassedOver(world));
  const out = await prepareOut(options.out, world);
  const schools =
    args.length > 0
      ? await (await import('../report-extracts.js')).reportExtracts(inputs, prepared, options, world)
      : await (await import('../report-last-runs.js')).reportLastRuns(prepared, options, world);
  if (world.interrupted.aborted) return exit.interrupted;
  for (const { school, status, reason } of schools) {
    if (status === 'failed') world.stderr.write(`${printable(`School ${school ?? '(unknown)'}: ${reason ?? ''}`)}\n`);
  }
  await out.write(format.write({ schools, pipeline: prepared.configuration.pipeline }));
  return schools.every(({ status }) => status === 'reported') ? exit.done : exit.failed;
}
