import type { PassedOverFiles } from '../extract/bytes/files-of.js';
import { findInputs, type Input } from '../extract/bytes/input.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { isUrl } from '../pipeline/source/source-url.js';
import type { Sources } from '../sources/sources.js';
import type { CommandWorld } from './streams.js';

/**
 * The inputs that arguments name: files, and what is fetched as the pipeline says. What was fetched goes when the command
 * ends.
 * @throws NoInputError if one of them gives none
 */
export async function findAllInputs(
  args: readonly string[],
  pipeline: Fetched,
  world: CommandWorld,
  passedOver?: (files: PassedOverFiles) => void,
): Promise<Input[]> {
  if (!args.some(isUrl)) return findInputs(args, world.stdin, passedOver);
  return (await sourcesFor(pipeline, world)).find(args, world.stdin, passedOver);
}

type Fetched = Pick<Pipeline, 'source' | 'limits'>;

/** What fetches as a pipeline says. What was fetched goes when the command ends. */
export async function sourcesFor({ source: { fetching }, limits }: Fetched, world: CommandWorld): Promise<Sources> {
  // It takes longer to load than most commands take without it.
  const { Sources } = await import('../sources/sources.js');
  const { env, now, interrupted, network = {} } = world;
  const sources = new Sources({ fetching, limits, interrupted, machine: { env, now, ...network } });
  world.atEnd(() => sources.close());
  return sources;
}
