import { existsSync } from 'node:fs';
import { findInputs, type Input } from '../extract/bytes/input.js';
import { sourceFolderOf } from '../pipeline/files/source-lists.js';
import { namesSource } from '../pipeline/source/source-input.js';
import { prepare, type CommonOptions } from './common-options.js';
import { findAllInputs } from './find-inputs.js';
import type { CommandWorld } from './streams.js';
import { WrongCallError } from './wrong-call.js';

/**
 * What a command reads that otherwise needs no pipeline. A URL is fetched as the pipeline says.
 * @throws NoInputError, WrongCallError, ConfigurationError
 */
export async function findSample(arg: string, options: CommonOptions, world: CommandWorld): Promise<Input[]> {
  if (!namesSource(arg, sourceFolderOf(options.config))) return findInputs([arg], world.stdin);
  if (!existsSync(options.config))
    throw new WrongCallError(
      `What may be fetched, and how, says a pipeline, and there is no ${options.config}: download the file first.`,
    );
  return findAllInputs([arg], prepare(options, world).configuration.pipeline, options, world);
}
