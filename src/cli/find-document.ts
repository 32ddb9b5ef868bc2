import { documentsAt } from '../extract/documents-at.js';
import type { Extract } from '../extract/extract.js';
import { planReading } from '../extract/plan/reading-plan.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { CommonOptions } from './common-options.js';
import { findAllInputs } from './find-inputs.js';
import type { CommandWorld } from './streams.js';
import { WrongCallError } from './wrong-call.js';

/** The document that is meant, or why there is none. */
export type FoundDocument =
  { readonly extract: Extract; readonly from: string } | { readonly extract: null; readonly reason: string };

/**
 * The one school's document in the inputs.
 * @param options if no school is asked for, the inputs must have one school only
 * @throws NoInputError, WrongCallError
 */
export async function findDocument(
  args: readonly string[],
  options: Pick<CommonOptions, 'root' | 'school'>,
  pipeline: Pipeline,
  world: CommandWorld,
): Promise<FoundDocument> {
  const [school, ...more] = options.school;
  if (more.length > 0) throw new WrongCallError('This command takes one --school.');
  let found: FoundDocument | null = null;
  const broken: string[] = [];
  for (const input of await findAllInputs(args, pipeline, options, world)) {
    for await (const result of documentsAt(input, planReading(pipeline), pipeline, world.now)) {
      const about = result.type === 'extract' ? result.extract : result.broken;
      if (school !== undefined && about.school !== null && about.school !== school) continue;
      if (result.type === 'broken') {
        broken.push(result.broken.reason);
        if (school !== undefined && about.school === school) return { extract: null, reason: result.broken.reason };
        continue;
      }
      if (school !== undefined) return { extract: result.extract, from: result.from };
      if (found !== null) throw new WrongCallError('The inputs have more than one school: say which with --school ID.');
      found = { extract: result.extract, from: result.from };
    }
  }
  const none = school === undefined ? 'The inputs have no school.' : `None of the inputs has school ${school}.`;
  return found ?? { extract: null, reason: [none, ...broken].join(' ') };
}
