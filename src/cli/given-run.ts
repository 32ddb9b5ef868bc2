import type { PassedOverFiles } from '../extract/bytes/files-of.js';
import type { Input } from '../extract/bytes/input.js';
import { shownInput } from '../pipeline/source/source-url.js';
import type { Configuration } from '../pipeline/configuration.js';
import { filesFingerprint } from '../pipeline/files-fingerprint.js';
import { counted } from '../pipeline/text/counted.js';
import type { PartTerms } from '../report/run/run-report.js';
import { wholeFeed } from '../run/looking.js';
import { partName, shardIn, shareOf, type Shard } from '../run/shard.js';
import type { Permissions, RunTerms } from '../run/terms.js';
import { readOptions, type CommonOptions } from './common-options.js';
import { version } from '../run/version.js';
import { findAllInputs } from './find-inputs.js';
import type { CommandWorld } from './streams.js';
import { WrongCallError } from './wrong-call.js';

export interface GivenRunOptions extends CommonOptions, Permissions {
  /** The name of the feed. */
  readonly feed?: string;
  /** `K/N`. */
  readonly shard?: string;
}

/** What a run or a plan works on. */
export interface GivenRun {
  readonly inputs: readonly Input[];
  readonly terms: RunTerms;
  /** What is beside the inputs and is not read. */
  readonly passedOver: readonly PassedOverFiles[];
  /** Set if the run has only a shard of the inputs. */
  readonly share: Share | null;
}

/** What a shard has. */
export interface Share {
  readonly inWords: string;
  /** All that shows to which other parts it belongs, but for the database. */
  readonly part: Omit<PartTerms, 'database'>;
}

/** @throws NoInputError, WrongCallError */
export async function givenRun(
  args: readonly string[],
  options: GivenRunOptions,
  configuration: Configuration,
  world: CommandWorld,
): Promise<GivenRun> {
  const { stdin, now, interrupted } = world;
  const { shard: given, ...permissions } = options;
  const shard = given === undefined ? null : givenShard(given, options);
  const passedOver: PassedOverFiles[] = [];
  const named = args.length > 0 ? args : configuration.pipeline.source.inputs;
  const all = await findAllInputs(named, configuration.pipeline, options, world, (files) => passedOver.push(files));
  // Ends the wait for standard input.
  interrupted.addEventListener('abort', () => stdin.destroy(), { once: true });
  const terms = {
    ...permissions,
    configuration,
    now,
    interrupted,
    schools: options.school,
    named: named.map(shownInput),
  };
  if (shard === null) return { inputs: all, terms, passedOver, share: null };
  refuseReadOnce(all);
  const { inputs, places } = shareOf(all, shard);
  const part = {
    shard: partName(shard),
    inputs: all.length,
    feed: wholeFeed(terms),
    configuration: filesFingerprint(options.config, readOptions(options, world), version),
    day: configuration.today,
    set: options.set,
  };
  const share = { inWords: shareInWords(shard, inputs.length, all.length), part };
  return { inputs, terms: { ...terms, shard, places }, passedOver, share };
}

function givenShard(given: string, { school }: GivenRunOptions): Shard {
  const shard = shardIn(given);
  if (shard === null)
    throw new WrongCallError(`--shard ${given} is not K/N with K from 1 to N, as in 3/16: the third of sixteen parts.`);
  if (school.length > 0)
    throw new WrongCallError(
      '--shard shares out files, and no part knows which of them has a school: with --school, omit --shard and name its file.',
    );
  return shard;
}

function refuseReadOnce(inputs: readonly Input[]): void {
  const once = inputs.find(({ reopens }) => !reopens);
  if (once !== undefined)
    throw new WrongCallError(
      `--shard shares files out by their names, and ${once.name} is read once, by one run: give files, or omit --shard.`,
    );
}

function shareInWords(shard: Shard, own: number, all: number): string {
  const part = `Part ${partName(shard)}`;
  return own === 0
    ? `${part}: none of the ${counted(all, 'file')} falls to it, so there is nothing to do.`
    : `${part}: ${String(own)} of ${counted(all, 'file')}.`;
}
