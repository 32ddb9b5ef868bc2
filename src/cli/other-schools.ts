import { documentsAt } from '../extract/documents-at.js';
import type { Extract } from '../extract/extract.js';
import { planReading } from '../extract/plan/reading-plan.js';
import type { Id } from '../explain/explanation.js';
import type { LinkKind, Pipeline, RecordKind } from '../pipeline/pipeline.js';
import type { CommonOptions } from './common-options.js';
import { findAllInputs } from './find-inputs.js';
import type { CommandWorld } from './streams.js';

/** The schools of the inputs that have a record or link of that id. What cannot be read twice is passed over. */
export async function schoolsWith(
  args: readonly string[],
  kind: RecordKind | LinkKind,
  id: Id,
  pipeline: Pipeline,
  options: Pick<CommonOptions, 'root' | 'school'>,
  world: CommandWorld,
): Promise<string[]> {
  const schools = new Set<string>();
  const plan = planReading(pipeline);
  for (const input of await findAllInputs(args, pipeline, options, world)) {
    if (!input.reopens) continue;
    for await (const result of documentsAt(input, plan, pipeline, world.now))
      if (result.type === 'extract' && has(result.extract, kind, id)) schools.add(result.extract.school);
  }
  return [...schools];
}

function has({ tables }: Extract, { name }: RecordKind | LinkKind, id: Id): boolean {
  const table = tables.of(name);
  const wanted = typeof id === 'string' ? [id] : id;
  for (let row = 0; row < table.length; row++) if (wanted.every((one, end) => table.id(row, end) === one)) return true;
  return false;
}
