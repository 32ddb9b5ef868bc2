import { readDocuments } from '../extract/json/documents.js';
import type { Extract } from '../extract/extract.js';
import { textInput } from '../extract/bytes/input.js';
import type { ReadingPlan } from '../extract/json/reading.js';
import { planReading } from '../extract/plan/reading-plan.js';
import type { Case } from '../pipeline/cases/case.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { ofOneSchool } from '../pipeline/source/whose-document.js';

/** A case and its extract, read once for any number of decisions. */
export interface ReadyCase<C = Case> {
  readonly of: C;
  /** The extract, or why its document cannot be read. */
  readonly extract: Extract | string;
}

/**
 * Reads the document of each case as a run reads that of a school, but that it has only what the case is about.
 * @param plans those that earlier calls with the same pipeline have made, by day
 */
export async function readyCases<C extends Pick<Case, 'date' | 'document'>>(
  pipeline: Pipeline,
  cases: readonly C[],
  plans = new Map<string, ReadingPlan>(),
): Promise<ReadyCase<C>[]> {
  const { source } = pipeline;
  const ofOne = { ...pipeline, source: { ...source, school: ofOneSchool(source.school) } };
  const ready: ReadyCase<C>[] = [];
  for (const one of cases) {
    const plan = plans.get(one.date) ?? { ...planReading({ ...ofOne, today: one.date }), isExample: true };
    plans.set(one.date, plan);
    for await (const result of readDocuments(textInput('its extract', one.document()), plan)) {
      ready.push({ of: one, extract: result.type === 'extract' ? result.extract : result.broken.reason });
    }
  }
  return ready;
}
