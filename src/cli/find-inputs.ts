import type { PassedOverFiles } from '../extract/bytes/files-of.js';
import { findInputs, type Input } from '../extract/bytes/input.js';
import { listedSources, sourceFolderOf } from '../pipeline/files/source-lists.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { namesSource } from '../pipeline/source/source-input.js';
import type { Sources } from '../sources/sources.js';
import type { CommonOptions } from './common-options.js';
import type { CommandWorld } from './streams.js';

/** What says which listed sources are meant, and where lists may lead. */
type SourceOptions = Pick<CommonOptions, 'root' | 'school'>;

/**
 * The inputs that arguments name: files, and what is fetched as the pipeline says. What was fetched goes when the command
 * ends.
 * @throws NoInputError if one of them gives none
 * @throws ConfigurationError if a list of sources cannot be read
 */
export async function findAllInputs(
  args: readonly string[],
  pipeline: Pipeline,
  options: SourceOptions,
  world: CommandWorld,
  passedOver?: (files: PassedOverFiles) => void,
): Promise<Input[]> {
  const folder = sourceFolderOf(pipeline.file);
  if (!args.some((arg) => namesSource(arg, folder))) return findInputs(args, world.stdin, passedOver);
  return (await sourcesFor(pipeline, options, world)).find(args, world.stdin, passedOver);
}

/** What fetches as a pipeline says. What was fetched goes when the command ends. */
export async function sourcesFor(pipeline: Pipeline, options: SourceOptions, world: CommandWorld): Promise<Sources> {
  // It takes longer to load than most commands take without it.
  const { Sources } = await import('../sources/sources.js');
  const { env, now, interrupted, network = {} } = world;
  const root = options.root ?? env.PULLTHROUGH_ROOT ?? null;
  const sources = new Sources({
    fetching: pipeline.source.fetching,
    limits: pipeline.limits,
    interrupted,
    machine: { env, now, ...network },
    folder: sourceFolderOf(pipeline.file),
    lists: () => listedSources(pipeline, root),
    schools: options.school,
  });
  world.atEnd(() => sources.close());
  return sources;
}
