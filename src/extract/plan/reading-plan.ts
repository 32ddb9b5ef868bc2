import type { SchemaObject } from 'ajv';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { sourceSchema } from '../../pipeline/vocabulary/source-types.js';
import type { ReadingPlan } from '../json/reading.js';
import { planDocument } from './document-plan.js';
import { planSections } from './plan-sections.js';
import type { WatchedLookups } from './watched-lookups.js';
import { createValidate } from '../items/validate.js';

/**
 * Makes ready what reading a document needs, once for a run.
 * @param watched notes what look-ups compare with the day of the run
 */
export function planReading(
  pipeline: Pipeline,
  schema: SchemaObject = sourceSchema,
  watched: WatchedLookups | null = null,
): ReadingPlan {
  const { sections, definitions } = planSections(pipeline, watched);
  const validate = createValidate(schema);
  const document = planDocument(pipeline, sections);
  return { pipeline, isExample: false, sections, document, validate, definitions };
}
