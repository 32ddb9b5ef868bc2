import { setTimeout as wait } from 'node:timers/promises';
import type { Input } from '../extract/bytes/input.js';
import { documentsAt } from '../extract/documents-at.js';
import type { DocumentResult } from '../extract/extract.js';
import { planReading } from '../extract/plan/reading-plan.js';
import type { Pipeline } from '../pipeline/pipeline.js';

/**
 * The documents of inputs, one after another, without those of schools that nobody asks for. It ends early if it is
 * interrupted: whoever reads it looks at the signal afterwards.
 * @param asked the schools; all, if there are none
 */
export async function* askedDocuments(
  inputs: readonly Input[],
  pipeline: Pipeline,
  asked: readonly string[],
  { now, interrupted }: { readonly now: () => Date; readonly interrupted: AbortSignal },
): AsyncGenerator<DocumentResult, void> {
  const plan = planReading(pipeline);
  for (const input of inputs)
    for await (const result of documentsAt(input, plan, pipeline, now)) {
      const { school } = result.type === 'extract' ? result.extract : result.broken;
      if (school === null || asked.length === 0 || asked.includes(school)) yield result;
      // Signals arrive between turns of the event loop, which a batch of small schools may never reach.
      await wait(0);
      if (interrupted.aborted) return;
    }
}
