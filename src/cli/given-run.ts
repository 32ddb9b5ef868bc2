import type { PassedOverFiles } from '../extract/bytes/files-of.js';
import { findInputs, type Input } from '../extract/bytes/input.js';
import type { Configuration } from '../pipeline/configuration.js';
import type { Permissions, RunTerms } from '../run/terms.js';
import type { CommonOptions } from './common-options.js';
import type { CommandWorld } from './streams.js';

export interface GivenRunOptions extends CommonOptions, Permissions {
  /** The name of the feed. */
  readonly feed?: string;
}

/** What a run or a plan works on. */
export interface GivenRun {
  readonly inputs: readonly Input[];
  readonly terms: RunTerms;
  /** What is beside the inputs and is not read. */
  readonly passedOver: readonly PassedOverFiles[];
}

/** @throws NoInputError */
export async function givenRun(
  args: readonly string[],
  options: GivenRunOptions,
  configuration: Configuration,
  { stdin, now, interrupted }: CommandWorld,
): Promise<GivenRun> {
  const passedOver: PassedOverFiles[] = [];
  const named = args.length > 0 ? args : configuration.pipeline.source.inputs;
  const inputs = await findInputs(named, stdin, (files) => passedOver.push(files));
  // Ends the wait for standard input.
  interrupted.addEventListener('abort', () => stdin.destroy(), { once: true });
  const terms = { ...options, configuration, now, interrupted, schools: options.school, named };
  return { inputs, terms, passedOver };
}
